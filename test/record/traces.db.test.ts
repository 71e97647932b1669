import { afterAll, beforeAll, expect, test } from 'vitest';
import { currentDocuments } from '#editions';
import { indexEditionWords, keepTrace, removedSubjects, tracesOf, type Trace } from '#record';
import { sql } from 'kysely';
import { openPublishing, type Publishing } from './publishing.ts';

let desk: Publishing;
beforeAll(async () => {
  desk = await openPublishing();
});
afterAll(() => desk[Symbol.asyncDispose]());

const traces = (subject: string, actor = desk.house.documenter) =>
  tracesOf(desk.house.db, actor, [subject]);
const told = (found: readonly Trace[]) =>
  found.map(({ subject, place, whole }) => `${whole ? 'whole' : 'part'} ${place} ${subject}`);

/** Somebody published, and a friend's page that quotes the name in words, beside a link to it. */
async function friends(name: string) {
  const quote = await desk.words(`Her friend ${name} was with her that night.`);
  const mina = await desk.entity('person', { name });
  const sara = await desk.entity('person', { name: `Friend of M.` });
  const [quoted = ''] = await desk.accepted([
    { ...desk.claim(sara, 'description', 'An actress'), passage: quote.passage },
  ]);
  const [kept = ''] = await desk.accepted([desk.claim(sara, 'birthDate', '1980')]);
  await desk.publish({ subjects: [mina, sara] });
  return { mina, sara, quoted, kept, passage: quote.passage };
}

test('a name in words quoted on another page is found before and after it is taken back', async () => {
  const { mina, sara, quoted, passage } = await friends('Mina Karimi');
  const before = await traces(mina);
  expect(told(before)).toEqual([`whole quote ${sara}`]);
  expect(before[0]).toMatchObject({ thing: passage, claims: [quoted], kept: null });
  expect(before[0]?.parts.map(({ text, hit }) => (hit ? `[${text}]` : text)).join('')).toBe(
    'Her friend [Mina Karimi] was with her that night.',
  );
  await desk.takeBack(mina);
  expect(told(await traces(mina))).toEqual([`whole quote ${sara}`]);
  const { subjects } = await removedSubjects(desk.house.db, desk.house.documenter);
  expect(subjects).toMatchObject([{ uid: mina, reasonClass: 'safety', erased: null }]);
});

test('the words go in the same decision where its author says so, and nothing else does', async () => {
  const { mina, sara, quoted, kept } = await friends('Nora Ahmadi');
  await desk.takeBack(mina, [quoted]);
  expect(await traces(mina)).toEqual([]);
  const current = await currentDocuments(desk.house.db, [sara]);
  const said = current.get(sara)?.document.claims.map(({ uid }) => uid) ?? [];
  expect(said).toContain(kept);
  expect(said).not.toContain(quoted);
});

const editionsOf = async (subject: string) => {
  const { db } = desk.house;
  const rows = await db
    .selectFrom('published.edition')
    .select('number')
    .where('subject', '=', subject)
    .orderBy('number')
    .execute();
  return rows.map(({ number }) => number);
};

test('what a page said before leaves with the name, in the same decision or in a later one', async () => {
  const same = await friends('Parisa Vaziri');
  await desk.takeBack(same.mina, [same.quoted]);
  expect(await editionsOf(same.sara)).toEqual([2]);
  const later = await friends('Taraneh Moradi');
  await desk.takeBack(later.mina);
  expect(await editionsOf(later.sara)).toEqual([1]);
  await desk.correct({ subjects: [later.sara], excluded: [later.quoted] });
  expect(await traces(later.mina)).toEqual([]);
  expect(await editionsOf(later.sara)).toEqual([2]);
});

test('earlier editions stay where nobody is named, or where the name was kept on purpose', async () => {
  const { mina, sara, quoted, kept } = await friends('Shiva Nazari');
  const [other = ''] = await desk.accepted([desk.claim(sara, 'deathDate', '2020')]);
  await desk.correct({ subjects: [sara] });
  expect(await editionsOf(sara)).toEqual([1, 2]);
  await desk.takeBack(mina);
  // Both say the words; the current one is decided on place by place.
  expect(await editionsOf(sara)).toEqual([2]);
  const [trace] = await traces(mina);
  if (trace === undefined) throw new Error('expected a trace');
  await desk.house.db
    .transaction()
    .execute((tx) => keepTrace(tx, desk.house.documenter, trace, 'Another Shiva'));
  await desk.correct({ subjects: [sara], excluded: [other] });
  expect(await editionsOf(sara)).toEqual([2, 3]);
  expect([quoted, kept]).toHaveLength(2);
});

test('a name kept with a reason is told no more as open, until the words change', async () => {
  const { db, documenter } = desk.house;
  const { mina, sara } = await friends('Lida Rostami');
  await desk.takeBack(mina);
  const [trace] = await traces(mina);
  if (trace === undefined) throw new Error('expected a trace');
  const keep = (place: typeof trace, reason: string, actor = documenter) =>
    db.transaction().execute((tx) => keepTrace(tx, actor, place, reason));
  await expect(keep(trace, ' ')).rejects.toMatchObject({ code: 'comment-missing' });
  await expect(keep({ ...trace, subject: mina }, 'r')).rejects.toMatchObject({ code: 'not-found' });
  await expect(keep(trace, 'r', desk.house.partner)).rejects.toMatchObject({ code: 'not-allowed' });
  await keep(trace, 'Another person of that name');
  expect(await traces(mina)).toMatchObject([
    { subject: sara, kept: { reason: 'Another person of that name', by: 'Dara' } },
  ]);
  const more = await desk.words('Lida Rostami spoke to the paper.');
  await desk.accepted([
    { ...desk.claim(sara, 'description', 'Also an author'), passage: more.passage },
  ]);
  await desk.correct({ subjects: [sara] });
  const open = (await traces(mina)).filter(({ kept }) => kept === null);
  expect(open).toMatchObject([{ thing: more.passage }]);
});

test('other spellings, other names, titles of sources and family names are found too', async () => {
  const { db, documenter } = desk.house;
  const other = await desk.words('به گفتهٔ پروانه كاظمي‌نژاد');
  const mina = await desk.entity('person', { name: 'پروانه کاظمی' });
  await desk.accepted([desk.claim(mina, 'otherName', 'Parvaneh Kazemi')]);
  const film = await desk.entity('work', { title: 'A portrait of Parvaneh KAZEMI' });
  await desk.accepted([
    { ...desk.claim(film, 'description', 'Kazemi speaks'), passage: other.passage },
  ]);
  await sql`update source set title = 'An evening with Parvaneh Kazemi' where uid = ${other.source}`.execute(
    db,
  );
  await desk.publish({ subjects: [mina, film] });
  const found = await traces(mina);
  expect(told(found).toSorted()).toEqual(
    [
      `part value ${film}`,
      `whole quote ${film}`,
      `whole source ${film}`,
      `whole source ${other.source}`,
      `whole value ${film}`,
    ].toSorted(),
  );
  expect(await tracesOf(db, desk.house.partner, [mina])).toEqual([]);
  expect(documenter.name).toBe('Dara');
});

test('editions from before the words were written down are looked through all the same', async () => {
  const { mina, sara } = await friends('Zohreh Vatani');
  const { db } = desk.house;
  await sql`delete from edition_words`.execute(db);
  expect(told(await traces(mina))).toEqual([`whole quote ${sara}`]);
  expect(await indexEditionWords(db)).toBeGreaterThan(1);
  expect(await indexEditionWords(db)).toBe(0);
  expect(told(await traces(mina))).toEqual([`whole quote ${sara}`]);
});
