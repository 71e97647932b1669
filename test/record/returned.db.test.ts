import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor } from '#accounts';
import {
  countReturned,
  decideClaims,
  layAside,
  refusalsOf,
  reopenClaims,
  returnedClaims,
  writeClaims,
  type ClaimInput,
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
let author: Actor;
let person: string;
let passage: string;
let refused: string;
let people = 0;

beforeAll(async () => {
  house = await openRecord();
});
afterAll(() => house[Symbol.asyncDispose]());

beforeEach(async () => {
  people += 1;
  author = await addPerson(house.db, `Author ${people}`, ['documenter']);
  const { layer } = await addText(house.db, author, 'Nader Vahdat was born in 1960.');
  passage = await passageAt(house.db, author, { layer, start: 0, end: 12 });
  person = await addEntity(house.db, author, 'person', passage, { name: 'Nader Vahdat' });
  refused = await write({ property: 'birthDate', value: '1961' });
  await reject(refused);
});

async function write(input: Pick<ClaimInput, 'property' | 'value' | 'recodes'>): Promise<string> {
  const [written] = await house.db
    .transaction()
    .execute((tx) =>
      writeClaims(tx, author, [{ entity: person, passage, basis: 'coded', ...input }], 'en'),
    );
  return written?.uid ?? '';
}

const reject = (claim: string) =>
  house.db
    .transaction()
    .execute((tx) => decideClaims(tx, house.reviewer, [claim], 'rejected', 'It says 1960.'));

const returned = async (actor = author) =>
  (await returnedClaims(house.db, actor, 'en')).map(({ claim }) => claim.uid);

test('a refusal comes back to the author, with the reason and the reviewer’s name', async () => {
  const [item] = await returnedClaims(house.db, author, 'en');
  expect(item?.claim.uid).toBe(refused);
  expect(item?.refusal).toMatchObject({ comment: 'It says 1960.', by: 'Rana' });
  expect(await countReturned(house.db, author)).toBe(1);
  expect(await returned(house.reviewer)).toEqual([]);
  expect((await refusalsOf(house.db, house.reviewer, [refused])).get(refused)?.comment).toBe(
    'It says 1960.',
  );
});

test('what is coded anew is no longer returned; refused again, the new one is', async () => {
  const again = await write({ property: 'birthDate', value: '1962', recodes: refused });
  expect(await returned()).toEqual([]);
  await reject(again);
  expect(await returned()).toContain(again);
});

test('only what stands refused is coded anew', async () => {
  const fresh = await write({ property: 'description', value: 'x' });
  await expect(
    write({ property: 'description', value: 'y', recodes: fresh }),
  ).rejects.toMatchObject({ code: 'claim-changed' });
});

test('what the author lays aside stays aside; a stranger cannot', async () => {
  const aside = (actor: Actor) =>
    house.db.transaction().execute((tx) => layAside(tx, actor, refused));
  await expect(aside(house.reviewer)).rejects.toMatchObject({ code: 'not-found' });
  expect(await returned()).toEqual([refused]);
  await aside(author);
  await aside(author);
  expect(await returned()).toEqual([]);
  expect(await countReturned(house.db, author)).toBe(0);
});

test('a refusal that the reviewer takes back is no longer returned', async () => {
  await house.db.transaction().execute((tx) => reopenClaims(tx, house.reviewer, [refused], ''));
  expect(await returned()).toEqual([]);
  expect((await refusalsOf(house.db, author, [refused])).size).toBe(0);
});

test('the accepted new claim leaves the refused one refused', async () => {
  const again = await write({ property: 'birthDate', value: '1960', recodes: refused });
  await house.db
    .transaction()
    .execute((tx) => decideClaims(tx, house.reviewer, [again], 'accepted', ''));
  const states = await house.db
    .selectFrom('claim')
    .where('uid', 'in', [refused, again])
    .select(['uid', 'state'])
    .execute();
  expect(Object.fromEntries(states.map(({ uid, state }) => [uid, state]))).toEqual({
    [refused]: 'rejected',
    [again]: 'accepted',
  });
  expect(await returned()).toEqual([]);
});
