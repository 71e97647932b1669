import { afterAll, beforeAll, expect, test } from 'vitest';
import { readZip } from '@countersign/dossier';
import { hashLetterText, readLetterText } from '@countersign/letter';
import { node } from '@countersign/proof/node';
import type { Actor } from '#accounts';
import { loadDecision, type DecisionInput } from '#editions';
import {
  createLetter,
  decideAnything,
  decideVersion,
  prepareLetter,
  proposeLetter,
  proposeLetterRemoval,
  recordTestimonyWord,
  proposeVersion,
  readLetter,
  saveDraft,
  type DraftText,
} from '#letters';
import { asReader, openDatabase, type Database, type Tx } from '#platform/database';
import {
  buildDossier,
  createPageMaker,
  listSubjects,
  publicSubject,
  readEdition,
  readProof,
} from '#publish';
import { readDossierWords } from '../../src/dossier-words.ts';
import { openTestLog, type TestLog } from '../../src/log/log.fixture.ts';
import { publishNewest } from '../../src/log/publish-checkpoint.ts';
import { addPerson } from '../record/fixture.ts';

let log: TestLog;
let reader: Database;
let author: Actor;
let second: Actor;
let documenter: Actor;

beforeAll(async () => {
  log = await openTestLog();
  reader = openDatabase(asReader(log.options), () => {});
  await log.db.insertInto('log_key').values({ verifier_key: log.signer.verifierKey }).execute();
  author = await addPerson(log.db, 'Camille', ['campaigner']);
  second = await addPerson(log.db, 'Yalda', ['campaigner']);
  documenter = await addPerson(log.db, 'Dara', ['documenter']);
});
afterAll(async () => {
  await reader?.close();
  await log?.close();
});

const write = <Value>(work: (tx: Tx) => Promise<Value>) => log.db.transaction().execute(work);
const refused = (code: string) => expect.objectContaining({ code });
const approve = { approve: true, comment: '' };
const reasons: DecisionInput = {
  ...{ kind: 'publish', title: 'T', audience: 'public', basis: 'public-interest' },
  ...{ basisReason: 'r', riskNote: 'r', reviewOn: '2190-01-01' },
};
const words = (paragraph: string): DraftText => ({
  ...{ title: 'To those who can act', addressees: ['The ministers'], initiators: ['A school'] },
  blocks: [{ kind: 'paragraph', runs: [{ text: paragraph }] }],
  demands: ['Release them.'],
});

async function approved(uid: string, paragraph: string, revision: number, more = {}) {
  await write((tx) =>
    saveDraft(tx, author, uid, { language: 'en', text: words(paragraph), revision }),
  );
  const version = await write((tx) => proposeVersion(tx, author, uid, { language: 'en', ...more }));
  await write((tx) => decideVersion(tx, second, version, approve));
}

async function newLetter(kind: 'collective' | 'testimony' = 'collective'): Promise<string> {
  const uid = await write((tx) => createLetter(tx, author, { kind, name: 'A call' }));
  await approved(uid, 'We ask for help.', 0);
  return uid;
}

async function published(uid: string, input: Partial<DecisionInput> = {}): Promise<string> {
  const decision = await write((tx) => proposeLetter(tx, author, { ...reasons, ...input }, uid));
  await write((tx) => decideAnything(tx, second, decision, approve));
  return decision;
}

test('two people publish a letter: a stranger reads it, finds it proven, and carries it away', async () => {
  const uid = await newLetter();
  const decision = await write((tx) => proposeLetter(tx, author, reasons, uid));
  await expect(write((tx) => decideAnything(tx, author, decision, approve))).rejects.toEqual(
    refused('decision-own'),
  );
  await expect(write((tx) => decideAnything(tx, documenter, decision, approve))).rejects.toEqual(
    refused('not-allowed'),
  );
  expect(await publicSubject(reader.db, uid)).toBeUndefined();
  await write((tx) => decideAnything(tx, second, decision, approve));
  expect(await readLetter(log.db, author, uid)).toMatchObject({
    ...{ state: 'published', publicVersion: 1, takenBack: false },
  });

  const subject = await publicSubject(reader.db, uid);
  if (subject?.state !== 'current') return expect.unreachable();
  const { letter } = readEdition(subject.edition, 'fa');
  expect(letter?.form).toBe('collective');
  expect(letter?.versions).toHaveLength(1);
  expect(letter?.versions[0]).toMatchObject({ direction: 'ltr', languageName: 'انگلیسی' });
  expect(letter?.versions[0].text.demands).toEqual(['Release them.']);
  const [version] = subject.edition.letter?.versions ?? [];
  const text = readLetterText(version?.text);
  expect(version?.hash).toBe(Buffer.from(hashLetterText(node, text)).toString('hex'));
  const { subjects } = await listSubjects(reader.db, { kind: 'letter', q: 'those who can act' });
  expect(subjects.map((one) => one.subject)).toEqual([uid]);

  await log.drain();
  await publishNewest(log.db);
  expect(await readProof(reader.db, log.files, uid)).toMatchObject({ number: 1, latest: true });
  const maker = {
    ...{ publisher: 'A record', publicUrl: 'https://record.example' },
    ...{ demonstration: false, singleReviewer: false },
    page: createPageMaker(node, readDossierWords()),
  };
  const dossier = await buildDossier(reader.db, log.files, maker, uid, 'fr');
  if (dossier.state !== 'built') return expect.unreachable();
  const page = readZip(dossier.bytes).find(({ name }) => name.endsWith('index.html'));
  const html = new TextDecoder().decode(page?.bytes);
  expect(html).toContain('We ask for help.');
  expect(html).toContain('Ce qui est demandé');
});

test('a new version is a correction that shows what it changed; the old text stays', async () => {
  const uid = await newLetter();
  await published(uid);
  await approved(uid, 'We ask you for help.', 1, { change: 'factual', note: 'Says whom we ask' });
  expect(await readLetter(log.db, author, uid)).toMatchObject({ version: 2, publicVersion: 1 });
  await published(uid, { kind: 'correct', publicReason: 'Says whom we ask' });
  const subject = await publicSubject(reader.db, uid);
  if (subject?.state !== 'current') return expect.unreachable();
  expect(subject).toMatchObject({ number: 2, correction: 'Says whom we ask' });
  const [latest, first] = readEdition(subject.edition, 'en').letter?.versions ?? [];
  expect(latest).toMatchObject({ change: 'factual', note: 'Says whom we ask' });
  expect(first?.text.blocks).toEqual(words('We ask for help.').blocks);
  const changed = latest?.compared.find(({ change }) => change === 'changed');
  expect(changed?.words.find(({ change }) => change === 'added')?.text).toBe('you ');
  await expect(write((tx) => proposeLetter(tx, author, reasons, uid))).rejects.toEqual(
    refused('decision-empty'),
  );
});

test('a version that was approved meanwhile is not published along unseen', async () => {
  const uid = await newLetter();
  const decision = await write((tx) => proposeLetter(tx, author, reasons, uid));
  await approved(uid, 'We ask you for help.', 1, { change: 'demand', note: 'n' });
  await expect(write((tx) => decideAnything(tx, second, decision, approve))).rejects.toEqual(
    refused('decision-changed'),
  );
});

test('what is taken back leaves a tombstone and is signed no more, until it is meant to return', async () => {
  const uid = await newLetter();
  await published(uid);
  const remove: DecisionInput = { ...reasons, kind: 'remove', reasonClass: 'safety' };
  const decision = await write((tx) => proposeLetterRemoval(tx, author, remove, uid));
  expect(await loadDecision(log.db, author, decision)).toMatchObject({
    removals: [{ subject: uid, kind: 'letter' }],
  });
  await write((tx) => decideAnything(tx, second, decision, approve));
  expect(await publicSubject(reader.db, uid)).toMatchObject({ state: 'removed', kind: 'letter' });
  expect(await readLetter(log.db, author, uid)).toMatchObject({
    ...{ state: 'closed', publicVersion: 0, takenBack: true },
  });
  await expect(published(uid)).rejects.toEqual(refused('decision-taken-back'));
  const again = await write((tx) => proposeLetter(tx, author, reasons, uid, { again: true }));
  await write((tx) => decideAnything(tx, second, again, approve));
  expect(await readLetter(log.db, author, uid)).toMatchObject({
    ...{ state: 'published', publicVersion: 1, takenBack: false },
  });
});

test('nothing is published of what nobody approved; a testimony is never open for signing', async () => {
  const uid = await write((tx) =>
    createLetter(tx, author, { kind: 'testimony', name: 'Her words', language: 'fa' }),
  );
  await expect(prepareLetter(log.db, author, uid)).rejects.toEqual(refused('letter-unapproved'));
  const testimony = await newLetter('testimony');
  expect(await readLetter(log.db, author, testimony)).toMatchObject({
    state: 'approved',
    version: 1,
  });
  await write((tx) =>
    recordTestimonyWord(tx, author, testimony, {
      ...{ step: 'permitted', how: 'in-person', who: 'The author' },
    }),
  );
  await published(testimony);
  const subject = await publicSubject(reader.db, testimony);
  if (subject?.state !== 'current') return expect.unreachable();
  expect(subject.edition.letter?.form).toBe('testimony');
});
