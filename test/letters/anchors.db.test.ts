import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readPlainForm, sentencesOf, type Stretch } from '@countersign/letter';
import type { PageContents } from '@countersign/dossier';
import type { JsonValue } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import type { Actor } from '#accounts';
import {
  addAnchors,
  bareFigures,
  createLetter,
  decideAnything,
  decideVersion,
  dropAnchor,
  listAnchors,
  listVersions,
  prepareLetter,
  proposeLetter,
  proposeVersion,
  saveDraft,
} from '#letters';
import type { Tx } from '#platform/database';
import { createPageMaker, publicSubject, readEdition, readLetterNotes } from '#publish';
import { readDossierWords } from '../../src/dossier-words.ts';
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
const refused = (code: string) => expect.objectContaining({ code });
const approve = { approve: true, comment: '' };

async function approved(uid: string, body: string, revision: number, more = {}): Promise<string> {
  const text = {
    ...{ title: 'A call', addressees: [], demands: [], initiators: [] },
    blocks: readPlainForm(body),
  };
  await write((tx) => saveDraft(tx, author, uid, { language: 'en', text, revision }));
  const version = await write((tx) => proposeVersion(tx, author, uid, { language: 'en', ...more }));
  await write((tx) => decideVersion(tx, second, version, approve));
  return version;
}

async function newLetter(body: string) {
  const uid = await write((tx) => createLetter(tx, author, { kind: 'collective', name: 'A call' }));
  return { uid, version: await approved(uid, body, 0) };
}

async function publishLetter(uid: string): Promise<void> {
  const decision = await write((tx) =>
    proposeLetter(
      tx,
      author,
      {
        ...{ kind: 'publish', title: 'T', audience: 'public', basis: 'public-interest' },
        ...{ basisReason: 'r', riskNote: 'r', reviewOn: '2190-01-01' },
      },
      uid,
    ),
  );
  await write((tx) => decideAnything(tx, second, decision, approve));
}

/** A person whose page tells one birthday, and the claim that tells it. */
async function published() {
  const person = await record.entity('person', { name: 'Sara' });
  const [claim = ''] = await record.accepted([record.claim(person, 'birthDate', '1990-01-01')]);
  await record.publish({ subjects: [person] });
  return { person, claim };
}

async function sentence(uid: string, at: number): Promise<Stretch> {
  const [version] = await listVersions(record.house.db, author, uid);
  const found = version && sentencesOf(version.text)[at];
  if (found === undefined) throw new Error('expected a sentence');
  const { block, start, end } = found;
  return { block, start, end };
}

/** A public letter whose first sentence rests on a person's birthday. */
async function restingLetter() {
  const { person, claim } = await published();
  const { uid, version } = await newLetter('She was 26. We ask.');
  const stretch = await sentence(uid, 0);
  await write((tx) =>
    addAnchors(tx, author, version, { ...stretch, subject: person, claims: [claim] }),
  );
  await publishLetter(uid);
  return { uid, person, claim };
}

test('only what readers see can be rested on, and only words that are there', async () => {
  const { person, claim } = await published();
  const [hidden = ''] = await record.accepted([record.claim(person, 'birthDate', '1991-01-01')]);
  const { uid, version } = await newLetter('She was 26. We ask.');
  const stretch = await sentence(uid, 0);
  const add = (more: object) =>
    write((tx) =>
      addAnchors(tx, author, version, { ...stretch, subject: person, claims: [claim], ...more }),
    );
  await expect(add({ claims: [] })).rejects.toEqual(refused('letter-anchor-missing'));
  await expect(add({ claims: [hidden] })).rejects.toEqual(refused('letter-anchor-private'));
  await expect(add({ subject: uid })).rejects.toEqual(refused('letter-anchor-private'));
  await expect(add({ end: 5_000 })).rejects.toEqual(refused('not-found'));
  const partner = record.house.partner;
  await expect(
    write((tx) =>
      addAnchors(tx, partner, version, { ...stretch, subject: person, claims: [claim] }),
    ),
  ).rejects.toEqual(refused('not-found'));

  const [{ text } = expect.unreachable()] = await listVersions(record.house.db, author, uid);
  expect(bareFigures(text, [])).toEqual(['She was 26.']);
  await add({});
  await add({});
  const anchors = await listAnchors(record.house.db, author, uid);
  expect(anchors).toMatchObject([{ words: 'She was 26.', subject: person, claim }]);
  expect(bareFigures(text, anchors)).toEqual([]);
  await write((tx) => dropAnchor(tx, author, anchors[0]?.uid ?? ''));
  expect(await listAnchors(record.house.db, author, uid)).toEqual([]);
});

test('readers are told what a sentence rests on, and what became of it', async () => {
  const { db } = record.house;
  const { uid, person, claim } = await restingLetter();
  const notes = async () => {
    const subject = await publicSubject(db, uid);
    if (subject?.state !== 'current') return expect.unreachable();
    const { letter } = readEdition(subject.edition, 'en');
    return readLetterNotes(db, letter?.versions[0].anchors ?? [], 'en');
  };
  expect(await notes()).toMatchObject([
    {
      ...{ number: 1, words: 'She was 26.' },
      claims: [
        {
          ...{ state: 'stands', name: { text: 'Sara' } },
          told: { label: 'Date of birth', value: { uid: claim } },
        },
      ],
    },
  ]);
  await record.withdraw([claim]);
  await record.correct({ subjects: [person] });
  expect((await notes())[0]?.claims).toMatchObject([{ state: 'gone', name: { text: 'Sara' } }]);
  // A letter never holds up that somebody is taken back, and names nobody after it.
  await record.takeBack(person);
  expect((await notes())[0]?.claims).toEqual([{ uid: claim, state: 'removed' }]);
});

test('the page of a dossier names what a sentence rests on, and leads there; of what is not in it stands its id', async () => {
  const { db } = record.house;
  const { uid, person } = await restingLetter();
  const editionOf = async (subject: string) => {
    const { rows } = await sql<{ document: JsonValue }>`
      select e.document from published.subject s join published.edition e on e.uid = s.edition
      where s.subject = ${subject}`.execute(db);
    const [{ document } = expect.unreachable()] = rows;
    return { document, number: 1, hash: 'ab'.repeat(32) };
  };
  const page = (...editions: PageContents['editions']) =>
    createPageMaker(node, readDossierWords()).render({
      head: {
        ...{ kind: 'letter', subject: uid, lang: 'fr', demonstration: false },
        ...{ singleReviewer: false, publisher: 'R', address: 'https://record.example/fr' },
        generator: { name: 'countersign', version: '0.1.0', page: '1' },
      },
      editions,
    });
  const letter = await editionOf(uid);
  expect(page(letter, await editionOf(person))).toMatch(
    new RegExp(`She was 26\\.</bdi> · <a href="#subject-${person}"><bdi[^>]*>Sara</bdi></a>`, 'u'),
  );
  expect(page(letter)).toMatch(new RegExp(`She was 26\\.</bdi> · <bdi[^>]*>${person}</bdi>`, 'u'));
});

test('the next version rests on the same where its words are the same', async () => {
  const { person, claim } = await published();
  const { uid, version } = await newLetter('She was 26. He was 30. We ask.');
  for (const at of [0, 1]) {
    const stretch = await sentence(uid, at);
    await write((tx) =>
      addAnchors(tx, author, version, { ...stretch, subject: person, claims: [claim] }),
    );
  }
  const change = { change: 'factual', note: 'His age' };
  const next = await approved(uid, 'We know this: She was 26. He was 31. We ask.', 1, change);
  const anchors = await listAnchors(record.house.db, author, uid);
  const carried = anchors.filter((anchor) => anchor.version === next);
  expect(carried).toMatchObject([{ words: 'She was 26.', block: 0, start: 14, end: 25 }]);
  const { letter } = await prepareLetter(record.house.db, author, uid);
  expect(letter?.versions.map((one) => one.anchors?.length)).toEqual([2, 1]);
});
