import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  changeSignature,
  chooseQuote,
  clearQuote,
  hideNames,
  leaveLetter,
  listQuotes,
  mostQuotes,
  readOwnQuote,
  readQuotes,
  replayQuotes,
  takeQuoteBack,
  type TypedQuote,
} from '#letters';
import { publicRevision } from '#editions';
import { addPerson } from '../record/fixture.ts';
import { asReader, openDatabase, type Database } from '#platform/database';
import { openLetterWorld, type LetterWorld } from './signed-letter.ts';

let world: LetterWorld;
let reader: Database;
let opened: { readonly letter: string; readonly text: string };
let link: string;
const refused = (...codes: string[]) =>
  expect.objectContaining({
    problems: codes.map((code) => expect.objectContaining({ code }) as unknown),
  });

beforeAll(async () => {
  world = await openLetterWorld();
  reader = openDatabase(asReader(world.log.options), () => {});
});
afterAll(async () => {
  await reader?.close();
  await world?.close();
});

beforeEach(async () => {
  opened = await world.openLetter();
  link = await world.sign(opened, 'zoe@example.org', 'named');
});

const write: <Value>(
  work: (tx: Parameters<typeof clearQuote>[0]) => Promise<Value>,
) => Promise<Value> = (work) => world.db.transaction().execute(work);

const clear = (typed: Partial<TypedQuote> = {}, of = link) =>
  write((tx) =>
    clearQuote(tx, world.sealer, of, {
      ...{ words: 'They are our colleagues.', language: 'en', isCleared: true },
      consent: { language: 'en', words: 'I agree to be quoted.' },
      ...typed,
    }),
  );
const desk = async () => (await listQuotes(world.db, world.second, opened.letter)).quotes;
const choose = async (isChosen = true, quote?: string) => {
  const uid = quote ?? (await desk())[0]?.uid ?? '';
  await write((tx) => chooseQuote(tx, world.second, opened.letter, { quote: uid, isChosen }));
};
const shown = () => readQuotes(reader.db, opened.letter);
const own = () => readOwnQuote(world.db, world.sealer, link);

test('a signer clears words, organisers choose them, readers see them beside the name', async () => {
  expect(await own()).toEqual({ isNamed: true, quote: null });
  await clear({ words: '  They are\n our\u202E colleagues. ' });
  expect(await own()).toMatchObject({
    isNamed: true,
    quote: { words: 'They are our colleagues.', consent: 'I agree to be quoted.', isChosen: false },
  });
  expect(await shown()).toEqual([]);
  await choose();
  expect(await shown()).toEqual([
    {
      ...{ words: 'They are our colleagues.', language: 'en', name: 'N zoe', credit: 'Editor' },
      ...{ affiliation: '', country: 'FR', verification: 'mailbox' },
    },
  ]);
  expect((await own()).quote).toMatchObject({ isChosen: true });
  await choose(false);
  expect(await shown()).toEqual([]);
});

test('what is wrong is said at once, and nothing is kept', async () => {
  await expect(clear({ words: ' ', language: 'xx', isCleared: false })).rejects.toEqual(
    refused('quote-words', 'quote-language', 'quote-consent'),
  );
  for (const words of ['x'.repeat(501), '\uFE0F', '\u2800', '\u0301 …']) {
    await expect(clear({ words })).rejects.toEqual(refused('quote-words'));
  }
  for (const words of ['Write to me@example.org', 'https://x.example', '<b>so</b>', 'a\uD800b']) {
    await expect(clear({ words })).rejects.toEqual(refused('quote-refused'));
  }
  expect((await own()).quote).toBeNull();
});

test('only beside a name that readers see, and never before it is known whose it is', async () => {
  const counted = await world.sign(opened, 'counted@example.org', 'counted');
  await expect(clear({}, counted)).rejects.toEqual(refused('quote-unnamed'));
  await expect(clear({}, 'no such link')).rejects.toEqual(refused('signature-link'));
  await sql`
    with held as (update letter_signature set state = 'held', verification = null
      where link = sha256(${Buffer.from(link)}) returning id)
    delete from signature_shown where signature_id in (select id from held)`.execute(world.db);
  await expect(clear()).rejects.toEqual(refused('quote-unnamed'));
});

test('other words are chosen anew: what was chosen were others', async () => {
  await clear();
  const [before] = await desk();
  await choose();
  const revision = await publicRevision(world.db);
  await clear({ words: 'They are free people.' });
  expect(await publicRevision(world.db)).not.toEqual(revision);
  expect(await shown()).toEqual([]);
  await expect(choose(true, before?.uid)).rejects.toEqual(refused('not-found'));
  await choose();
  expect((await shown()).map(({ words }) => words)).toEqual(['They are free people.']);
});

test('taken back they are gone, also for an organiser who looked a moment ago', async () => {
  await clear();
  const [seen] = await desk();
  await choose();
  await write((tx) => takeQuoteBack(tx, world.sealer, link));
  expect(await shown()).toEqual([]);
  expect((await own()).quote).toBeNull();
  await expect(choose(true, seen?.uid)).rejects.toEqual(refused('not-found'));
  const { rows } = await sql`
    select from signature_quote q join letter l on l.id = q.letter_id
    where l.uid = ${opened.letter}`.execute(world.db);
  expect(rows).toHaveLength(0);
});

test('what was taken back, or said otherwise since, stays gone in a database restored from before', async () => {
  await clear();
  await choose();
  await sql`create table before as select q.* from signature_quote q
    join letter l on l.id = q.letter_id where l.uid = ${opened.letter}`.execute(world.db);
  const restore = async () => {
    await sql`delete from signature_quote where signature_id in (select signature_id from before)`.execute(
      world.db,
    );
    await sql`insert into signature_quote select * from before`.execute(world.db);
    expect(await shown()).toHaveLength(1);
    await write(replayQuotes);
  };
  await write(replayQuotes);
  expect(await shown()).toHaveLength(1);
  await clear({ words: 'Said otherwise.' });
  await restore();
  expect(await shown()).toEqual([]);
  expect((await own()).quote).toBeNull();
  await sql`drop table before`.execute(world.db);
});

test('a name that is put right ends the choice and keeps the words; one that is shown no more takes them along', async () => {
  await clear();
  await choose();
  const change = (typed: object) =>
    write((tx) =>
      changeSignature(tx, world.sealer, link, {
        typed: { credit: 'Editor', country: 'FR', ...typed },
        wordings: (['sign', 'show'] as const).map((purpose) => ({
          ...{ purpose, language: 'en', words: purpose },
        })),
      }),
    );
  await change({ name: 'N Zoé', appearance: 'named', consents: ['sign', 'show'] });
  expect(await shown()).toEqual([]);
  expect((await own()).quote).toMatchObject({ isChosen: false });
  await choose();
  expect((await shown()).map(({ name }) => name)).toEqual(['N Zoé']);
  await change({ name: 'N Zoé', appearance: 'organisers', consents: ['sign'] });
  expect(await shown()).toEqual([]);
  expect(await desk()).toEqual([]);
  expect(await own()).toEqual({ isNamed: false, quote: null });
});

test('who leaves takes the words along; hidden names hide them', async () => {
  await clear();
  await choose();
  await write((tx) => hideNames(tx, world.author, opened.letter, true));
  expect(await shown()).toEqual([]);
  expect(await desk()).toHaveLength(1);
  await write((tx) => hideNames(tx, world.author, opened.letter, false));
  expect(await shown()).toHaveLength(1);
  await write((tx) => leaveLetter(tx, world.sealer, link, 'withdrawn'));
  expect(await shown()).toEqual([]);
  expect(await desk()).toEqual([]);
});

test('whoever is set aside is heard, and not shown', async () => {
  await clear();
  await choose();
  await sql`
    with moved as (update letter_signature set state = 'aside'
      where link = sha256(${Buffer.from(link)}) returning id)
    delete from signature_shown where signature_id in (select id from moved)`.execute(world.db);
  expect(await shown()).toEqual([]);
  expect(await desk()).toEqual([]);
  await clear({ words: 'Again.' });
  expect(await own()).toMatchObject({ isNamed: true, quote: { words: 'Again.' } });
});

test('only who decides on this letter sees what was cleared, and chooses', async () => {
  await clear();
  const [quote] = await desk();
  const stranger = await addPerson(world.db, 'Stranger', ['documenter']);
  expect((await listQuotes(world.db, stranger, opened.letter)).quotes).toEqual([]);
  const asked = { quote: quote?.uid ?? '', isChosen: true };
  await expect(write((tx) => chooseQuote(tx, stranger, opened.letter, asked))).rejects.toEqual(
    refused('not-allowed'),
  );
  const other = await world.openLetter();
  await expect(write((tx) => chooseQuote(tx, world.second, other.letter, asked))).rejects.toEqual(
    refused('not-found'),
  );
  expect(await shown()).toEqual([]);
});

async function plantQuotes(many: number): Promise<void> {
  const { letter } = opened;
  await sql`
    with made as (
      insert into letter_signature (letter_id, version_id, mailbox, form, link, appearance, verification, state,
        via, languages, person, confirmed_at)
      select l.id, v.id, sha256(('m' || l.id || n)::bytea), sha256(('f' || l.id || n)::bytea),
        sha256(('l' || l.id || n)::bytea), 'named', 'mailbox', 'confirmed', 'smtp', '{en}', 'sealed', now()
      from letter l join letter_version v on v.letter_id = l.id, generate_series(1, ${many}::integer) n
      where l.uid = ${letter} returning id, letter_id
    ), shown as (
      insert into signature_shown (signature_id, letter_id, name, folded, confirmed_at)
      select id, letter_id, 'N ' || id, 'n', now() from made
    ), wording as (
      insert into consent_wording (purpose, language, words) values ('quote', 'en', 'Quote me.')
      on conflict (purpose, language, words) do update set words = excluded.words returning id
    )
    insert into signature_quote (signature_id, letter_id, words, language, wording_id)
    select m.id, m.letter_id, 'Words ' || m.id, 'en', w.id from made m, wording w`.execute(
    world.db,
  );
}

test('they are paged, and no more than so many are shown', async () => {
  const { letter } = opened;
  await plantQuotes(60);
  const first = await listQuotes(world.db, world.second, letter);
  expect(first.quotes).toHaveLength(50);
  const second = await listQuotes(world.db, world.second, letter, first.next);
  expect(second.quotes).toHaveLength(10);
  expect(second.next).toBeUndefined();
  const all = [...first.quotes, ...second.quotes].map(({ uid }) => uid);
  expect(new Set(all).size).toBe(60);
  for (const uid of all.slice(0, mostQuotes)) await choose(true, uid);
  await expect(choose(true, all.at(-1))).rejects.toEqual(refused('quote-too-many'));
  await choose(false, all[0]);
  await choose(true, all.at(-1));
  expect(await shown()).toHaveLength(mostQuotes);
});

const journaled = async () => {
  const { rows } = await sql<{
    n: number;
  }>`select count(*)::integer as n from erasure_journal`.execute(world.db);
  return rows[0]?.n;
};

test('the same form sent twice, and again after it was chosen, is one', async () => {
  await clear();
  await choose();
  const before = await journaled();
  await clear({ consent: { language: 'fr', words: 'Je suis d’accord.' } });
  expect(await shown()).toHaveLength(1);
  expect((await own()).quote).toMatchObject({ consent: 'I agree to be quoted.', isChosen: true });
  expect(await journaled()).toBe(before);
  await clear({ language: 'de' });
  expect(await shown()).toEqual([]);
});

test('chosen twice it stays where it stands', async () => {
  const other = await world.sign(opened, 'yann@example.org', 'named');
  await clear({ words: 'First.' });
  await clear({ words: 'Second.' }, other);
  const [second, first] = await desk();
  await choose(true, first?.uid);
  await choose(true, second?.uid);
  await choose(true, first?.uid);
  expect((await shown()).map(({ words }) => words)).toEqual(['First.', 'Second.']);
});

test('whom an agent signed for is not quoted, also after organisers have reached them', async () => {
  await sql`insert into signature_mandate (signature_id, mandate)
    select id, 'sealed' from letter_signature
    where link = sha256(${Buffer.from(link)})`.execute(world.db);
  await sql`update letter_signature set verification = 'organiser'
    where link = sha256(${Buffer.from(link)})`.execute(world.db);
  expect(await own()).toMatchObject({ isNamed: false });
  await expect(clear()).rejects.toEqual(refused('quote-unnamed'));
});

test('who is not shown by name any more has no words in clear here, nor in a backup', async () => {
  await clear();
  await choose();
  const uid = (await desk())[0]?.uid ?? '';
  await write((tx) =>
    changeSignature(tx, world.sealer, link, {
      typed: { credit: '', country: '', appearance: 'counted', consents: ['sign'] },
      wordings: [{ purpose: 'sign', language: 'en', words: 'sign' }],
    }),
  );
  expect(await shown()).toEqual([]);
  const { rows } = await sql`select from signature_quote where uid = ${uid}`.execute(world.db);
  expect(rows).toHaveLength(0);
  const { rows: kept } = await sql`select from erasure_journal where thing = ${uid}`.execute(
    world.db,
  );
  expect(kept).toHaveLength(1);
});

test('who chooses beside somebody whose line goes is refused, and holds up nobody', async () => {
  await clear();
  const [seen] = await desk();
  const { rows } = await sql<{ id: string }>`
    select id from letter_signature where link = sha256(${Buffer.from(link)})`.execute(world.db);
  const choosing = await world.db.transaction().execute(async (tx) => {
    // As leaving does it, in its two steps.
    await sql`delete from signature_shown where signature_id = ${rows[0]?.id}`.execute(tx);
    const chosen = Promise.allSettled([choose(true, seen?.uid)]);
    await untilSomebodyWaits();
    await sql`delete from letter_signature where id = ${rows[0]?.id}`.execute(tx);
    return { chosen };
  });
  expect(await choosing.chosen).toMatchObject([
    { status: 'rejected', reason: refused('not-found') as unknown },
  ]);
});

async function untilSomebodyWaits(): Promise<void> {
  for (;;) {
    const { rows } = await sql`select from pg_locks where not granted limit 1`.execute(world.db);
    if (rows.length > 0) return;
  }
}

test.each([
  ['leaves', () => write((tx) => leaveLetter(tx, world.sealer, link, 'withdrawn'))],
  [
    'is set aside',
    () =>
      sql`update letter_signature set state = 'aside'
        where link = sha256(${Buffer.from(link)})`.execute(world.db),
  ],
])('every process is told when somebody who is quoted %s', async (_what, end) => {
  await clear();
  const unchosen = await publicRevision(world.db);
  await choose();
  const revision = await publicRevision(world.db);
  expect(revision).not.toEqual(unchosen);
  await end();
  expect(await publicRevision(world.db)).not.toEqual(revision);
});

test('readers wait for no quotes that nobody has chosen', async () => {
  await plantQuotes(5_000);
  await choose(true, (await desk())[0]?.uid);
  await sql`analyze signature_quote, signature_shown`.execute(world.db);
  const { rows } = await sql<{ 'QUERY PLAN': string }>`
    explain select * from published.letter_quote where letter = ${opened.letter}`.execute(
    reader.db,
  );
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  // Of so many it would read all lines of the list.
  const [, expected = ''] = /on signature_quote q .*?rows=(\d+)/u.exec(plan) ?? [];
  expect(Number(expected)).toBeLessThan(50);
});
