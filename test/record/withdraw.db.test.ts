import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#accounts';
import {
  checkProjection,
  claimViews,
  decideClaims,
  restorable,
  restoreClaims,
  withdrawable,
  writeClaims,
} from '#record';
import { openPublishing, type Publishing } from './publishing.ts';

let desk: Publishing;
beforeAll(async () => {
  desk = await openPublishing();
});
afterAll(() => desk[Symbol.asyncDispose]());

const withdraw = (actor: Actor, uids: readonly string[], why = 'The source was a forgery') =>
  desk.house.db.transaction().execute((tx) => decideClaims(tx, actor, uids, 'withdrawn', why));
const restore = (actor: Actor, uids: readonly string[]) =>
  desk.house.db.transaction().execute((tx) => restoreClaims(tx, actor, uids));
const states = async (uids: readonly string[]) => {
  const views = await claimViews(desk.house.db, desk.house.documenter, uids, 'en');
  return views.map(({ state }) => state);
};

async function manyNames(count: number) {
  const person = await desk.entity('person', { name: 'Mina' });
  const names = Array.from({ length: count }, (_, n) => desk.claim(person, 'otherName', `M${n}`));
  return { person, uids: await desk.accepted(names) };
}

test('five hundred claims go at once with one reason, and come back as they were', async () => {
  const { db, documenter } = desk.house;
  const { person, uids } = await manyNames(499);
  const all = await withdrawable(db, desk.reviewer, 'en', { entity: person });
  expect(all).toHaveLength(500);
  await withdraw(
    desk.reviewer,
    all.map(({ uid }) => uid),
  );
  expect(new Set(await states(uids))).toEqual(new Set(['withdrawn']));
  expect(await restorable(db, desk.reviewer, 'en')).toHaveLength(500);
  await restore(
    desk.reviewer,
    all.map(({ uid }) => uid),
  );
  expect(new Set(await states(uids))).toEqual(new Set(['accepted']));
  expect(await restorable(db, desk.reviewer, 'en')).toEqual([]);
  expect(await checkProjection(db)).toMatchObject({ differing: [] });
  expect(await withdrawable(db, documenter, 'en', { entity: person })).toEqual([]);
});

test('one that may not go keeps all', async () => {
  const { db, documenter } = desk.house;
  const { person, uids } = await manyNames(3);
  const [mine] = await db
    .transaction()
    .execute((tx) => writeClaims(tx, documenter, [desk.claim(person, 'birthDate', '1980')], 'en'));
  const own = mine?.uid ?? '';
  // Own proposals, for who wrote them; accepted ones only for who reviews.
  await expect(withdraw(documenter, [own, ...uids])).rejects.toMatchObject({ code: 'not-allowed' });
  await expect(withdraw(desk.reviewer, [...uids, own])).rejects.toMatchObject({
    code: 'not-allowed',
    problems: [{ params: { claim: own } }],
  });
  await expect(withdraw(desk.reviewer, uids, '  ')).rejects.toMatchObject({
    code: 'comment-missing',
  });
  expect(await states([own, ...uids])).toEqual(['proposed', 'accepted', 'accepted', 'accepted']);
  const listed = await withdrawable(db, documenter, 'en', { entity: person });
  expect(listed.map(({ uid }) => uid)).toEqual([own]);
  const tooMany = Array.from({ length: 501 }, () => crypto.randomUUID());
  await expect(withdraw(desk.reviewer, tooMany)).rejects.toMatchObject({ code: 'too-many' });
  await expect(restore(desk.reviewer, tooMany)).rejects.toMatchObject({ code: 'too-many' });
});

test('only who withdrew brings back, within the hour, and only what nothing has replaced', async () => {
  const { db } = desk.house;
  const { uids } = await manyNames(2);
  const [one = '', other = ''] = uids;
  await withdraw(desk.reviewer, uids);
  await expect(restore(desk.house.reviewer, uids)).rejects.toMatchObject({
    code: 'restore-too-late',
  });
  await expect(restore(desk.house.partner, uids)).rejects.toMatchObject({ code: 'not-found' });
  await sql`alter table claim_step disable trigger claim_step_append_only`.execute(db);
  await sql`update claim_step set at = at - interval '2 hours'
    where claim_id = (select id from claim where uid = ${one})`.execute(db);
  await sql`alter table claim_step enable trigger claim_step_append_only`.execute(db);
  await expect(restore(desk.reviewer, uids)).rejects.toMatchObject({ code: 'restore-too-late' });
  await restore(desk.reviewer, [other]);
  await expect(restore(desk.reviewer, [other])).rejects.toMatchObject({ code: 'claim-changed' });
  expect(await states(uids)).toEqual(['withdrawn', 'accepted']);
});

test('its author may bring back what somebody else had accepted, and nothing more', async () => {
  const { house } = desk;
  const { db } = house;
  const person = await desk.entity('person', { name: 'Sara' });
  // Rana writes and reviews; Omid accepts hers.
  const [hers] = await db
    .transaction()
    .execute((tx) =>
      writeClaims(tx, house.reviewer, [desk.claim(person, 'birthDate', '1980')], 'en'),
    );
  const uid = hers?.uid ?? '';
  await db.transaction().execute((tx) => decideClaims(tx, desk.reviewer, [uid], 'accepted', ''));
  await withdraw(house.reviewer, [uid]);
  await restore(house.reviewer, [uid]);
  expect(await states([uid])).toEqual(['accepted']);
  const [proposed] = await db
    .transaction()
    .execute((tx) => writeClaims(tx, house.reviewer, [desk.claim(person, 'otherName', 'S')], 'en'));
  const open = proposed?.uid ?? '';
  await withdraw(house.reviewer, [open]);
  await expect(
    sql`insert into claim_step (claim_id, state, account_id)
      select id, 'accepted', author_id from claim where uid = ${open}`.execute(db),
  ).rejects.toMatchObject({ code: 'CS010' });
  await restore(house.reviewer, [open]);
  expect(await states([open])).toEqual(['proposed']);
});
