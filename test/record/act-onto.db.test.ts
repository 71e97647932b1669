import { afterAll, beforeAll, expect, test } from 'vitest';
import { claimsFromSource, codeAct, type ActInput } from '#record';
import { addEntity, addText, openRecord, passageAt, type RecordFixture } from './fixture.ts';

let house: RecordFixture;

beforeAll(async () => {
  house = await openRecord();
});

afterAll(() => house[Symbol.asyncDispose]());

const report = async () => {
  const { source, layer } = await addText(house.db, house.documenter, 'She was arrested by them.');
  const place = { layer, start: 0, end: 16 };
  return { source, passage: await passageAt(house.db, house.documenter, place) };
};

const code = (input: ActInput, actor = house.documenter) =>
  house.db.transaction().execute((tx) => codeAct(tx, actor, input, 'en'));

test('more is said of an act on record: nobody takes part twice, one source counts once', async () => {
  const [first, second] = [await report(), await report()];
  const add = (kind: 'person' | 'group', name: string) =>
    addEntity(house.db, house.documenter, kind, first.passage, { name });
  const [mina, guards, police] = [
    await add('person', 'Mina'),
    await add('group', 'Guards'),
    await add('group', 'Police'),
  ];
  const act: ActInput = {
    actType: '030101000000',
    victims: [mina],
    perpetrators: [{ entity: guards }],
    date: '3 May 2024',
    passage: first.passage,
  };
  const made = await code(act);
  const more: ActInput = {
    ...act,
    onto: made.act,
    perpetrators: [{ entity: guards }, { entity: police }],
    date: '4 May 2024',
    passage: second.passage,
  };
  const added = await code(more);
  expect(added.act).toBe(made.act);
  expect(added.involvements[0]).toBe(made.involvements[0]);
  expect(added.involvements).toHaveLength(2);
  const said = await claimsFromSource(house.db, house.documenter, second.source, 'en');
  expect(said.map(({ entity, property }) => [entity.uid === made.act, property])).toEqual([
    [true, 'actType'],
    [true, 'victim'],
    [true, 'startDate'],
    [false, 'act'],
    [false, 'perpetrator'],
    [false, 'act'],
    [false, 'perpetrator'],
  ]);
  // The same words again add nothing, however the day is written.
  expect((await code({ ...more, date: '2024-05-04' })).claims).toEqual([]);
  expect((await code({ ...more, actType: '', victims: [], date: '5 May 2024' })).claims).toEqual([
    expect.any(String),
  ]);
});

test('an act that is none, or none for this person, takes nothing', async () => {
  const { passage } = await report();
  const mina = await addEntity(house.db, house.documenter, 'person', passage, { name: 'Mina' });
  const input: ActInput = { actType: '030101000000', victims: [mina], passage };
  const made = await code(input);
  const refused = { problems: [{ code: 'not-found', field: 'onto' }] };
  await expect(code({ ...input, onto: mina })).rejects.toMatchObject(refused);
  const theirs = code({ ...input, onto: made.act }, house.partner);
  await expect(theirs).rejects.toMatchObject(refused);
});

test('a fault is told by the field it was typed in', async () => {
  const { passage } = await report();
  const mina = await addEntity(house.db, house.documenter, 'person', passage, { name: 'Mina' });
  const act: ActInput = { actType: '030101000000', victims: [mina], passage };
  await expect(code({ ...act, date: '31 February 2026' })).rejects.toMatchObject({
    problems: [{ code: 'value-bad-date', field: 'date' }],
  });
});
