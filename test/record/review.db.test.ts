import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  claimViews,
  codeAct,
  decideClaims,
  entityHistory,
  entityPage,
  queueProgress,
  reopenable,
  reopenClaims,
  reviewQueue,
  writeClaims,
  type ClaimInput,
  type Verdict,
} from '#record';
import { passageWords, translatePassage } from '#evidence';
import type { Actor } from '#accounts';
import {
  addEntity,
  addPerson,
  addText,
  openRecord,
  passageAt,
  type RecordFixture,
} from './fixture.ts';

let house: RecordFixture;
let other: Actor;
beforeAll(async () => {
  house = await openRecord();
  other = await addPerson(house.db, 'Omid', ['reviewer']);
});
afterAll(() => house[Symbol.asyncDispose]());

const text = 'Before. Mina Karimi was summoned on 3 May 2024, says her lawyer. After.';

async function mina() {
  const { db, documenter } = house;
  const { layer, source } = await addText(db, documenter, text);
  const passage = await passageAt(db, documenter, { layer, start: 8, end: 63 });
  const person = await addEntity(db, documenter, 'person', passage, { name: 'Mina Karimi' });
  return { source, passage, person };
}

const write = (inputs: ClaimInput[], actor = house.documenter) =>
  house.db.transaction().execute((tx) => writeClaims(tx, actor, inputs, 'en'));
const decide = (uids: string[], verdict: Verdict, comment = '', actor = house.reviewer) =>
  house.db.transaction().execute((tx) => decideClaims(tx, actor, uids, verdict, comment));
const reopen = (uids: string[], actor = house.reviewer) =>
  house.db.transaction().execute((tx) => reopenClaims(tx, actor, uids, 'a slip'));
const stateOf = async (uid: string) =>
  (await claimViews(house.db, house.reviewer, [uid], 'en'))[0]?.state;

async function birth(value: string, more: Partial<ClaimInput> = {}, actor = house.documenter) {
  const { person, passage } = await mina();
  const claim = { property: 'birthDate', value, basis: 'coded', entity: person, passage } as const;
  const [written] = await write([{ ...claim, ...more }], actor);
  return { uid: written?.uid ?? '', person, passage };
}

test('who decided takes it back within the hour, and the claim is a proposal again', async () => {
  const { uid, person } = await birth('1980');
  await decide([uid], 'rejected', 'wrong person');
  expect((await reopenable(house.db, house.reviewer, 'en')).flat().map((one) => one.uid)).toContain(
    uid,
  );
  await reopen([uid]);
  expect(await stateOf(uid)).toBe('proposed');
  expect(
    (await reopenable(house.db, house.reviewer, 'en')).flat().map((one) => one.uid),
  ).not.toContain(uid);
  const { steps } = await entityHistory(house.db, house.reviewer, person);
  expect(steps.get(uid)?.map(({ state, comment }) => [state, comment])).toEqual([
    ['proposed', ''],
    ['rejected', 'wrong person'],
    ['proposed', 'a slip'],
  ]);
});

test('claims that were decided on together are one decision, to be taken back together', async () => {
  const [one, two, three] = [await birth('1985'), await birth('1986'), await birth('1987')];
  await decide([one.uid, two.uid], 'accepted');
  await decide([three.uid], 'rejected', 'wrong year');
  const uids = (await reopenable(house.db, house.reviewer, 'en')).map((together) =>
    together.map(({ uid }) => uid),
  );
  expect(uids.slice(0, 2)).toEqual([[three.uid], [one.uid, two.uid]]);
});

test('neither somebody else nor anybody after an hour takes a decision back', async () => {
  const { uid } = await birth('1981');
  await decide([uid], 'accepted');
  await expect(reopen([uid], other)).rejects.toMatchObject({ code: 'reopen-too-late' });
  await expect(reopen([uid], house.documenter)).rejects.toMatchObject({ code: 'not-allowed' });
  const { uid: long } = await birth('1981');
  await sql`with decided as (
      update claim set state = 'accepted' where uid = ${long} returning id
    )
    insert into claim_step (claim_id, state, account_id, at)
    select id, 'accepted', ${house.reviewer.accountId}, now() - interval '61 minutes'
    from decided`.execute(house.db);
  await expect(reopen([long])).rejects.toMatchObject({ code: 'reopen-too-late' });
  expect(await stateOf(long)).toBe('accepted');
});

test('what an accepted claim had replaced stands again, even where it is the reviewer’s own', async () => {
  const { uid: old, person, passage } = await birth('1980', {}, house.reviewer);
  await decide([old], 'accepted', '', other);
  const [next] = await write([
    {
      ...{ entity: person, property: 'birthDate', value: '1982', passage, basis: 'coded' },
      supersedes: old,
    },
  ]);
  const uid = next?.uid ?? '';
  await decide([uid], 'accepted');
  expect(await stateOf(old)).toBe('superseded');
  await reopen([uid]);
  expect(await stateOf(old)).toBe('accepted');
  expect(await stateOf(uid)).toBe('proposed');
  await decide([uid], 'accepted', '', other);
  expect(await stateOf(old)).toBe('superseded');
});

test('nobody slips their own claim through by way of a replacement', async () => {
  const { uid } = await birth('1983', {}, house.reviewer);
  await expect(
    sql`insert into claim_step (claim_id, state, account_id)
      select id, 'accepted', author_id from claim where uid = ${uid}`.execute(house.db),
  ).rejects.toMatchObject({ code: 'CS010' });
});

test('the queue is narrowed by author and source, and tells how far it has come', async () => {
  const { passage, person, source } = await mina();
  await write(
    [{ entity: person, property: 'birthDate', value: '1984', passage, basis: 'coded' }],
    house.reviewer,
  );
  const filter = { source, author: house.reviewer.uid };
  const { rows: queue } = await reviewQueue(house.db, other, 'en', filter);
  expect(queue.map((claim) => claim.value)).toEqual(['1984']);
  expect(
    (await reviewQueue(house.db, house.reviewer, 'en', { ...filter, withoutOwn: true })).rows,
  ).toEqual([]);
  const before = await queueProgress(house.db, other, { source });
  expect(before).toMatchObject({ waiting: 2, decidedToday: expect.any(Number) as number });
  await decide([queue[0]?.uid ?? ''], 'accepted', '', other);
  const after = await queueProgress(house.db, other, { source });
  expect([after.waiting, after.decidedToday]).toEqual([1, before.decidedToday + 1]);
  expect(after.sources.find((one) => one.uid === source)?.n).toBe(1);
});

test('a passage comes with what stands round it and its translations, and not for strangers', async () => {
  const { passage } = await mina();
  await house.db.transaction().execute((tx) =>
    translatePassage(tx, house.documenter, passage, {
      language: 'fa',
      text: 'مینا کریمی احضار شد.',
    }),
  );
  const words = (await passageWords(house.db, house.reviewer, [passage])).get(passage);
  expect(words).toMatchObject({
    quote: text.slice(8, 63),
    prefix: 'Before. ',
    suffix: '. After.',
    translations: [{ language: 'fa', reviewed: false }],
  });
  expect(await passageWords(house.db, house.partner, [passage])).toEqual(new Map());
});

test('who did an act comes along to the page of whom it was done to', async () => {
  const { person, passage } = await mina();
  const police = await addEntity(house.db, house.documenter, 'group', passage, { name: 'Police' });
  const act = { actType: '030101000000', victims: [person], perpetrators: [{ entity: police }] };
  const coded = await house.db
    .transaction()
    .execute((tx) => codeAct(tx, house.documenter, { ...act, passage }, 'en'));
  const page = await entityPage(house.db, house.documenter, person, 'en');
  expect(page?.parts.map(({ kind, of }) => ({ kind, of }))).toEqual([
    { kind: 'act', of: null },
    { kind: 'involvement', of: coded.act },
  ]);
});

test('the record as of a moment knows what pointed here then and no longer does', async () => {
  const { person, passage } = await mina();
  const film = await addEntity(house.db, house.documenter, 'work', passage, { title: 'A film' });
  const [directs] = await write([
    { entity: film, property: 'director', value: person, passage, basis: 'coded' },
  ]);
  await decide([directs?.uid ?? ''], 'accepted');
  const { steps } = await entityHistory(house.db, house.documenter, film);
  const then = steps.get(directs?.uid ?? '')?.at(-1)?.instant;
  if (then === undefined) throw new Error('expected a step');
  await decide([directs?.uid ?? ''], 'withdrawn', 'another person of that name');
  const now = await entityPage(house.db, house.documenter, person, 'en');
  const before = await entityPage(house.db, house.documenter, person, 'en', { asOf: then });
  expect(now?.parts).toEqual([]);
  expect(before?.parts.map((part) => part.text)).toEqual(['A film']);
});

test('a link from a step shows exactly what stood then, however soon the next step came', async () => {
  const { person, passage } = await mina();
  // Three steps within one millisecond, as a fast machine would take them; and none is rewritten.
  const [first, second, third] = await write(
    ['1', '2', '3'].map((n) => ({
      ...{ entity: person, property: 'otherName', value: `Name ${n}`, passage },
      basis: 'coded' as const,
    })),
  );
  await sql`alter table claim_step disable trigger claim_step_append_only`.execute(house.db);
  for (const [index, claim] of [first, second, third].entries()) {
    await sql`update claim_step set at = '2026-01-09T10:00:00.5001Z'::timestamptz
      + make_interval(secs => ${index} * 0.0001)
      where claim_id = (select id from claim where uid = ${claim?.uid})`.execute(house.db);
  }
  await sql`alter table claim_step enable trigger claim_step_append_only`.execute(house.db);
  const { steps } = await entityHistory(house.db, house.documenter, person);
  const namesAsOf = async (claim: string | undefined) => {
    const asOf = steps.get(claim ?? '')?.at(-1)?.instant;
    if (asOf === undefined) throw new Error('expected a step');
    const page = await entityPage(house.db, house.documenter, person, 'en', { asOf });
    const names = page?.properties.find(({ property }) => property === 'otherName');
    return [...(names?.shown ?? []), ...(names?.others ?? [])].flatMap(({ claims }) =>
      claims.map(({ value }) => value),
    );
  };
  expect(await namesAsOf(first?.uid)).toEqual(['Name 1']);
  expect((await namesAsOf(second?.uid)).toSorted()).toEqual(['Name 1', 'Name 2']);
  expect((await namesAsOf(third?.uid)).toSorted()).toEqual(['Name 1', 'Name 2', 'Name 3']);
});
