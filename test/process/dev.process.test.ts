import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { processesWith } from './keeper.ts';

// `npm run dev`, whole: on a copy of the sources that the test may change.
const source = path.resolve(import.meta.dirname, '../..');
let root: string;
let port: number;
let child: ChildProcess;
const said: string[] = [];

beforeAll(async () => {
  root = mkdtempSync(path.join(os.tmpdir(), 'countersign dev '));
  for (const part of [
    ...['src', 'packages', 'scripts', 'package.json', 'package-lock.json', 'tsconfig.json'],
    ...['vite.config.ts', 'react-router.config.ts'],
  ]) {
    cpSync(path.join(source, part), path.join(root, part), { recursive: true });
  }
  symlinkSync(path.join(source, 'node_modules'), path.join(root, 'node_modules'));
  port = await freePort();
  child = spawn(process.execPath, [path.join(root, 'scripts/run.mjs'), 'scripts/dev.ts'], {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', PORT: String(port), LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null) createInterface(stream).on('line', (line) => said.push(line));
  }
  await vi.waitUntil(() => starts() === 1, { timeout: 60_000 });
});

afterAll(async () => {
  if (child.exitCode === null) {
    child.kill('SIGINT');
    await once(child, 'exit');
  }
  rmSync(root, { recursive: true, force: true });
});

const starts = () => said.filter((line) => line.startsWith('Countersign is at')).length;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

function change(file: string, from: string, to: string): void {
  const name = path.join(root, file);
  const before = readFileSync(name, 'utf8');
  expect(before).toContain(from);
  writeFileSync(name, before.replace(from, to));
}

async function page(address: string): Promise<string> {
  const answer = await fetch(`http://localhost:${port}${address}`, { redirect: 'manual' });
  return answer.text();
}

/** Polls a page until it says what is wanted; the last answer is in the failure. */
async function says(address: string, words: string): Promise<void> {
  await expect.poll(() => page(address).catch(() => ''), { timeout: 30_000 }).toContain(words);
}

test('a public page, a page with scripts and a message change without a new start', async () => {
  await says('/en/method', '</html>');
  change('src/web/public/layout.tsx', "{t('footer.about')}", "{'Changed foot'}{t('footer.about')}");
  await says('/en/method', 'Changed foot');

  await says('/account/sign-in', '</html>');
  change('src/web/account/layout.tsx', '<Outlet />', '<p>Changed frame</p><Outlet />');
  await says('/account/sign-in', 'Changed frame');

  const { 'footer.method': was } = JSON.parse(
    readFileSync(path.join(root, 'src/web/messages/en/public.json'), 'utf8'),
  ) as Record<string, string>;
  change('src/web/messages/en/public.json', `"footer.method": "${was}"`, '"footer.method": "How"');
  await says('/en/method', '>How<');
  expect(starts()).toBe(1);
});

test('a room and the shell start the server again, a broken one waits for its cure', async () => {
  change('src/web/http/health.ts', "'ready\\n'", "'changed\\n'");
  await says('/readyz', 'changed');
  expect(starts()).toBe(2);
  // The one before must have ended its database, or a crash would look like this too.
  expect(said.join('\n')).not.toContain('taken over');

  change('src/web/http/health.ts', "'changed\\n'", "'changed\\n");
  await expect.poll(() => said.join('\n'), { timeout: 30_000 }).toContain('The server ended');
  change('src/web/http/health.ts', "'changed\\n", "'mended\\n'");
  await says('/readyz', 'mended');

  const before = starts();
  change('src/publish/subjects.ts', 'const latest = 8;', 'const latest = 9;');
  await expect.poll(starts, { timeout: 30_000 }).toBe(before + 1);
  await says('/en', '</html>');
});

test('Ctrl-C leaves no process behind', async () => {
  child.kill('SIGINT');
  await once(child, 'exit');
  expect(child.exitCode).toBe(0);
  expect(processesWith(root)).toEqual([]);
});
