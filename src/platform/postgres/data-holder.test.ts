import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dataHolder, holdDataFolder, PostgresError } from './index.ts';

let dataDir: string;
const folder = () => path.join(dataDir, 'holder');

beforeEach(() => {
  dataDir = mkdtempSync(path.join(os.tmpdir(), 'countersign-holder-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

function plant(name: string, content: string): void {
  mkdirSync(folder(), { recursive: true });
  writeFileSync(path.join(folder(), name), content);
}

test('one holds, a second is told who, and after the release it may', () => {
  expect(dataHolder(dataDir)).toBeUndefined();
  const hold = holdDataFolder(dataDir, 'server');
  expect(dataHolder(dataDir)).toMatchObject({ pid: process.pid, as: 'server' });
  expect(() => holdDataFolder(dataDir, 'second')).toThrow(
    expect.objectContaining({
      code: 'held',
      message: expect.stringContaining(`process ${process.pid} (server, since `) as string,
    }),
  );
  hold.release();
  hold.release();
  expect(dataHolder(dataDir)).toBeUndefined();
  holdDataFolder(dataDir, 'second').release();
});

test('a later process with the number of a dead holder is not taken for it', () => {
  plant('4', JSON.stringify({ pid: process.pid, as: 'x', since: '', started: 'another boot 17' }));
  expect(dataHolder(dataDir)).toBeUndefined();
  const hold = holdDataFolder(dataDir, 'server');
  expect(readdirSync(folder())).toEqual(['5']);
  hold.release();
});

test.each(['', 'not json', '{}', 'null', '7'])('a broken file %j holds nothing', (content) => {
  plant('1', content);
  expect(dataHolder(dataDir)).toBeUndefined();
  holdDataFolder(dataDir, 'server').release();
});

test('a release does not end the hold of whoever came after', () => {
  const first = holdDataFolder(dataDir, 'first');
  first.release();
  const second = holdDataFolder(dataDir, 'second');
  first.release();
  expect(dataHolder(dataDir)).toMatchObject({ as: 'second' });
  second.release();
});

test('says what to do when the folder cannot be made', () => {
  const file = path.join(dataDir, 'file');
  writeFileSync(file, '');
  expect(() => holdDataFolder(path.join(file, 'data'), 'server')).toThrow(PostgresError);
});
