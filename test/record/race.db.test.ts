import { afterAll, beforeAll, expect, test } from 'vitest';
import { Refusal } from '#platform/errors';
import {
  checkProjection,
  claimViews,
  decideClaims,
  decidePublication,
  proposePublication,
  proposeRemoval,
  reopenClaims,
  writeClaims,
  type ClaimInput,
} from '#record';
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
let reviewer: Actor;
let passage: string;
beforeAll(async () => {
  house = await openRecord();
  reviewer = await addPerson(house.db, 'Omid', ['reviewer']);
  const { layer } = await addText(house.db, house.documenter, 'It says this.');
  passage = await passageAt(house.db, house.documenter, { layer, start: 0, end: 7 });
});
afterAll(async () => {
  const { differing } = await checkProjection(house.db);
  await house[Symbol.asyncDispose]();
  expect(differing).toEqual([]);
});

const person = (name: string) => addEntity(house.db, house.documenter, 'person', passage, { name });
const claim = (entity: string, property: string, value: string): ClaimInput => ({
  ...{ entity, property, value, passage },
  basis: 'coded',
});
const write = (inputs: ClaimInput[], actor = house.documenter) =>
  house.db.transaction().execute((tx) => writeClaims(tx, actor, inputs, 'en'));
const accept = (uids: string[], actor = reviewer) =>
  house.db.transaction().execute((tx) => decideClaims(tx, actor, uids, 'accepted', ''));
const one = async (input: ClaimInput) => (await write([input]))[0]?.uid ?? '';
const states = async (...uids: string[]) =>
  (await claimViews(house.db, reviewer, uids, 'en')).map((view) => view.state);

/** How each ended: done, or the code of its refusal; anything else is thrown. */
async function endings(work: readonly Promise<unknown>[]): Promise<string[]> {
  return (await Promise.allSettled(work)).map((result) => {
    if (result.status === 'fulfilled') return 'done';
    if (result.reason instanceof Refusal) return result.reason.code;
    throw result.reason;
  });
}

test('many write at once of entities that name each other, and none waits for ever', async () => {
  const work = await addEntity(house.db, house.documenter, 'work', passage, { title: 'A film' });
  const group = await addEntity(house.db, house.documenter, 'group', passage, { name: 'Guild' });
  const someone = await person('Mina');
  const pairs = Array.from({ length: 8 }, (_, index) => [
    write([claim(work, 'director', someone), claim(work, 'otherTitle', `Title ${index}`)]),
    write([claim(someone, 'memberOf', group), claim(someone, 'birthDate', `19${60 + index}`)]),
    write([claim(someone, 'otherName', `Name ${index}`), claim(group, 'country', 'IR')]),
  ]);
  expect(new Set(await endings(pairs.flat()))).toEqual(new Set(['done']));
});

test('of two who decide or replace at once, one is told that it changed', async () => {
  const someone = await person('Two');
  const uid = await one(claim(someone, 'birthDate', '1980'));
  const deciding = await endings([accept([uid]), accept([uid], house.reviewer)]);
  expect(deciding.toSorted()).toEqual(['claim-changed', 'done']);
  const next = (value: string) =>
    write([{ ...claim(someone, 'birthDate', value), supersedes: uid }]);
  expect((await endings([next('1981'), next('1982')])).toSorted()).toEqual([
    'claim-changed',
    'done',
  ]);
});

test('a claim rejected while its replacement is being written is not replaced', async () => {
  const someone = await person('Three');
  const uid = await one(claim(someone, 'birthDate', '1980'));
  const ended = await endings([
    house.db.transaction().execute((tx) => decideClaims(tx, reviewer, [uid], 'rejected', 'no')),
    write([{ ...claim(someone, 'birthDate', '1981'), supersedes: uid }]),
  ]);
  expect(ended).toContain('claim-changed');
});

test('a correction of a correction replaces the claim in force, and undone gives it back', async () => {
  const someone = await person('Four');
  const first = await one(claim(someone, 'birthDate', '1980'));
  await accept([first]);
  const second = await one({ ...claim(someone, 'birthDate', '1981'), supersedes: first });
  const third = await one({ ...claim(someone, 'birthDate', '1982'), supersedes: second });
  await accept([third]);
  expect(await states(first, second, third)).toEqual(['superseded', 'superseded', 'accepted']);
  await house.db.transaction().execute((tx) => reopenClaims(tx, reviewer, [third], ''));
  expect(await states(first, second, third)).toEqual(['accepted', 'superseded', 'proposed']);
});

test('a rejection is not taken back where another replacement has come since', async () => {
  const someone = await person('Five');
  const first = await one(claim(someone, 'birthDate', '1980'));
  const second = await one({ ...claim(someone, 'birthDate', '1981'), supersedes: first });
  expect(await states(first)).toEqual(['superseded']);
  const base = await one(claim(someone, 'deathDate', '2020'));
  await accept([base]);
  const wrong = await one({ ...claim(someone, 'deathDate', '2021'), supersedes: base });
  await house.db
    .transaction()
    .execute((tx) => decideClaims(tx, reviewer, [wrong], 'rejected', 'no'));
  await one({ ...claim(someone, 'deathDate', '2022'), supersedes: base });
  const back = house.db.transaction().execute((tx) => reopenClaims(tx, reviewer, [wrong], ''));
  await expect(back).rejects.toMatchObject({ code: 'claim-changed' });
  expect(await states(second)).toEqual(['proposed']);
});

const decision = {
  ...{ title: 'T', audience: 'public', basis: 'consent', basisReason: 'r', riskNote: 'r' },
  ...{ reviewOn: '2190-01-01' },
} as const;
const publish = (subjects: string[]) =>
  house.db
    .transaction()
    .execute((tx) =>
      proposePublication(tx, house.documenter, { ...decision, kind: 'publish' }, { subjects }),
    );
const takeBack = (subject: string) =>
  house.db
    .transaction()
    .execute((tx) =>
      proposeRemoval(tx, house.documenter, { ...decision, kind: 'remove', reasonClass: 'safety' }, [
        { subject, kind: 'person' },
      ]),
    );
const approve = (uid: string, actor = reviewer) =>
  house.db
    .transaction()
    .execute((tx) => decidePublication(tx, actor, uid, { approve: true, comment: '' }));

test('of two approvals at once one is made', async () => {
  const someone = await person('Six');
  await acceptName(someone);
  const uid = await publish([someone]);
  const ended = await endings([approve(uid), approve(uid, house.reviewer)]);
  expect(ended.toSorted()).toEqual(['decision-made', 'done']);
});

test('published and taken back at once, in whatever order, it stays taken back', async () => {
  const someone = await person('Seven');
  await acceptName(someone);
  await approve(await publish([someone]));
  await accept([await one(claim(someone, 'otherName', 'Also Seven'))]);
  const [again, gone] = [await publish([someone]), await takeBack(someone)];
  const ended = await endings([approve(gone), approve(again)]);
  expect(ended[0]).toBe('done');
  await expect(approve(again)).rejects.toBeInstanceOf(Refusal);
});

async function acceptName(entity: string): Promise<void> {
  const { rows } = await sqlClaims(entity);
  await accept(rows);
}

async function sqlClaims(entity: string): Promise<{ rows: string[] }> {
  const rows = await house.db
    .selectFrom('claim')
    .innerJoin('entity', 'entity.id', 'claim.entity_id')
    .where('entity.uid', '=', entity)
    .where('claim.state', '=', 'proposed')
    .select('claim.uid')
    .execute();
  return { rows: rows.map((row) => row.uid) };
}
