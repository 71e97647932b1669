import { rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { proveEdition, type TreeFiles } from '#log';
import { openTestLog, type TestLog } from '../../log/log.fixture.ts';
import { publishNewest } from '../../log/publish-checkpoint.ts';
import { openTreeFolder } from '../../log/tree/tree-files.ts';
import { logRoutes } from './log-routes.ts';

// A second server on the database of another, which leads the log and writes its files to its own folder.

let log: TestLog;
let subject: string;

beforeAll(async () => {
  log = await openTestLog();
  await log.db.insertInto('log_key').values({ verifier_key: log.signer.verifierKey }).execute();
  [subject = ''] = await log.queue(3);
  await log.drain();
  await publishNewest(log.db);
}, 60_000);

afterAll(() => log.close());

const statusOf = async (files: TreeFiles, address: string) => {
  const parts = { readerDb: log.db, files, publicUrl: 'https://log.example' };
  const routes = logRoutes({ ...parts, demonstration: () => false });
  const answer = await routes.request(address);
  return {
    status: answer.status,
    cache: answer.headers.get('Cache-Control'),
    words: await answer.text(),
  };
};

const addresses = () => [
  '/log/tile/0/000.p/4',
  '/log/tile/entries/000.p/4',
  `/log/proof/${subject}`,
];

test('who leads has every file', async () => {
  for (const address of addresses()) {
    expect(await statusOf(log.files, address)).toMatchObject({ status: 200 });
  }
  expect(await proveEdition(log.db, log.files, subject)).toBeDefined();
});

test('who does not says that it is another who has them, and nothing keeps that answer', async () => {
  const other = openTreeFolder(path.join(log.folder, 'other'));
  for (const address of addresses()) {
    expect(await statusOf(other, address)).toMatchObject({
      status: 503,
      cache: 'no-store',
      words: expect.stringContaining('another server') as string,
    });
  }
  // What no log could have is absent everywhere.
  expect(await statusOf(other, '/log/tile/x/000')).toMatchObject({ status: 404 });
});

test('what who leads has lost is told as lost', async () => {
  expect(await statusOf(log.files, '/log/tile/0/001')).toMatchObject({ status: 404 });
  await rm(path.join(log.tree, 'tile/0'), { recursive: true });
  expect(await statusOf(log.files, '/log/tile/0/000.p/4')).toMatchObject({ status: 404 });
});
