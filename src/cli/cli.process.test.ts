import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attachPostgres, dataHolder } from '#platform/postgres';
import { begin, countersign } from '../../test/process/countersign.ts';
import { commands } from './commands/index.ts';
import { exitCodes } from './exit-codes.ts';

let home: string;
let dataDir: string;

beforeAll(async () => {
  home = await mkdtemp(path.join(os.tmpdir(), 'countersign cli '));
  dataDir = path.join(home, 'the data');
});

afterAll(() => rm(home, { recursive: true, force: true }));

test('help lists every command and every way to end, also as JSON', async () => {
  const help = await begin(dataDir, ['--help']).ended;
  expect(help.code).toBe(0);
  for (const { name } of commands) expect(help.stdout).toContain(`  ${name}`);
  const one = await countersign(dataDir, ['source', 'add', '--help']);
  expect(one.stdout).toContain('--published DAY');
  const codes = await countersign(dataDir, ['help', 'exit-codes']);
  for (const { code, meaning } of Object.values(exitCodes)) {
    expect(codes.stdout).toContain(`${code}  ${meaning}`);
  }
  const asJson = await countersign(dataDir, ['source', '--help', '--json']);
  expect(asJson.values()).toHaveLength(1);
});

test.each([
  [['nonsense'], 'cli-unknown-command'],
  [['source', 'remove'], 'cli-unknown-command'],
  [['source', 'add'], 'cli-argument-missing'],
  [['source', 'list', 'more'], 'cli-argument-too-many'],
  [['source', 'list', '--stat', 'new'], 'cli-bad-arguments'],
  [['source', 'list', '--state', 'old'], 'cli-choice'],
  [['source', 'list', '--limit', 'many'], 'cli-number'],
  [['export', 'claims'], 'cli-entity-or-all'],
  [['export', 'claims', '--all', '--format', 'xls'], 'cli-choice'],
])('%j is not understood: 2', async (args, code) => {
  const { code: exit, stderr, stdout } = await countersign(dataDir, args);
  expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
  expect(stderr.trim().split('\n')).toHaveLength(1);
  const asJson = await countersign(dataDir, [...args, '--json']);
  expect(asJson.values()).toMatchObject([{ problems: [{ code }] }]);
  expect(asJson.stderr).toBe('');
});

test('status of what does not run ends with 4, and makes nothing', async () => {
  const told = await countersign(dataDir, ['status', '--json']);
  expect(told.code).toBe(4);
  expect(told.values()).toMatchObject([{ problems: [{ code: 'cli-not-running' }] }]);
  expect(dataHolder(dataDir)).toBeUndefined();
});

test('settings that cannot work end with 7 and name the variable, never its value', async () => {
  const wrong = await countersign(dataDir, ['status', '--json'], { PORT: 'eighty' });
  expect(wrong.code).toBe(7);
  expect(wrong.values()).toMatchObject([{ problems: [{ code: 'config-invalid', field: 'PORT' }] }]);
  const url = 'postgresql://me:hunter2@127.0.0.1:9/none';
  const unreachable = await countersign(dataDir, ['source', 'list'], { DATABASE_URL: url });
  expect(unreachable.code).toBe(7);
  expect(unreachable.stderr).toContain('DATABASE_URL');
  expect(unreachable.stderr).not.toContain('hunter2');
  expect(unreachable.stderr).not.toContain('    at ');
});

test.each([
  ['while the database starts', 'Making'],
  ['while it loads', 'Loading'],
])('a sample interrupted %s leaves nothing of it running', async (_, said) => {
  const { child, ended } = begin(dataDir, ['sample']);
  await new Promise<void>((resolve) => {
    child.stderr.on('data', (chunk) => String(chunk).includes(said) && resolve());
  });
  child.kill('SIGINT');
  expect((await ended).code).toBe(130);
  expect(dataHolder(dataDir)).toBeUndefined();
  expect(await attachPostgres(dataDir)).toBeUndefined();
});

test('the sample starts the database itself, loads once, and lets go of all', async () => {
  const loaded = await begin(dataDir, ['sample', '--json']).ended;
  expect(loaded).toMatchObject({ code: 0 });
  expect(loaded.values()).toEqual([{ demonstration: true }]);
  expect(loaded.stderr).toContain('100 %');
  expect(dataHolder(dataDir)).toBeUndefined();
  expect(await attachPostgres(dataDir)).toBeUndefined();
  const again = await countersign(dataDir, ['sample', '--json']);
  expect(again.code).toBe(3);
  expect(again.values()).toMatchObject([{ problems: [{ code: 'sample-already' }] }]);
  const check = await countersign(dataDir, ['record', 'check', '--json']);
  expect(check.code).toBe(0);
  expect(check.values()).toMatchObject([{ differing: [] }]);
});
