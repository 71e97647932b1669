import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeAct, completeNameSounds } from '#record';
import {
  addEntity,
  addText,
  openRecord,
  passageAt,
  type RecordFixture,
} from '../record/fixture.ts';
import { findEntitiesFor } from '../../src/web/desk/finder/find.ts';

let house: RecordFixture;

beforeAll(async () => {
  house = await openRecord();
  const { db, documenter } = house;
  const { layer } = await addText(db, documenter, 'Nader Vahdat was killed.');
  const passage = await passageAt(db, documenter, { layer, start: 0, end: 23 });
  const person = await addEntity(db, documenter, 'person', passage, { name: 'Nader Vahdat' });
  await addEntity(db, documenter, 'intervention', passage, {
    title: 'Letter for Nader Vahdat',
    onBehalfOf: person,
  });
  await db.transaction().execute((tx) =>
    codeAct(
      tx,
      documenter,
      {
        actType: '010101000000',
        victims: [person],
        perpetrators: [],
        date: '9 January 2026',
        passage,
        basis: 'coded',
        certainty: 'likely',
        chain: [],
      },
      'en',
    ),
  );
});
afterAll(() => house[Symbol.asyncDispose]());

const lines = async (typed: string, kinds: Parameters<typeof findEntitiesFor>[4] = []) =>
  (await findEntitiesFor(house.db, house.documenter, 'en', typed, kinds)).map(
    ({ text, detail, isUnder }) => `${isUnder === true ? '> ' : ''}${text} | ${detail}`,
  );

test('a person stands above what was done to them, each once', async () => {
  expect(await lines('vahdat')).toEqual([
    'Nader Vahdat | Person',
    '> Deliberate killing – Nader Vahdat | Act · 9 January 2026',
    '> Letter for Nader Vahdat | Intervention',
  ]);
});

test('where only acts are wanted, the name still leads to them', async () => {
  expect(await lines('vahdat', ['act'])).toEqual([
    'Deliberate killing – Nader Vahdat | Act · 9 January 2026',
  ]);
  expect(await lines('vahdat', ['person'])).toEqual(['Nader Vahdat | Person']);
});

test('what a caption says is found as it is written there', async () => {
  expect(await lines('Deliberate killing – Nader Vahdat')).toEqual([
    'Deliberate killing – Nader Vahdat | Act · 9 January 2026',
  ]);
});

test('a name is found in another script and spelling, while it is typed, with what was done', async () => {
  const all = [
    'Nader Vahdat | Person',
    '> Deliberate killing – Nader Vahdat | Act · 9 January 2026',
    '> Letter for Nader Vahdat | Intervention',
  ];
  expect(await lines('نادر وحدت')).toEqual(all);
  expect(await lines('Nadir Wahd')).toEqual(all);
  expect(await lines('نادر وح', ['person'])).toEqual(['Nader Vahdat | Person']);
  expect(await lines('نادر رسولی', ['person'])).toEqual([]);
});

test('who does not see the name does not find it by its sound either', async () => {
  const { db, partner } = house;
  expect(await findEntitiesFor(db, partner, 'en', 'نادر وحدت', [])).toEqual([]);
});

test('names recorded before sounds were asked for are completed', async () => {
  await house.db.updateTable('name_entry').set({ sounds: null }).execute();
  expect(await lines('نادر وحدت', ['person'])).toEqual([]);
  expect(await completeNameSounds(house.db)).toBeGreaterThan(0);
  expect(await lines('نادر وحدت', ['person'])).toEqual(['Nader Vahdat | Person']);
  expect(await completeNameSounds(house.db)).toBe(0);
});
