import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { generateKeyText, parseKeyText } from '@countersign/countersigner/node';
import {
  formatCheckpoint,
  formatNote,
  formatVkey,
  registerRoot,
  signatureTypes,
  signNote,
} from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { destroyOpenings, enqueueEntries, readCheckpoint } from '#log';
import { editionOf, openTestLog, tamper, type TestLog } from '../log/log.fixture.ts';
import { publishNewest } from '../log/publish-checkpoint.ts';
import { readBucketHashes } from '../log/sequencer/register-tables.ts';
import { logRoutes } from '../web/log/log-routes.ts';
import { countersign } from '../../test/process/countersign.ts';
import type { Finding } from './finding.ts';
import { followLog, type FollowOptions } from './follow-log.ts';

const one = '0a5f6c1e-64d5-4c4e-9a53-0f6f5f0c8f3b';
const two = '0a6f6c1e-64d5-4c4e-9a53-0f6f5f0c8f3b';

type Answer = (response: ServerResponse) => unknown;

let log: TestLog;
let other: TestLog;
/** The one that is served. */
let shown: TestLog;
let home: string;
let address: string;
/** Answers of a server that lies, by the beginning of the path. */
const lies = new Map<string, Answer>();
const asked: string[] = [];
const server = createServer();

beforeAll(async () => {
  [log, other] = [await openTestLog(), await openTestLog()];
  home = await mkdtemp(join(tmpdir(), 'countersign-monitor-'));
  shown = log;
  await log.db.insertInto('log_key').values({ verifier_key: log.signer.verifierKey }).execute();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const routesOf = ({ db, files }: TestLog) => {
    const parts = { readerDb: db, files, publicUrl: address, demonstration: () => false };
    return getRequestListener(logRoutes(parts).fetch);
  };
  server.on('request', (request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    const lie = [...lies].find(([begin]) => path.startsWith(begin));
    if (lie === undefined) void routesOf(shown)(request, response);
    else lie[1](response);
  });
  await log.queue(300);
  await publish(log, editionOf(one, 1), editionOf(two, 1));
  await other.queue(700);
  await publish(other);
}, 60_000);

afterEach(() => lies.clear());

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await Promise.all([log.close(), other.close()]);
  await rm(home, { recursive: true, force: true });
});

async function publish(
  to: TestLog,
  ...entries: Parameters<typeof enqueueEntries>[1]
): Promise<void> {
  await to.db.transaction().execute((tx) => enqueueEntries(tx, entries));
  await to.drain();
  await publishNewest(to.db);
}

let folders = 0;
const newFolder = () => join(home, `state-${(folders += 1)}`);

async function follow(folder: string, more: Partial<FollowOptions> = {}) {
  const findings: Finding[] = [];
  asked.length = 0;
  const outcome = await followLog({
    ...{ address, folder, answerMs: 5000, runMs: 60_000 },
    tell: (finding) => findings.push(finding),
    ...more,
  });
  return { outcome, findings, alarms: findings.filter(({ alarm }) => alarm) };
}

const codes = (findings: readonly Finding[]) => findings.map(({ code }) => code);
const served = (bytes: string | Uint8Array) => (response: ServerResponse) => response.end(bytes);

function keyOf(text: string) {
  const pair = parseKeyText(text);
  if (pair === undefined) throw new Error('no key');
  return pair;
}

/** A checkpoint by the log's own key. */
async function signed(size: bigint, root: Uint8Array): Promise<Uint8Array> {
  const pair = keyOf((await readFile(join(log.keys, 'log.key'), 'utf8')).trim());
  const text = formatCheckpoint({ origin: pair.key.name, size, root });
  const signature = signNote(pair.key, text, (message) => pair.sign(message));
  return Buffer.from(formatNote({ text, signatures: [signature] }));
}

test('what was read before is looked at again, and an altered bundle until it is whole', async () => {
  const folder = newFolder();
  expect((await follow(folder)).alarms).toEqual([]);
  lies.set('/log/tile/entries/000', served('nonsense'));
  const altered = await follow(folder);
  expect(codes(altered.alarms)).toEqual(['bundle-altered']);
  expect(codes((await follow(folder)).alarms)).toEqual(['bundle-altered']);
  lies.clear();
  expect((await follow(folder)).alarms).toEqual([]);
});

test('a log is followed, and only what is new is read', async () => {
  const folder = newFolder();
  const first = await follow(folder);
  expect(first.alarms).toEqual([]);
  expect(first.outcome).toMatchObject({ before: undefined, trust: 'first', unread: 0n });
  expect(codes(first.findings).filter((code) => code === 'published')).toHaveLength(302);
  const again = await follow(folder);
  expect(again.findings).toEqual([]);
  expect(again.outcome.trust).toBe('kept');
  // But for the sample that is looked at again: of one full bundle, that one.
  expect(asked.filter((path) => /opening|entries/.test(path))).toEqual(['/log/tile/entries/000']);

  await publish(log, editionOf(one, 2), {
    kind: 'edition-removed',
    fields: { subject: two, number: 1, 'reason-class': 'safety' },
  });
  const later = await follow(folder);
  expect(later.findings).toMatchObject([
    { alarm: false, code: 'corrected', subject: one, number: 2 },
    { alarm: false, code: 'removed', subject: two, number: 1 },
  ]);
  expect(asked.filter((path) => path.includes('opening'))).toHaveLength(3);
});

test('a run that is cut off is gone on with', async () => {
  const folder = newFolder();
  lies.set('/log/register/', (response) => response.destroy());
  await expect(follow(folder)).rejects.toMatchObject({ code: 'no-answer' });
  lies.clear();
  const { findings } = await follow(folder);
  expect(findings).toEqual([]);
  expect(asked.some((path) => path.includes('opening'))).toBe(false);
});

test('two trees of one size, or one that does not go on from the other, are a fork', async () => {
  const folder = newFolder();
  await follow(folder);
  const before = await readFile(join(folder, 'state'), 'utf8');
  const { size } = await log.checkpoint();
  lies.set('/log/checkpoint', served(await signed(size, Buffer.alloc(32, 1))));
  const same = await follow(folder);
  expect(codes(same.alarms)).toEqual(['fork']);
  expect(await readdir(join(folder, 'evidence'))).toHaveLength(2);

  const longer = await other.checkpoint();
  lies.set('/log/checkpoint', served(await signed(longer.size, longer.root)));
  lies.set('/log/tile/', served(''));
  expect(codes((await follow(folder)).alarms)).toEqual(['tile-altered']);
  lies.delete('/log/tile/');
  for (const path of await readdir(other.tree, { recursive: true })) {
    const bytes = await readFile(join(other.tree, path)).catch(() => undefined);
    if (bytes !== undefined) lies.set(`/log/${path}`, served(bytes));
  }
  expect(codes((await follow(folder)).alarms)).toEqual(['fork']);
  // What was kept is still the tree that was seen first.
  expect(await readFile(join(folder, 'state'), 'utf8')).toBe(before);
});

test('a checkpoint that went back, or that another signed, is an alarm', async () => {
  const folder = newFolder();
  await follow(folder);
  lies.set('/log/checkpoint', served(await signed(1n, Buffer.alloc(32, 1))));
  expect(codes((await follow(folder)).alarms)).toEqual(['rolled-back']);
  lies.set('/log/checkpoint', served((await readCheckpoint(log.db))?.note.replace('=', 'A') ?? ''));
  expect(codes((await follow(folder)).alarms)).toEqual(['checkpoint-refused']);
  lies.set('/log/checkpoint', served('<html>'));
  expect(codes((await follow(folder)).alarms)).toEqual(['checkpoint-refused']);
});

test.each([
  ['/log/tile/entries/', 'bundle-altered'],
  ['/log/tile/0/', 'tile-altered'],
  ['/log/register/bucket/', 'bucket-altered'],
  ['/log/register/', 'bucket-altered'],
])('an altered answer under %s is %s, and mended later', async (path, code) => {
  const folder = newFolder();
  lies.set(path, served('altered'));
  expect(codes((await follow(folder)).alarms)).toEqual([code]);
  lies.set(path, (response) => response.writeHead(404).end());
  expect(codes((await follow(folder)).alarms)).toEqual(['missing']);
  lies.clear();
  expect((await follow(folder)).alarms).toEqual([]);
});

test('an altered opening is an alarm; one that is gone is counted', async () => {
  const entry = await log.db
    .selectFrom('log_entry')
    .select('entry')
    .where('subject', '=', one)
    .executeTakeFirstOrThrow();
  const path = `/log/opening/${entry.entry}`;
  lies.set(path, served('{"v":1,"commitment":"","fields":[]}'));
  expect(codes((await follow(newFolder())).alarms)).toContain('opening-altered');
  lies.set(path, (response) => response.writeHead(404).end());
  const { outcome, alarms } = await follow(newFolder());
  expect(alarms).toEqual([]);
  expect(outcome.unopened).toBe(1);
});

test('what an erased subject was is followed by the served register', async () => {
  const gone = '0b5f6c1e-64d5-4c4e-9a53-0f6f5f0c8f3b';
  const folder = newFolder();
  await publish(log, editionOf(gone, 1));
  await log.db.transaction().execute((tx) => destroyOpenings(tx, [gone]));
  const { findings } = await follow(folder);
  expect(findings.at(-1)).toMatchObject({ code: 'changed-unopened', subject: gone, alarm: false });
  expect((await follow(folder)).findings).toEqual([]);
});

test('a register that changes without an entry is an alarm that names the line', async () => {
  const broken = await openTestLog();
  shown = broken;
  try {
    const folder = newFolder();
    await broken.db
      .insertInto('log_key')
      .values({ verifier_key: broken.signer.verifierKey })
      .execute();
    await publish(broken, editionOf(one, 2));
    await follow(folder);
    // As an operator would whose own log must not notice: the only line goes, and what it is held against.
    await tamper(broken.db, async (tx) => {
      await sql`truncate register_line, register_bucket`.execute(tx);
      const root = Buffer.from(registerRoot(node, await readBucketHashes(tx)));
      await sql`update log_checkpoint set register_root = ${root}`.execute(tx);
      await sql`update log_entry set fields = null, seed = null where kind = 'register'`.execute(
        tx,
      );
    });
    await publish(broken, editionOf(two, 1));
    const { alarms } = await follow(folder);
    expect(alarms).toMatchObject([
      { code: 'register-differs' },
      { code: 'line-vanished', subject: one, number: 2 },
    ]);
    expect((await follow(folder)).alarms).toEqual([]);
  } finally {
    shown = log;
    await broken.close();
  }
});

test('too few countersignatures are an alarm', async () => {
  const { key } = keyOf(generateKeyText('w.example', signatureTypes.cosignature));
  const policy = `log ${log.signer.verifierKey}\nwitness w ${formatVkey(key)}\nquorum w\n`;
  const { alarms, outcome } = await follow(newFolder(), { policy: Buffer.from(policy) });
  expect(alarms).toMatchObject([{ code: 'policy-unmet', about: 'w' }]);
  expect(outcome.trust).toBe('given');
});

test('huge, endless, leading and silent answers end a run', async () => {
  const folder = newFolder();
  lies.set('/log/checkpoint', (response) => {
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536)));
    };
    response.on('drain', more);
    more();
  });
  expect(codes((await follow(folder)).alarms)).toEqual(['oversize']);
  lies.set('/log/checkpoint', (response) =>
    response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
  );
  await expect(follow(folder)).rejects.toMatchObject({ code: 'redirected' });
  lies.set('/log/checkpoint', () => {});
  await expect(follow(folder, { answerMs: 50 })).rejects.toMatchObject({ code: 'no-answer' });
  await expect(follow(folder, { runMs: 50 })).rejects.toMatchObject({ code: 'out-of-time' });
  lies.set('/.well-known/', served('{"v":1,"log":"http://127.0.0.1:1/log/"}'));
  await expect(follow(folder)).rejects.toMatchObject({ code: 'elsewhere' });
});

test('a damaged state is not taken for a first run', async () => {
  const folder = newFolder();
  await follow(folder);
  const file = join(folder, 'state');
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.slice(0, -10));
  await expect(follow(folder)).rejects.toMatchObject({ code: 'state-damaged' });
});

test('the command ends as cron needs it, and opens no instance', async () => {
  const state = newFolder();
  const data = join(home, 'no-instance');
  const run = () => countersign(data, ['monitor', address, '--state', state, '--json']);
  expect(await run()).toMatchObject({ code: 0 });
  const { size } = await log.checkpoint();
  lies.set('/log/checkpoint', served(await signed(size, Buffer.alloc(32, 1))));
  const alarmed = await run();
  expect(alarmed.code).toBe(6);
  expect(alarmed.values()).toMatchObject([{ code: 'fork' }, { alarms: 1 }]);
  lies.set('/log/checkpoint', (response) => response.writeHead(503).end());
  expect(await run()).toMatchObject({ code: 7 });
  expect(await readdir(home)).not.toContain('no-instance');
});
