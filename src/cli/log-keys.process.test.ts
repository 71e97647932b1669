import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseSignedCheckpoint } from '@countersign/proof';
import { enqueueEntries } from '#log';
import { parseConfig } from '#platform/config';
import { openDatabase, type Db } from '#platform/database';
import { createLog } from '#platform/logging';
import { countersign as run } from '../../test/process/countersign.ts';
import { keep, type Keeper } from '../../test/process/keeper.ts';
import { startSigner } from '../../test/process/signer-process.ts';
import { createSealer } from '#platform/sealing';
import { openLog } from '../open-log.ts';

// One instance from its first key on, with its commands, its backup and its two ways back.

const home = mkdtempSync(path.join(os.tmpdir(), 'countersign log keys '));
const at = (name: string) => path.join(home, name);
const keepers: Keeper[] = [];
const closers: (() => Promise<void>)[] = [];

interface Instance {
  readonly db: Db;
  readonly run: (...args: string[]) => ReturnType<typeof run>;
  /** Lets the server's part of the log work until everything is signed and published. */
  readonly serve: () => Promise<void>;
}

async function open(name: string, env: Readonly<Record<string, string>> = {}): Promise<Instance> {
  const all = { COUNTERSIGN_DATA: at(name), ...env };
  const { config } = parseConfig(all);
  const keeper = await keep(at(name));
  keepers.push(keeper);
  const database = openDatabase(keeper.connection, () => {});
  closers.push(() => database.close());
  const { db } = database;
  const host = { main: database, options: keeper.connection };
  return {
    db,
    run: (...args) => run(at(name), args, env),
    serve: async () => {
      // Not of the instance's master key, which it does not have yet.
      const sealer = createSealer(new Uint8Array(32));
      const log = await openLog(host as never, config, createLog({ level: 'silent' }), sealer);
      try {
        await expect.poll(() => isIdle(db), { timeout: 30_000 }).toBe(true);
      } finally {
        await log.close();
      }
    },
  };
}

async function isIdle(db: Db): Promise<boolean> {
  const waiting = await db
    .selectFrom('log_entry')
    .select('id')
    .where('place', 'is', null)
    .execute();
  const unpublished = await db
    .selectFrom('log_checkpoint')
    .select('size')
    .where('published_at', 'is', null)
    .where('size', '=', (eb) =>
      eb.selectFrom('log_checkpoint').select((one) => one.fn.max('size').as('size')),
    )
    .execute();
  const unproven = await db
    .selectFrom('log_key')
    .select('id')
    .where('entry', 'is not', null)
    .where('succession', 'is', null)
    .execute();
  return waiting.length === 0 && unpublished.length === 0 && unproven.length === 0;
}

const mark = (db: Db) =>
  db
    .transaction()
    .execute((tx) =>
      enqueueEntries(tx, [
        { kind: 'batch', fields: { root: Buffer.alloc(32).toString('base64') } },
      ]),
    );

async function newest(db: Db) {
  const row = await db
    .selectFrom('log_checkpoint')
    .select('note')
    .where('note', 'is not', null)
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  const { checkpoint, note } = parseSignedCheckpoint(Buffer.from(row.note ?? ''));
  return { origin: checkpoint.origin, size: checkpoint.size, signatures: note.signatures.length };
}

let instance: Instance;

beforeAll(async () => {
  instance = await open('first');
  await instance.run('jobs', 'list');
});
afterAll(async () => {
  for (const close of closers) await close();
  for (const keeper of keepers) await keeper.end('SIGTERM');
  rmSync(home, { recursive: true, force: true });
});

test('a key is rotated and retired by two commands, which may be run again', async () => {
  const { db, serve } = instance;
  expect(await instance.run('log', 'key', 'rotate')).toMatchObject({ code: 3 });
  await mark(db);
  await serve();
  const first = await newest(db);
  expect(first.signatures).toBe(1);
  expect(await instance.run('log', 'key', 'retire')).toMatchObject({ code: 3 });
  const rotated = await instance.run('log', 'key', 'rotate');
  expect(rotated).toMatchObject({ code: 0 });
  expect(rotated.stdout).toContain('not published yet');
  const told = await instance.db.selectFrom('audit').select('action').execute();
  expect(told).toContainEqual({ action: 'log-key.succeeded' });
  expect((await instance.run('log', 'key', 'rotate', '--json')).values()).toMatchObject([
    { announced: false, ready: false },
  ]);
  expect((await instance.run('log', 'key', 'retire', '--force')).stderr).toContain(
    'not published yet',
  );
  await serve();
  expect(await newest(db)).toMatchObject({ origin: first.origin, signatures: 2 });
  const status = await instance.run('log', 'status');
  expect(status.stdout).toContain('The old key can be retired: countersign log key retire');
  mkdirSync(at('safe'));
  expect(await instance.run('log', 'key', 'export', at('safe'))).toMatchObject({ code: 0 });
  expect(readdirSync(at('safe')).toSorted()).toEqual([
    'last-signed',
    'log-successor.key',
    'log.key',
  ]);
  expect(statSync(path.join(at('safe'), 'log-successor.key')).mode & 0o777).toBe(0o600);
});

test('a backup taken while both sign comes back both ways', async () => {
  const { db, run: command } = instance;
  const before = await newest(db);
  const { verifier_key: successor } = await db
    .selectFrom('log_key')
    .select('verifier_key')
    .where('entry', 'is not', null)
    .executeTakeFirstOrThrow();
  expect(await command('backup', at('backup'))).toMatchObject({ code: 0 });
  const moved = await open('moved', { COUNTERSIGN_KEYS: at('safe') });
  expect(await moved.run('restore', at('backup'), '--move')).toMatchObject({ code: 0 });
  await mark(moved.db);
  await moved.serve();
  const after = await newest(moved.db);
  expect(after).toMatchObject({ origin: before.origin, signatures: 2 });
  expect(after.size > before.size).toBe(true);
  expect(await moved.run('log', 'key', 'retire')).toMatchObject({ code: 0 });
  await mark(moved.db);
  await moved.serve();
  expect(await newest(moved.db)).toMatchObject({ origin: before.origin, signatures: 1 });
  const kept = await moved.db
    .selectFrom('log_key')
    .select(['verifier_key', 'retired_at'])
    .orderBy('id')
    .execute();
  expect(kept.map((key) => key.retired_at !== null)).toEqual([true, false]);
  expect(kept[1]?.verifier_key).toBe(successor);

  const copied = await open('copied');
  expect(await copied.run('restore', at('backup'), '--copy')).toMatchObject({ code: 0 });
  await copied.serve();
  const copy = await newest(copied.db);
  expect(copy).toMatchObject({ signatures: 1 });
  expect(copy.origin).not.toBe(before.origin);
  expect(await copied.db.selectFrom('log_key').select('succeeds').execute()).toEqual([
    { succeeds: null },
  ]);
});

test('the log goes on with its keys on another machine, and does not begin anew with the old ones', async () => {
  const { db, run: command, serve } = instance;
  const before = await newest(db);
  // The folder is moved: two places that hold a key are refused.
  const keys = at('first-keys');
  const signer = await startSigner(keys, at('socket'));
  closers.unshift(() => signer.kill());
  const env = {
    LOG_SIGNER_URL: signer.url,
    LOG_SIGNER_SECRET: path.join(keys, 'signer.secret'),
  };
  expect((await run(at('first'), ['log', 'key', 'rotate'], env)).stderr).toContain(
    'delete it here',
  );
  await signer.kill();
  const elsewhere = at('elsewhere');
  mkdirSync(elsewhere);
  for (const name of ['log.key', 'log-successor.key', 'last-signed', 'signer.secret']) {
    renameSync(path.join(keys, name), path.join(elsewhere, name));
  }
  const away = await startSigner(elsewhere, at('socket2'));
  closers.unshift(() => away.kill());
  const there = {
    LOG_SIGNER_URL: away.url,
    LOG_SIGNER_SECRET: path.join(elsewhere, 'signer.secret'),
  };
  const status = await run(at('first'), ['log', 'status'], there);
  expect(status).toMatchObject({ code: 0 });
  expect(await run(at('first'), ['log', 'key', 'export', at('safe')], there)).toMatchObject({
    code: 7,
  });
  expect(await run(at('first'), ['log', 'recover'], there)).toMatchObject({ code: 0 });
  expect(await run(at('first'), ['log', 'key', 'retire'], there)).toMatchObject({ code: 0 });
  expect(readdirSync(elsewhere)).not.toContain('log-successor.key');
  const anew = await run(at('first'), ['log', 'begin-anew', '--yes'], there);
  expect(anew).toMatchObject({ code: 7 });
  expect(anew.stderr).toContain('fresh key');
  await away.kill();
  // Here again, without any key: a new one would be another log.
  await mark(db);
  for (const name of ['log.key', 'last-signed']) {
    renameSync(path.join(elsewhere, name), path.join(keys, name));
  }
  await serve();
  expect(await newest(db)).toMatchObject({ origin: before.origin, signatures: 1 });
  expect(await command('log', 'key', 'retire')).toMatchObject({ code: 3 });
});
