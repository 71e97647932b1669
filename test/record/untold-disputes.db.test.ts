import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#accounts';
import {
  decideClaims,
  decidePublication,
  listDisputes,
  proposePublication,
  untoldDisputes,
  writeClaims,
} from '#record';
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
  passage = await passageAt(house.db, house.documenter, { layer, start: 0, end: 2 });
});
afterAll(() => house[Symbol.asyncDispose]());

async function accept(entity: string, property: string, value: string): Promise<void> {
  await house.db.transaction().execute(async (tx) => {
    const input = { ...{ entity, property, value, passage }, basis: 'coded' } as const;
    const [claim] = await writeClaims(tx, house.documenter, [input], 'en');
    await decideClaims(tx, reviewer, [claim?.uid ?? ''], 'accepted', '');
  });
}

async function publish(subject: string): Promise<void> {
  const decision = {
    ...({ kind: 'publish', audience: 'public' } as const),
    ...{ title: 'T', basis: 'consent', basisReason: 'r', riskNote: 'r', reviewOn: '2190-01-01' },
  };
  await house.db.transaction().execute(async (tx) => {
    const uid = await proposePublication(tx, house.documenter, decision, { subjects: [subject] });
    await decidePublication(tx, reviewer, uid, { approve: true, comment: '' });
  });
}

async function untold(actor: Actor = house.documenter) {
  const { disputes } = await listDisputes(house.db, actor, { limit: 1_000 });
  return untoldDisputes(house.db, actor, disputes);
}

test('what contradicts a published page is told at the desk until that page tells both', async () => {
  const mina = await addEntity(house.db, house.documenter, 'person', passage, {});
  await accept(mina, 'name', 'Mina');
  await accept(mina, 'birthDate', '1980-05-01');
  expect(await untold()).toEqual([]);
  await publish(mina);
  expect(await untold()).toEqual([]);
  await accept(mina, 'birthDate', '1981-05-01');
  expect(await untold()).toEqual([{ entity: mina, property: 'birthDate', subject: mina }]);
  await publish(mina);
  expect(await untold()).toEqual([]);
});

test('what is not published at all misleads nobody', async () => {
  const sara = await addEntity(house.db, house.documenter, 'person', passage, {});
  await accept(sara, 'name', 'Sara');
  await accept(sara, 'birthDate', '1980-05-01');
  await accept(sara, 'birthDate', '1981-05-01');
  expect(await untold()).toEqual([]);
});
