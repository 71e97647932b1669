import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { generateKeyText, parseKeyText } from '@countersign/countersigner/node';
import {
  encodeBase64,
  formatCheckpoint,
  formatNote,
  formatVkey,
  hashLeaf,
  MerkleTree,
  signatureTypes,
  signNote,
} from '@countersign/proof';
import { node } from '@countersign/proof/node';

const program = path.resolve(import.meta.dirname, '../../bin/countersigner');
// In the middle of a flood, before what was dropped is collected.
const mostKiB = 60 * 1024;
const log = keyPair('log.example/one');
const tree = treeOf('entry');
let home: string;
let child: ChildProcess;
let port: number;
let said: string;
let sockets: Socket[];

beforeEach(async () => {
  home = mkdtempSync(path.join(os.tmpdir(), 'countersigner-'));
  const state = ['--state', path.join(home, 'state')];
  const { NODE_COMPILE_CACHE: _none, ...rest }: NodeJS.ProcessEnv = process.env;
  const env = { ...rest, XDG_CACHE_HOME: path.join(home, 'cache') };
  const added = spawn(program, ['add', formatVkey(log.key), ...state], { stdio: 'ignore', env });
  expect(await once(added, 'exit')).toEqual([0, null]);
  const serve = ['serve', ...state, '--port', '0'];
  child = spawn(program, serve, { stdio: ['ignore', 'pipe', 'pipe'], env });
  said = '';
  child.stderr?.on('data', (chunk) => (said += String(chunk)));
  for await (const chunk of child.stdout ?? []) {
    port = Number(/http:\/\/127\.0\.0\.1:(\d+)\//.exec(String(chunk))?.[1]);
    if (port > 0) break;
  }
  sockets = [];
});

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  const ended = child.exitCode ?? once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
  rmSync(home, { recursive: true, force: true });
});

function keyPair(origin: string) {
  const pair = parseKeyText(generateKeyText(origin, signatureTypes.ed25519));
  if (pair === undefined) throw new Error('no key');
  return pair;
}

function treeOf(word: string): MerkleTree {
  const leaves = Array.from({ length: 64 }, (_, at) => hashLeaf(node, Buffer.from(word + at)));
  return new MerkleTree(node, leaves);
}

function note(size: bigint, by = log): string {
  const checkpoint = formatCheckpoint({ origin: by.key.name, size, root: tree.root(size) });
  const signature = signNote(by.key, checkpoint, (message) => by.sign(message));
  return Buffer.from(formatNote({ text: checkpoint, signatures: [signature] })).toString('utf8');
}

function submission(oldSize: bigint, size: bigint, shown = note(size)): string {
  const proof = tree.consistency(oldSize, size).map((hash) => `${encodeBase64(hash)}\n`);
  return `old ${oldSize}\n${proof.join('')}\n${shown}`;
}

function post(body: string): Promise<{ readonly status: number; readonly body: string }> {
  return new Promise((resolve, reject) => {
    const asked = request({ port, method: 'POST', path: '/add-checkpoint', agent: false });
    asked.once('response', (answer) => {
      text(answer).then(
        (words) => resolve({ status: answer.statusCode ?? 0, body: words }),
        reject,
      );
    });
    asked.once('error', reject);
    asked.end(body);
  });
}

/** A connection that says this much and then nothing, or drips on. */
async function hold(begin: string): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  sockets.push(socket);
  await once(socket, 'connect');
  await new Promise<void>((resolve) => socket.write(begin, () => resolve()));
}

const inTurns = async (times: number, atOnce: number, work: (at: number) => Promise<unknown>) => {
  for (let at = 0; at < times; at += atOnce) {
    await Promise.all(Array.from({ length: atOnce }, (_, offset) => work(at + offset)));
  }
};

const memoryKiB = (kind: 'RssAnon' | 'VmRSS') =>
  Number(
    new RegExp(String.raw`${kind}:\s+(\d+) kB`).exec(
      readFileSync(`/proc/${child.pid}/status`, 'utf8'),
    )?.[1],
  );

/** What it has for itself, in KiB: the pages of the program file are Node's, and shared. */
const ownMemoryKiB = () => memoryKiB('RssAnon');

const head = (length: number) =>
  `POST /add-checkpoint HTTP/1.1\r\nHost: c\r\nContent-Length: ${length}\r\n\r\n`;

test('at its work it fits on a small board', async () => {
  for (let size = 0n; size < 60n; size += 1n) {
    expect((await post(submission(size, size + 1n))).status).toBe(200);
  }
  expect(memoryKiB('VmRSS')).toBeLessThan(60 * 1024);
});

test('connections that stay open with half a body keep no log out, and are forgotten', async () => {
  expect((await post(submission(0n, 5n))).status).toBe(200);
  await inTurns(1_500, 50, () => hold(head(65_536) + 'x'.repeat(65_000)));
  expect((await post(submission(5n, 9n))).status).toBe(200);
  await inTurns(300, 50, () => hold('POST /add-checkpoint HTTP/1.1\r\nX: '));
  expect((await post(submission(9n, 12n))).status).toBe(200);
  expect(sockets.filter((socket) => !socket.closed).length).toBeLessThan(200);
  expect(ownMemoryKiB()).toBeLessThan(mostKiB);
  expect(said).toBe('');
});

test('bodies too long are answered so, or cut off when they do not end', async () => {
  expect((await post(`old 0\n\n${'x'.repeat(70_000)}`)).status).toBe(413);
  // Those that are cut off are the point here; that others are answered is looked at below.
  await inTurns(40, 8, () => post('x'.repeat(4_000_000)).catch(() => undefined));
  expect((await post(submission(0n, 5n))).status).toBe(200);
  expect(said).toBe('');
});

test('thousands of submissions that are not signed here leave no trace; the log is answered', async () => {
  const stranger = keyPair('log.example/other');
  const forger = keyPair('log.example/one');
  expect((await post(submission(0n, 40n))).status).toBe(200);
  const kept = statSync(path.join(home, 'state')).size;
  const stale = submission(10n, 20n);
  const unproven = submission(40n, 50n).replace(/^old 40\n[^\n]+\n/, 'old 40\n');
  const crowded = `${note(50n)}${`${note(50n).split('\n').at(-2)}\n`.repeat(80)}`;
  const kinds = [
    [submission(0n, 5n, note(5n, stranger)), 404],
    [submission(0n, 5n, note(5n, forger)), 403],
    [submission(0n, 5n), 409],
    [stale, 409],
    [unproven, 422],
    ['old 0\n', 400],
    [submission(40n, 41n, note(41n) + '— unknown.example AAAAAAAA\n'.repeat(100)), 400],
  ] as const;
  await inTurns(3_500, 35, async (at) => {
    const [body, status] = kinds[at % kinds.length] ?? [];
    expect((await post(body ?? '')).status).toBe(status);
  });
  expect(await post(stale)).toMatchObject({ status: 409, body: '40\n' });
  expect(statSync(path.join(home, 'state')).size).toBe(kept);
  // The one that came 500 times without proof is told once.
  expect(said.match(/without proof/g)).toHaveLength(1);
  // A line that is repeated is kept once.
  expect((await post(submission(40n, 50n, crowded))).status).toBe(200);
  expect(statSync(path.join(home, 'state')).size).toBeLessThan(2 * kept);
  expect(ownMemoryKiB()).toBeLessThan(mostKiB);
});
