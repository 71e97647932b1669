import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#accounts';
import { readDossierWords } from '../../dossier-words.ts';
import { readZip, verifyDossier } from '@countersign/dossier';
import { parsePolicy } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { logPolicy, readLogFacts } from '#log';
import { asReader, openDatabase, type Database } from '#platform/database';
import { publishNewest } from '../../log/publish-checkpoint.ts';
import { openTestLog, type TestLog } from '../../log/log.fixture.ts';
import { publish, publishSample, takeBack } from '../../../test/publish/publish-sample.ts';
import { addPerson } from '../../../test/record/fixture.ts';
import {
  assistant,
  court,
  director,
  directorDocument,
  film,
  takenBack,
  uprising,
} from '../../../test/publish/sample-people.ts';
import { eveningPaper } from '../../../test/publish/sample-sources.ts';
import { buildDossier, provenDocument, type DossierMaker } from './build-dossier.ts';
import { createPageMaker } from './page/page-maker.ts';

let log: TestLog;
let reader: Database;
let people: readonly [Actor, Actor];
const page = createPageMaker(node, readDossierWords());
const maker: DossierMaker = {
  ...{ publisher: 'A record', publicUrl: 'https://record.example', page },
  ...{ demonstration: false, singleReviewer: false },
};

const build = (subject: string, locale: 'en' | 'fr' | 'fa' = 'en') =>
  buildDossier(reader.db, log.files, maker, subject, locale);

async function built(subject: string, locale: 'en' | 'fr' | 'fa' = 'en'): Promise<Uint8Array> {
  const dossier = await build(subject, locale);
  if (dossier.state !== 'built') throw new Error(dossier.state);
  return dossier.bytes;
}

async function settle(): Promise<void> {
  await log.drain();
  await publishNewest(log.db);
}

async function policy() {
  const text = logPolicy(await readLogFacts(log.db), 'https://record.example/log/') ?? '';
  return parsePolicy(node, Buffer.from(text));
}

beforeAll(async () => {
  log = await openTestLog();
  reader = openDatabase(asReader(log.options), () => {});
  await log.db.insertInto('log_key').values({ verifier_key: log.signer.verifierKey }).execute();
  people = [
    await addPerson(log.db, 'Dara', ['documenter']),
    await addPerson(log.db, 'Rana', ['reviewer', 'documenter']),
  ];
  await publishSample(log.db, people);
}, 60_000);

afterAll(async () => {
  await reader?.close();
  await log?.close();
});

test('before the log has it, there is no dossier', async () => {
  expect(await build(director)).toEqual({ state: 'not-yet' });
  await settle();
});

test.each(['en', 'fr', 'fa'] as const)(
  'the dossier of a person is proven, with what it mentions, in %s',
  async (locale) => {
    const bytes = await built(director, locale);
    const verdict = await verifyDossier(node, { bytes, policy: await policy(), page });
    expect(verdict).toMatchObject({ outcome: 'proven', page: 'same', subject: director });
    if (verdict.outcome === 'refused') return;
    expect(verdict.editions[0]).toMatchObject({ number: 2, latest: true, kind: 'person' });
    const subjects = verdict.editions.map(({ subject }) => subject);
    expect(subjects).toEqual(expect.arrayContaining([court, eveningPaper.uid]));
    expect(subjects).not.toContain(takenBack);
  },
);

test('the same published state gives the same bytes', async () => {
  expect(await built(director)).toEqual(await built(director));
  expect(await built(director)).not.toEqual(await built(director, 'fa'));
});

test('every published subject has one', async () => {
  for (const subject of [assistant, film, uprising, eveningPaper.uid]) {
    const bytes = await built(subject);
    const verdict = await verifyDossier(node, { bytes, policy: await policy(), page });
    expect(verdict).toMatchObject({ outcome: 'proven', page: 'same', subject });
  }
});

test('its page carries the words, and no verdict, script or picture', async () => {
  const html = readZip(await built(director)).find(({ name }) => name === 'index.html');
  const text = Buffer.from(html?.bytes ?? []).toString('utf8');
  const document = directorDocument();
  for (const { quote } of document.passages) {
    if (quote !== undefined) {
      expect(text).toContain(quote.replaceAll("'", '&#39;').replaceAll('"', '&quot;'));
    }
  }
  expect(text).not.toMatch(/<script|<img|<link|https?:\/\/(?!record\.example)[^"<\s]*\.(?:js|css)/);
});

test('what was taken back or never was has none', async () => {
  expect(await build(takenBack)).toEqual({ state: 'removed' });
  for (const uid of [
    '',
    'x',
    "'; drop table decision; --",
    '00000000-0000-4000-8000-00000000dead',
  ]) {
    expect(await build(uid)).toEqual({ state: 'absent' });
    expect(await provenDocument(reader.db, log.files, uid)).toBeUndefined();
  }
});

test('an edition that the log has not yet leaves the dossier at the one it has', async () => {
  const before = await built(director);
  await publish(log.db, people, [{ ...directorDocument(), names: { en: 'Another name' } }]);
  expect(await built(director)).toEqual(before);
  await settle();
  const verdict = await verifyDossier(node, {
    bytes: await built(director),
    policy: await policy(),
  });
  expect(verdict.outcome !== 'refused' && verdict.editions[0]).toMatchObject({ number: 3 });
});

test('what was taken back a moment ago has none, whatever the log says yet', async () => {
  const fleeting = '0f0f0f0f-64d5-4c4e-9a53-0f6f5f0c8f3b';
  await publish(log.db, people, [{ ...directorDocument(), subject: fleeting }]);
  await settle();
  expect(await build(fleeting)).toMatchObject({ state: 'built' });
  await takeBack(log.db, people, fleeting, 'person');
  expect(await build(fleeting)).toEqual({ state: 'removed' });
  expect(await provenDocument(reader.db, log.files, fleeting)).toBeUndefined();
});
