import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countDoubted } from '#editions';
import { editSource, sourcePage, unknownReliability, type SourceInput } from '#evidence';
import {
  decideClaims,
  decideResolution,
  reopenClaims,
  settleStaleEditions,
  staleEditions,
  standingSelection,
} from '#record';
import { openPublishing, type Publishing } from './publishing.ts';

let desk: Publishing;
beforeAll(async () => {
  desk = await openPublishing();
});
afterAll(() => desk[Symbol.asyncDispose]());

const stale = async (subjects: readonly string[]) => {
  const { editions } = await staleEditions(desk.house.db, desk.house.documenter, { subjects });
  return new Map(editions.map((edition) => [edition.subject, edition]));
};
const one = async (subject: string) => (await stale([subject])).get(subject);
const edit = async (source: string, change: Partial<SourceInput>) => {
  const { db, documenter } = desk.house;
  const page = await sourcePage(db, documenter, source);
  if (page === undefined) throw new Error('expected a source');
  const { revision, title } = page;
  const input = { title, material: 'newspaper', reliability: unknownReliability, ...change };
  const reading = { isMaterial: () => true, isReliability: () => true, locale: 'en' } as const;
  await db
    .transaction()
    .execute((tx) => editSource(tx, documenter, source, revision, input, reading));
};

test('a published claim that is withdrawn is told, and no longer when a new edition is out', async () => {
  const mina = await desk.entity('person', { name: 'Mina', birthDate: '1980' });
  const [fact = ''] = await desk.accepted([desk.claim(mina, 'description', 'A director')]);
  await desk.publish({ subjects: [mina] });
  expect(await one(mina)).toBeUndefined();
  await desk.withdraw([fact]);
  const found = await one(mina);
  expect(found?.difference).toMatchObject({ gone: [fact], added: [], changed: [] });
  expect(found?.reasons).toMatchObject([
    { cause: 'claim', thing: fact, by: 'Omid', comment: 'It is wrong', state: 'withdrawn' },
  ]);
  await desk.correct(await standingSelection(desk.house.db, [mina]));
  expect(await one(mina)).toBeUndefined();
});

test('a corrected value stands beside the old one, a claim added since does not make it wrong', async () => {
  const sara = await desk.entity('person', { name: 'Sara' });
  const [old = ''] = await desk.accepted([desk.claim(sara, 'birthDate', '1980')]);
  await desk.publish({ subjects: [sara] });
  await desk.accepted([desk.claim(sara, 'otherName', 'S.')]);
  expect(await one(sara)).toBeUndefined();
  const [now = ''] = await desk.accepted([
    { ...desk.claim(sara, 'birthDate', '1981'), supersedes: old },
  ]);
  const { difference } = (await one(sara)) ?? {};
  expect(difference).toMatchObject({ changed: [{ before: old, after: now }], gone: [], added: [] });
});

test('taking a review back is told at once, and accepting again takes the mark away', async () => {
  const nora = await desk.entity('person', { name: 'Nora' });
  const [fact = ''] = await desk.accepted([desk.claim(nora, 'description', 'A singer')]);
  await desk.publish({ subjects: [nora] });
  const { db, documenter } = desk.house;
  const before = await countDoubted(db, documenter);
  await db.transaction().execute((tx) => reopenClaims(tx, desk.reviewer, [fact], 'read again'));
  expect(await countDoubted(db, documenter)).toBe(before + 1);
  expect((await one(nora))?.difference.gone).toEqual([fact]);
  await db.transaction().execute((tx) => decideClaims(tx, desk.reviewer, [fact], 'accepted', ''));
  expect(await countDoubted(db, documenter)).toBe(before);
  expect(await one(nora)).toBeUndefined();
});

test('a corrected name is told on every page that says the old one, and one choice mends them all', async () => {
  const lida = await desk.entity('person', {});
  const [name = ''] = await desk.accepted([desk.claim(lida, 'name', 'Lida Amni')]);
  const film = await desk.entity('work', { title: 'Rain', director: lida });
  await desk.publish({ subjects: [lida, film] });
  await desk.accepted([{ ...desk.claim(lida, 'name', 'Lida Amini'), supersedes: name }]);
  const found = await stale([lida, film]);
  expect(found.get(film)?.difference.renamed).toEqual([
    { entity: lida, before: { '': 'Lida Amni' }, after: { '': 'Lida Amini' } },
  ]);
  expect(found.get(lida)?.difference.changed).toHaveLength(1);
  await desk.correct(await standingSelection(desk.house.db, [lida, film]));
  expect((await stale([lida, film])).size).toBe(0);
});

test('what an author held back does not return with a correction', async () => {
  const omid = await desk.entity('person', { name: 'Omid' });
  const [held = '', wrong = ''] = await desk.accepted([
    desk.claim(omid, 'description', 'held back'),
    desk.claim(omid, 'birthDate', '1970'),
  ]);
  await desk.publish({ subjects: [omid], excluded: [held] });
  await desk.withdraw([wrong]);
  const { within } = await standingSelection(desk.house.db, [omid]);
  expect(within).not.toContain(held);
  expect((await one(omid))?.difference).toMatchObject({ gone: [wrong], added: [] });
});

test('a source described otherwise is told; a note on it or a reliability that decides nothing is not', async () => {
  const { source, passage } = await desk.words('Words of another report.');
  const hana = await desk.entity('person', { name: 'Hana' });
  await desk.accepted([{ ...desk.claim(hana, 'birthDate', '1990'), passage }]);
  await desk.publish({ subjects: [hana] });
  const { db, documenter } = desk.house;
  const before = await countDoubted(db, documenter);
  await edit(source, { notes: 'to be read again' });
  expect(await countDoubted(db, documenter)).toBe(before);
  await edit(source, { reliability: 'good' });
  expect(await one(hana)).toBeUndefined();
  await settleStaleEditions(db);
  expect(await countDoubted(db, documenter)).toBe(before);
  await edit(source, { title: 'A better title', reliability: 'good' });
  expect((await one(hana))?.difference.sources).toEqual([source]);
  expect((await one(hana))?.reasons).toMatchObject([{ cause: 'source', by: 'Dara', source }]);
  await settleStaleEditions(db);
  // Her page and the page of the source.
  expect(await countDoubted(db, documenter)).toBe(before + 2);
  await edit(source, { title: 'A report', reliability: 'good' });
  expect(await one(hana)).toBeUndefined();
  await settleStaleEditions(db);
  expect(await countDoubted(db, documenter)).toBe(before);
});

test('a source narrowed to a partner takes its words with it', async () => {
  const { source, passage } = await desk.words('Words of a third report.');
  const arash = await desk.entity('person', { name: 'Arash' });
  const [fact = ''] = await desk.accepted([{ ...desk.claim(arash, 'birthDate', '1990'), passage }]);
  await desk.publish({ subjects: [arash] });
  await sql`update source set scope_id = ${desk.house.partnerScope} where uid = ${source}`.execute(
    desk.house.db,
  );
  const { difference, document } = (await one(arash)) ?? {};
  expect(document?.claims.map(({ uid }) => uid)).toContain(fact);
  expect(difference?.sources).toEqual([source]);
});

test('quoted words that are not found any more are told until they are found again', async () => {
  const { passage } = await desk.words('Words that move.');
  const neda = await desk.entity('person', { name: 'Neda' });
  const [fact = ''] = await desk.accepted([{ ...desk.claim(neda, 'birthDate', '1990'), passage }]);
  await desk.publish({ subjects: [neda] });
  const { db } = desk.house;
  await sql`update passage set state = 'lost' where uid = ${passage}`.execute(db);
  expect((await one(neda))?.unfound).toEqual([fact]);
  await settleStaleEditions(db);
  expect((await one(neda))?.unfound).toEqual([fact]);
  await sql`update passage set state = 'found' where uid = ${passage}`.execute(db);
  expect(await one(neda)).toBeUndefined();
});

test('another decision on disagreement is told where it changes what stands first', async () => {
  const yara = await desk.entity('person', { name: 'Yara' });
  const [first = '', second = ''] = await desk.accepted([
    desk.claim(yara, 'birthDate', '1980-01-01'),
    desk.claim(yara, 'birthDate', '1981-01-01'),
  ]);
  await desk.publish({ subjects: [yara] });
  const choose = (chosenClaim: string) =>
    desk.house.db.transaction().execute((tx) =>
      decideResolution(tx, desk.reviewer, {
        ...{ entity: yara, property: 'birthDate', rule: 'editors-choice', reason: 'seen' },
        chosenClaim,
      }),
    );
  await choose(second);
  expect((await one(yara))?.difference.reordered).toEqual([
    { entity: yara, property: 'birthDate' },
  ]);
  expect((await one(yara))?.reasons).toMatchObject([{ cause: 'resolution', comment: 'seen' }]);
  expect(first).not.toBe(second);
});

test('one who is outside the team learns of none', async () => {
  const { db, partner } = desk.house;
  expect(await staleEditions(db, partner)).toEqual({ editions: [], total: 0 });
  expect(await countDoubted(db, partner)).toBe(0);
});

test('a claim is not withdrawn between the last look and the edition', async () => {
  const zara = await desk.entity('person', { name: 'Zara' });
  const { db } = desk.house;
  await desk.publish({ subjects: [zara] });
  const [later = ''] = await desk.accepted([desk.claim(zara, 'description', 'A poet')]);
  const decision = await desk.propose({ subjects: [zara] });
  // Both at once, in whatever order: never an edition that says it and nobody is told.
  const results = await Promise.allSettled([desk.approve(decision), desk.withdraw([later])]);
  expect(results[1]?.status).toBe('fulfilled');
  const { rows } = await sql<{ says: boolean }>`
    select e.document::text like ${`%${later}%`} as says from published.subject s
    join published.edition e on e.uid = s.edition where s.subject = ${zara}`.execute(db);
  const told = (await one(zara))?.difference.gone.includes(later) === true;
  expect(rows[0]?.says).toBe(told);
});
