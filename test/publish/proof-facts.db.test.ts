import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#accounts';
import { readCountersigned } from '#log';
import { asReader, openDatabase, type Database } from '#platform/database';
import { proofOf, readProof } from '#publish';
import { openTestLog, type TestLog } from '../../src/log/log.fixture.ts';
import { publishNewest } from '../../src/log/publish-checkpoint.ts';
import { readLogPage } from '../../src/web/public/log/log-reading.ts';
import { readProofPage } from '../../src/web/public/log/proof-reading.ts';
import { addPerson } from '../record/fixture.ts';
import { publish, publishSample, takeBack } from './publish-sample.ts';
import { assistant, director, directorDocument, names, takenBack } from './sample-people.ts';

let log: TestLog;
let reader: Database;
let people: readonly [Actor, Actor];

beforeAll(async () => {
  log = await openTestLog();
  reader = openDatabase(asReader(log.options), () => {});
  people = [
    await addPerson(log.db, 'Dara', ['documenter']),
    await addPerson(log.db, 'Rana', ['reviewer', 'documenter']),
  ];
  await publishSample(log.db, people);
});

afterAll(async () => {
  await reader?.close();
  await log?.close();
});

async function bringForward(): Promise<void> {
  await log.db
    .insertInto('log_key')
    .values({ verifier_key: log.signer.verifierKey })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await log.drain();
  await publishNewest(log.db);
}

const page = (subject: string) =>
  readProofPage(
    { readerDb: reader.db, log: { files: log.files, countersignerKey: '' } },
    subject,
    'en',
  );

test('before there is a checkpoint the page says that it waits, and proves nothing', async () => {
  expect(await readCountersigned(reader.db)).toBeUndefined();
  const reading = await page(director);
  expect(reading).toMatchObject({ state: 'waiting', by: [], published: undefined });
  expect(reading).not.toHaveProperty('proven');
  expect(await readLogPage(reader.db, 'en')).toMatchObject({ by: [], missing: [], quorum: 0 });
});

test('what is published is proven, what was taken back too, and nothing else', async () => {
  await bringForward();
  expect(await page(director)).toMatchObject({
    state: 'proven',
    title: { number: 2 },
    proven: { number: 2, isRemoval: false, entry: { kind: 'edition-corrected' } },
  });
  const removal = await page(takenBack);
  expect(removal).toMatchObject({
    state: 'proven',
    title: undefined,
    proven: { number: 1, isRemoval: true, entry: { kind: 'edition-removed' } },
  });
  // It was of the director, under an address of its own.
  for (const name of Object.values(names.director)) {
    expect(JSON.stringify(removal)).not.toContain(name);
  }
  for (const nothing of [randomUUID(), 'x', "'; drop table claim; --"]) {
    expect(await page(nothing)).toBeUndefined();
  }
});

test('a correction is not called proven before a checkpoint covers it', async () => {
  const document = directorDocument();
  await publish(log.db, people, [document], { kind: 'correct', publicReason: 'A day was wrong.' });
  expect(await page(director)).toMatchObject({
    state: 'behind',
    title: { number: 3 },
    proven: { number: 2 },
  });
  await bringForward();
  expect(await page(director)).toMatchObject({ state: 'proven', proven: { number: 3 } });
});

test('what is taken back waits, and is not called a fault, until a checkpoint covers the removal', async () => {
  const gone = randomUUID();
  await publish(log.db, people, [{ ...directorDocument(), subject: gone }]);
  await bringForward();
  expect(await page(gone)).toMatchObject({ state: 'proven' });
  await takeBack(log.db, people, gone, 'person');
  const waiting = await page(gone);
  expect(waiting).toMatchObject({ state: 'waiting', title: undefined });
  expect(waiting).not.toHaveProperty('proven');
  expect(await proofOf(reader.db, log.files, gone)).toBeUndefined();
  await bringForward();
  expect(await page(gone)).toMatchObject({ state: 'proven', proven: { isRemoval: true } });
});

test('a document that somebody changed is not told as proven', async () => {
  await sql`alter table published.edition disable trigger user`.execute(log.db);
  await sql`update published.edition set document = jsonb_set(document, '{subject-note}', '"x"')
    where subject = ${assistant}`.execute(log.db);
  expect(await readProof(reader.db, log.files, assistant)).toBe('refused');
  expect(await page(assistant)).toMatchObject({ state: 'refused' });
  expect(await page(assistant)).not.toHaveProperty('proven');
});
