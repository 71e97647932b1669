import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from 'kysely';
import { checkLetterDocument, type TextPieces } from '@countersign/letter';
import { node } from '@countersign/proof/node';
import type { Actor } from '#accounts';
import {
  cancelTranslation,
  countProposed,
  createLetter,
  decideAnything,
  decideTranslation,
  decideVersion,
  listTranslationDrafts,
  letterTitles,
  listTranslations,
  listVersions,
  prepareLetter,
  proposeLetter,
  proposeLetterRemoval,
  proposeTranslation,
  proposeVersion,
  readLetter,
  readTranslationDraft,
  saveDraft,
  saveTranslationDraft,
  shownLanguages,
  translationsWait,
  withdrawTranslation,
  type TranslationKey,
  type TranslationWords,
} from '#letters';
import type { Db, Tx } from '#platform/database';
import { documentTexts } from '../../src/record/traces/document-texts.ts';
import { addPerson, openRecord, type RecordFixture } from '../record/fixture.ts';
import { publishLetter } from './public-letter.ts';

let house: RecordFixture;
let author: Actor;
let second: Actor;

beforeAll(async () => {
  house = await openRecord();
  author = await addPerson(house.db, 'Camille', ['campaigner']);
  second = await addPerson(house.db, 'Yalda', ['campaigner']);
});
afterAll(() => house[Symbol.asyncDispose]());

const write = <Value>(work: (tx: Tx) => Promise<Value>) => house.db.transaction().execute(work);
const refused = (code: string) => expect.objectContaining({ code });
const approve = { approve: true, comment: '' };
const french: TextPieces = {
  ...{ title: 'À ceux qui peuvent agir', addressees: ['Les ministres de la culture'] },
  ...{ blocks: ['Nous demandons de l’aide.'], demands: ['Libérez-les.'] },
  initiators: ['Une école de cinéma'],
};
const words = (pieces: Partial<TextPieces> = {}, more = {}): TranslationWords => ({
  ...{ how: 'human', madeBy: 'Une traductrice', reviewedBy: 'Lou Quillon', departure: '' },
  pieces: { ...french, ...pieces },
  ...more,
});

async function newLetter(): Promise<TranslationKey> {
  const letter = await publishLetter(house.db, author, second);
  const [version] = await listVersions(house.db, author, letter);
  return { letter, version: version?.uid ?? '', language: 'fr' };
}

async function proposed(key: TranslationKey, said = words()): Promise<string> {
  const revision = (await readTranslationDraft(house.db, author, key))?.revision ?? 0;
  await write((tx) => saveTranslationDraft(tx, author, key, { words: said, revision }));
  return write((tx) => proposeTranslation(tx, author, key));
}

async function approved(key: TranslationKey, said = words()): Promise<string> {
  const uid = await proposed(key, said);
  await write((tx) => decideTranslation(tx, second, uid, approve));
  return uid;
}

const reasons = {
  ...{ title: 'T', audience: 'public', basis: 'public-interest', basisReason: 'r' },
  ...{ riskNote: 'r', reviewOn: '2190-01-01' },
} as const;

async function publishAgain(letter: string): Promise<void> {
  const decision = await write((tx) =>
    proposeLetter(tx, author, { ...reasons, kind: 'correct', publicReason: 'Translated' }, letter),
  );
  await write((tx) => decideAnything(tx, second, decision, approve));
}

const editionOf = async (db: Db, letter: string) => {
  const { rows } = await sql<{ document: never }>`
    select e.document from published.subject s join published.edition e on e.uid = s.edition
    where s.subject = ${letter}`.execute(db);
  return rows[0]?.document;
};

test('a translation of these very words is approved by a second person and stands in the next edition', async () => {
  const { db } = house;
  const key = await newLetter();
  const before = await countProposed(db, second);
  const uid = await proposed(key);
  expect(await readLetter(db, author, key.letter)).toMatchObject({ waits: ['translation'] });
  expect(await countProposed(db, second)).toBe(before + 1);
  const titles = { en: 'To those who can act' };
  expect(await letterTitles(db, author, key.letter)).toEqual(titles);
  await expect(write((tx) => decideTranslation(tx, author, uid, approve))).rejects.toEqual(
    refused('translation-own'),
  );
  await expect(write((tx) => proposeTranslation(tx, author, key))).rejects.toEqual(
    refused('translation-open'),
  );
  expect(await translationsWait(db, author, key.letter)).toBe(false);
  await write((tx) => decideTranslation(tx, second, uid, approve));
  await expect(write((tx) => decideTranslation(tx, second, uid, approve))).rejects.toEqual(
    refused('translation-decided'),
  );
  const [version] = await listVersions(db, author, key.letter);
  const [read] = await listTranslations(db, author, key.letter);
  expect(await letterTitles(db, author, key.letter)).toEqual({ ...titles, fr: read?.text.title });
  expect(read).toMatchObject({ state: 'approved', revision: 1, number: 1, decidedBy: 'Yalda' });
  expect(read?.text.translates).toBe(version?.hash);
  expect(await translationsWait(db, author, key.letter)).toBe(true);

  await publishAgain(key.letter);
  expect(await translationsWait(db, author, key.letter)).toBe(false);
  const document = (await editionOf(db, key.letter)) as never;
  expect(checkLetterDocument(node, document)).toEqual({
    ...{ versions: 1, translations: [{ language: 'fr', number: 1 }] },
  });
  expect(document).toMatchObject({
    letter: {
      versions: [
        {
          translations: [
            {
              hash: read?.hash,
              how: 'human',
              madeBy: 'Une traductrice',
              reviewedBy: 'Lou Quillon',
            },
          ],
        },
      ],
    },
  });
  expect(JSON.stringify(document)).not.toMatch(/Camille|Yalda/u);
});

test('nothing of a translation is rewritten, and the database wants a second person', async () => {
  const key = await newLetter();
  const uid = await proposed(key);
  const change = (set: string) =>
    sql`update letter_translation set ${sql.raw(set)} where uid = ${uid}`.execute(house.db);
  for (const set of [
    "made_by = 'x'",
    "reviewed_by = 'x'",
    "departure = 'x'",
    "how = 'machine'",
    "text = replace(text, 'aide', 'eau')",
    'revision = 7',
  ]) {
    await expect(change(set), set).rejects.toMatchObject({ code: 'CS020' });
  }
  await expect(
    change("state = 'approved', decided_by = author_id, decided_at = now()"),
  ).rejects.toMatchObject({ code: 'CS022' });
  await write((tx) => decideTranslation(tx, second, uid, approve));
  await expect(change("state = 'cancelled'")).rejects.toMatchObject({ code: 'CS021' });
  await expect(
    sql`delete from letter_translation where uid = ${uid}`.execute(house.db),
  ).rejects.toMatchObject({ code: 'CS020' });
});

test('a translation is of an approved version and of no other words', async () => {
  const { letter, version } = await newLetter();
  const insert = (set: string) =>
    sql`
      insert into letter_translation
        (version_id, language, revision, text, hash, how, made_by, reviewed_by, author_id)
      select v.id, 'de', 1, x.text, sha256(convert_to(x.text, 'UTF8')), 'human', 'a', 'b', v.author_id
      from letter_version v, lateral (select ${sql.raw(set)} as text) x
      where v.uid = ${version}`.execute(house.db);
  const json = (hash: string, number = '1', language = 'de') =>
    `format('{"translates":"%s","number":${number},"language":"${language}"}', ${hash})`;
  const right = "encode(v.hash, 'hex')";
  for (const wrong of [json("repeat('0', 64)"), json(right, '2'), json(right, '1', 'fr'), "'{}'"]) {
    await expect(insert(wrong), wrong).rejects.toMatchObject({ code: 'CS023' });
  }
  const same = { letter, version, language: 'en' };
  await expect(
    write((tx) => saveTranslationDraft(tx, author, same, { words: words(), revision: 0 })),
  ).rejects.toEqual(refused('translation-same-language'));
  const next = await write(async (tx) => {
    const text = { ...english(), title: 'Another title' };
    await saveDraft(tx, author, letter, { language: 'en', text, revision: 1 });
    return proposeVersion(tx, author, letter, { language: 'en', change: 'typo', note: 'title' });
  });
  await expect(
    write((tx) =>
      saveTranslationDraft(
        tx,
        author,
        { letter, version: next, language: 'fr' },
        { words: words(), revision: 0 },
      ),
    ),
  ).rejects.toEqual(refused('not-found'));
  await write((tx) => decideVersion(tx, second, next, approve));
});

function english() {
  return {
    ...{ title: 'To those who can act', addressees: ['The ministers of culture'] },
    blocks: [{ kind: 'paragraph' as const, runs: [{ text: 'We ask for help.' }] }],
    ...{ demands: ['Release them.'], initiators: ['A film school'] },
  };
}

test('who made and reviewed it, and why it is built otherwise, must be said', async () => {
  const key = await newLetter();
  const bare = words({ demands: [''] }, { how: '', madeBy: ' ', reviewedBy: '' });
  await expect(proposed(key, bare)).rejects.toMatchObject({
    problems: [
      { code: 'translation-how' },
      { code: 'translation-made-by' },
      { code: 'translation-reviewed-by' },
      { code: 'translation-structure', field: 'departure' },
    ],
  });
  // Refused as a whole, so the draft is kept as it was saved.
  expect(await listTranslationDrafts(house.db, author, key.letter)).toEqual([
    { version: key.version, language: 'fr' },
  ]);
  const uid = await approved(key, words({ demands: [''] }, { departure: 'No demand in French' }));
  const [own] = await listTranslations(house.db, author, key.letter);
  expect(own).toMatchObject({ uid, departure: 'No demand in French' });
  expect(own?.text.demands).toEqual([]);
  const empty = words({ title: '' });
  await expect(proposed(key, empty)).rejects.toEqual(refused('letter-text-empty'));
});

test('two who save at once, propose at once, decide at once: one of them, and the other is told', async () => {
  const key = await newLetter();
  const outcome = (settled: readonly PromiseSettledResult<unknown>[]) =>
    settled
      .map((one) => (one.status === 'fulfilled' ? 'done' : String(one.reason?.code)))
      .toSorted((one, other) => (one < other ? -1 : 1));
  const save = await Promise.allSettled(
    [author, second].map((actor) =>
      write((tx) => saveTranslationDraft(tx, actor, key, { words: words(), revision: 0 })),
    ),
  );
  expect(outcome(save)).toEqual(['done', 'letter-draft-changed']);
  const propose = await Promise.allSettled([
    write((tx) => proposeTranslation(tx, author, key)),
    write((tx) => proposeTranslation(tx, author, key)),
  ]);
  expect(outcome(propose)).toEqual(['done', 'translation-open']);
  const uid = (await listTranslations(house.db, author, key.letter))[0]?.uid ?? '';
  const decide = await Promise.allSettled([
    write((tx) => decideTranslation(tx, second, uid, approve)),
    write((tx) => cancelTranslation(tx, author, uid)),
  ]);
  expect(outcome(decide)).toEqual(['done', 'translation-decided']);
});

test('a corrected translation takes the place of the one before; one that is withdrawn leaves the next edition', async () => {
  const { db } = house;
  const key = await newLetter();
  await approved(key);
  await expect(proposed(key)).rejects.toEqual(refused('letter-text-unchanged'));
  await publishAgain(key.letter);
  // The same words, credited otherwise: somebody may wish not to be named any more.
  const uid = await approved(key, words({}, { madeBy: 'Un collectif' }));
  expect(await translationsWait(db, author, key.letter)).toBe(true);
  const prepared = await prepareLetter(db, author, key.letter);
  expect(prepared.letter?.versions[0]?.translations).toMatchObject([{ madeBy: 'Un collectif' }]);
  await publishAgain(key.letter);
  await write((tx) => withdrawTranslation(tx, author, uid));
  expect((await prepareLetter(db, author, key.letter)).letter?.versions[0]).not.toHaveProperty(
    'translations',
  );
  expect(await translationsWait(db, author, key.letter)).toBe(true);
  expect(await approved(key)).not.toBe(uid);
  expect((await listTranslations(db, author, key.letter))[0]).toMatchObject({ revision: 3 });
});

test('names in translations and their credits are found, and a removal takes them off the pages', async () => {
  const { db } = house;
  const key = await newLetter();
  await approved(key, words({ blocks: ['Aidez Zarrin Quillonova.'] }));
  const texts = documentTexts(await prepareLetter(db, author, key.letter)).map(({ text }) => text);
  for (const said of ['Aidez Zarrin Quillonova.', 'Une traductrice', 'Lou Quillon']) {
    expect(texts).toContain(said);
  }
  await publishAgain(key.letter);
  const decision = await write((tx) =>
    proposeLetterRemoval(
      tx,
      author,
      { ...reasons, kind: 'remove', reasonClass: 'safety', reason: 'r' } as never,
      key.letter,
    ),
  );
  await write((tx) => decideAnything(tx, second, decision, approve));
  expect(await editionOf(db, key.letter)).toBeUndefined();
  const { rows } = await sql<{ document: string }>`
    select document::text from published.edition where subject = ${key.letter}`.execute(db);
  expect(rows.map(({ document }) => document).join('')).not.toContain('Quillonova');
});

test('what a signer was shown is told by the texts themselves', async () => {
  const { db } = house;
  const key = await newLetter();
  const uid = await proposed(key);
  const [version] = await listVersions(db, author, key.letter);
  const [translation] = await listTranslations(db, author, key.letter);
  const [text, hash] = [version?.hash ?? '', translation?.hash ?? ''];
  const shown = (one: string, other: string) =>
    shownLanguages(db, { letter: key.letter, text: one, translation: other });
  expect(await shown(text, '')).toEqual(['en']);
  // Nobody saw it before it was approved.
  await expect(shown(text, hash)).rejects.toEqual(refused('sign-letter-unknown'));
  await write((tx) => decideTranslation(tx, second, uid, approve));
  expect(await shown(text, hash)).toEqual(['en', 'fr']);
  const other = await newLetter();
  for (const [one, two] of [
    [text, text],
    [hash, ''],
    [text, 'x'],
    ['', ''],
  ] as const) {
    await expect(shown(one, two)).rejects.toEqual(refused('sign-letter-unknown'));
  }
  await expect(
    shownLanguages(db, { letter: other.letter, text, translation: hash }),
  ).rejects.toEqual(refused('sign-letter-unknown'));
});

test('a letter that is not for somebody has no translations for them', async () => {
  const key = await newLetter();
  await approved(key);
  const stranger = await addPerson(house.db, 'Noa', []);
  const none = { ...stranger, scopes: [] } as never;
  expect(await listTranslations(house.db, none, key.letter)).toEqual([]);
  await expect(
    write((tx) => saveTranslationDraft(tx, none, key, { words: words(), revision: 1 })),
  ).rejects.toEqual(refused('not-found'));
  const letter = await write((tx) =>
    createLetter(tx, author, { kind: 'collective', name: 'Unwritten' }),
  );
  expect(await listTranslations(house.db, author, letter)).toEqual([]);
});
