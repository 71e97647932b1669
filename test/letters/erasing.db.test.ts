import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readPlainForm, sentencesOf } from '@countersign/letter';
import type { Actor } from '#accounts';
import {
  addAnchors,
  createLetter,
  decideVersion,
  dropErasedAnchors,
  lettersNaming,
  listAnchors,
  listVersions,
  proposeTranslation,
  proposeVersion,
  saveDraft,
  saveTranslationDraft,
} from '#letters';
import type { Tx } from '#platform/database';
import { decideErasure, namesOf, proposeErasure, type ErasureExtent } from '#record';
import { publishDraft } from './public-letter.ts';
import { addPerson } from '../record/fixture.ts';
import { openPublishing, type Publishing } from '../record/publishing.ts';

let record: Publishing;
let author: Actor;
let second: Actor;

beforeAll(async () => {
  record = await openPublishing();
  author = await addPerson(record.house.db, 'Camille', ['campaigner']);
  second = await addPerson(record.house.db, 'Yalda', ['campaigner']);
});
afterAll(() => record[Symbol.asyncDispose]());

const write = <Value>(work: (tx: Tx) => Promise<Value>) =>
  record.house.db.transaction().execute(work);
const textOf = (body: string) => ({
  ...{ title: 'A call', addressees: [], demands: [], initiators: [] },
  blocks: readPlainForm(body),
});
const newLetter = (name: string) =>
  write((tx) => createLetter(tx, author, { kind: 'collective', name }));

async function draft(letter: string, body: string): Promise<void> {
  const { rows } = await sql<{ revision: number }>`
    select d.revision from letter_draft d join letter l on l.id = d.letter_id
    where l.uid = ${letter}`.execute(record.house.db);
  const revision = rows[0]?.revision ?? 0;
  await write((tx) =>
    saveDraft(tx, author, letter, { language: 'en', text: textOf(body), revision }),
  );
}

async function version(letter: string, body: string, decided: boolean | undefined, more = {}) {
  await draft(letter, body);
  const uid = await write((tx) => proposeVersion(tx, author, letter, { language: 'en', ...more }));
  if (decided === undefined) return uid;
  await write((tx) => decideVersion(tx, second, uid, { approve: decided, comment: 'no' }));
  return uid;
}

/** Somebody with a public page that tells one birthday. */
async function published(name: string) {
  const person = await record.entity('person', { name });
  const [claim = ''] = await record.accepted([record.claim(person, 'birthDate', '1990-01-01')]);
  await record.publish({ subjects: [person] });
  return { person, claim };
}

async function anchor(letter: string, uid: string, of: { person: string; claim: string }) {
  const found = (await listVersions(record.house.db, author, letter)).find(
    (one) => one.uid === uid,
  );
  const [stretch = expect.fail()] = found === undefined ? [] : sentencesOf(found.text);
  const { block, start, end } = stretch;
  const claims = [of.claim];
  await write((tx) =>
    addAnchors(tx, author, uid, { block, start, end, subject: of.person, claims }),
  );
}
const anchored = async (letter: string) =>
  (await listAnchors(record.house.db, author, letter)).map(({ subject }) => subject);

async function erase(subject: string, extent: ErasureExtent): Promise<void> {
  const { documenter } = record.house;
  await record.takeBack(subject);
  const uid = await write((tx) =>
    proposeErasure(tx, documenter, { subject, extent, reasonClass: 'erasure', reason: 'asked' }),
  );
  await write((tx) => decideErasure(tx, record.reviewer, uid, { approve: true }));
}

test('who erases is shown each unpublished text that holds a name, in any spelling', async () => {
  const { db } = record.house;
  const { person } = await published('Mina Karīmī');
  const names = await namesOf(db, author, person);
  const found = async (actor = author) =>
    (await lettersNaming(db, actor, names)).map(({ kind, state, whole, language }) =>
      [kind, state, whole ? 'whole' : 'part', language].filter((one) => one !== '').join(' '),
    );
  expect(await found()).toEqual([]);
  // Emphasis in the middle of a name parts it for nobody.
  const drafted = await newLetter('For somebody');
  await draft(drafted, 'We ask for *MINA* Karimi’s release.');
  expect(await found()).toEqual(['draft whole en']);
  await draft(drafted, 'We ask for her release. The Karimis ask too.');
  expect(await found()).toEqual(['draft part en']);
  await draft(drafted, 'The Karimis ask.\n\nMina Karimi is not heard.');
  expect(await found()).toEqual(['draft whole en']);
  await draft(drafted, 'We ask for her release.');
  expect(await found()).toEqual([]);

  await version(drafted, 'Free Mina Karimi.', false);
  expect(await found()).toEqual(['draft whole en', 'version refused whole en']);
  const approved = await version(drafted, 'Free Mina Karimi now.', true);
  await draft(drafted, 'Free her.');
  expect(await found()).toEqual(['version refused whole en', 'version approved whole en']);
  const key = { letter: drafted, version: approved, language: 'fr' };
  const words = {
    ...{ how: 'human' as const, madeBy: 'm', reviewedBy: 'r', departure: '' },
    pieces: {
      ...{ title: 'Un appel', addressees: [], demands: [], initiators: [] },
      blocks: ['Libérez Mina Karimi.'],
    },
  };
  await write(async (tx) => {
    await saveTranslationDraft(tx, author, key, { words, revision: 0 });
    await proposeTranslation(tx, author, key);
  });
  expect(await found()).toContain('translation-draft whole fr');
  expect(await found()).toContain('translation proposed whole fr');
  const [first] = await lettersNaming(db, author, names);
  expect(first).toMatchObject({ letter: drafted, name: 'For somebody' });
  expect(first?.parts.map(({ text }) => text)).toEqual(['Libérez ', 'Mina Karimi', '.']);

  // What readers see is found on their page; nobody of another house, or without the right, is told.
  await write((tx) => publishDraft(tx, author, second, drafted));
  expect(await found()).not.toContain('version approved whole en');
  expect(await found()).toContain('version refused whole en');
  expect(await found(record.house.partner)).toEqual([]);
  const caseworker = await addPerson(db, 'Casey', ['caseworker']);
  expect(await found(caseworker)).toEqual([]);
  await newLetter('For Mina Karimi');
  expect(await found()).toContain('name whole');
});

test.each(['published', 'record'] as const)(
  'erasing %s takes what rested on them off every version, and nothing else',
  async (extent) => {
    const [gone, stays] = [await published('Sara Zq'), await published('Nader Zq')];
    const letter = await newLetter('A call');
    const first = await version(letter, 'She was 26. We ask.', true);
    await anchor(letter, first, gone);
    await anchor(letter, first, stays);
    const more = { change: 'factual', note: 'n' };
    await version(letter, 'She was 26. We ask again.', undefined, more);
    expect((await anchored(letter)).toSorted()).toEqual(
      [gone.person, gone.person, stays.person, stays.person].toSorted(),
    );
    await erase(gone.person, extent);
    expect(await anchored(letter)).toEqual([stays.person, stays.person]);
  },
);

test('a database restored from before is told again; what was tied since stays', async () => {
  const { db } = record.house;
  const gone = await published('Omid Zq');
  const letter = await newLetter('A call');
  const uid = await version(letter, 'He was 26. We ask.', true);
  await anchor(letter, uid, gone);
  const { rows } = await sql`select * from letter_anchor where subject = ${gone.person}`.execute(
    db,
  );
  await erase(gone.person, 'published');
  expect(await anchored(letter)).toEqual([]);
  const bringBack = () =>
    sql`insert into letter_anchor overriding system value
      select * from jsonb_populate_recordset(null::letter_anchor, ${JSON.stringify(rows)}::jsonb)`.execute(
      db,
    );
  await bringBack();
  await write(dropErasedAnchors);
  expect(await anchored(letter)).toEqual([]);
  await bringBack();
  await sql`update letter_anchor set created_at = now() + interval '1 hour'
    where subject = ${gone.person}`.execute(db);
  await write(dropErasedAnchors);
  expect(await anchored(letter)).toEqual([gone.person]);
});

test('what is told beside the text is shown too: of signing and deliveries, in mails, in quotes', async () => {
  const { db } = record.house;
  const letter = await newLetter('A call');
  const { rows } = await sql<{ id: string; person: string }>`
    select l.id, a.id as person from letter l, account a
    where l.uid = ${letter} and a.uid = ${author.uid}`.execute(db);
  const [{ id, person } = expect.unreachable()] = rows;
  const found = async () =>
    (await lettersNaming(db, author, ['Reza Zamani Zq']))
      .filter((one) => one.letter === letter)
      .map(({ kind, state, language }) => [kind, state, language].filter(Boolean).join(' '));
  await sql`insert into letter_signing (letter_id, secret, state, message, opened_by)
    values (${id}, 's', 'paused', 'Wait for Reza Zamani Zq.', ${person})`.execute(db);
  await sql`insert into letter_delivery (letter_id, addressee, delivered_on, how, by_whom, signed, author_id)
    values (${id}, 'The court', '2026-01-01', 'mail', 'Reza Zamani Zq', '{}', ${person})`.execute(
    db,
  );
  await sql`insert into letter_update (letter_id, kind, texts, hours, author_id)
    values (${id}, 'news', '{"en":{"subject":"News","body":"Reza Zamani Zq is free."}}', 1, ${person})`.execute(
    db,
  );
  await version(letter, 'We ask.', true);
  await sql`
    with signed as (
      insert into letter_signature (letter_id, version_id, mailbox, form, link, appearance, verification, state,
        via, languages, person, confirmed_at)
      select letter_id, id, sha256('m'), sha256('f'), sha256('l'), 'named', 'mailbox', 'confirmed', 'smtp', '{en}',
        'sealed', now()
      from letter_version where letter_id = ${id} returning id, letter_id
    ), wording as (
      insert into consent_wording (purpose, language, words) values ('quote', 'en', 'Quote me.') returning id
    )
    insert into signature_quote (signature_id, letter_id, words, language, wording_id)
    select s.id, s.letter_id, 'For Reza Zamani Zq.', 'en', w.id from signed s, wording w`.execute(
    db,
  );
  expect(await found()).toEqual(['signing', 'delivery', 'update proposed']);
  await sql`
    with shown as (
      insert into signature_shown (signature_id, letter_id, name, folded, confirmed_at)
      select id, letter_id, 'N', 'n', now() from letter_signature where letter_id = ${id} returning line
    )
    update signature_quote q set line = s.line, chosen_at = now() from shown s where q.letter_id = ${id}`.execute(
    db,
  );
  expect(await found()).toEqual(['signing', 'delivery', 'update proposed', 'quote en']);
});
