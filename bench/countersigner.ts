import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import path from 'node:path';
import { generateKeyText, openState, parseKeyText } from '@countersign/countersigner/node';
import {
  emptyRoot,
  formatCheckpoint,
  formatNote,
  formatVkey,
  hashLeaf,
  MerkleTree,
  signatureTypes,
  signNote,
} from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { time } from './timing.ts';

const logs = 32;
const perLog = 200;
const program = path.resolve(import.meta.dirname, '../bin/countersigner');
// As a log asks: over a connection that it keeps.
const agent = new Agent({ keepAlive: true });

/** The program as it is run by itself: many logs at once, each asking one time after the other. */
export async function benchCountersigner(folder: string): Promise<void> {
  const file = path.join(folder, 'state');
  const state = await openState(file);
  const pairs = Array.from({ length: logs }, (_, at) => keyPair(`bench.example/${at}`));
  for (const { key } of pairs) await state.addLog(formatVkey(key));
  const bare = await time(300, () => Promise.resolve(state.pair.sign(emptyRoot(node))));
  await state.close();
  const child = spawn(program, ['serve', '--state', file, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const port = await portOf(child.stdout);
    const bodies = pairs.map(submissions);
    const begun = performance.now();
    await Promise.all(bodies.map((own) => submit(port, own)));
    const seconds = (performance.now() - begun) / 1000;
    const resident = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'));
    console.log(
      `bin/countersigner: ${Math.round((logs * perLog) / seconds)} requests/s, each durable; a bare signature takes ${bare.median.toFixed(3)} ms (target 1000 requests/s); ${Math.round(Number(resident?.[1]) / 1024)} MB resident after them (target 60)`,
    );
  } finally {
    const ended = once(child, 'exit');
    child.kill();
    await ended;
    agent.destroy();
  }
}

function keyPair(origin: string) {
  const pair = parseKeyText(generateKeyText(origin, signatureTypes.ed25519));
  if (pair === undefined) throw new Error('expected a key');
  return pair;
}

async function portOf(lines: NodeJS.ReadableStream): Promise<number> {
  for await (const chunk of lines) {
    const port = Number(/http:\/\/127\.0\.0\.1:(\d+)\//.exec(String(chunk))?.[1]);
    if (port > 0) return port;
  }
  throw new Error('the countersigner ended');
}

function submissions(pair: ReturnType<typeof keyPair>): Buffer[] {
  const leaves = Array.from({ length: perLog }, (_, at) => hashLeaf(node, Buffer.from(String(at))));
  const tree = new MerkleTree(node, leaves);
  return leaves.map((_, at) => {
    const size = BigInt(at + 1);
    const text = formatCheckpoint({ origin: pair.key.name, size, root: tree.root(size) });
    const signature = signNote(pair.key, text, (message) => pair.sign(message));
    const note = Buffer.from(formatNote({ text, signatures: [signature] }));
    const proof = at === 0 ? [] : tree.consistency(BigInt(at), size);
    const lines = proof.map((hash) => `${Buffer.from(hash).toString('base64')}\n`).join('');
    return Buffer.from(`old ${at}\n${lines}\n${note.toString('utf8')}`);
  });
}

async function submit(port: number, bodies: readonly Buffer[]): Promise<void> {
  for (const body of bodies) {
    const status = await post(port, body);
    if (status !== 200) throw new Error(`the countersigner answered ${status}`);
  }
}

function post(port: number, body: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request({ port, agent, method: 'POST', path: '/add-checkpoint' }, (answer) => {
      answer.resume();
      answer.once('end', () => resolve(answer.statusCode ?? 0));
    });
    asked.once('error', reject);
    asked.end(body);
  });
}
