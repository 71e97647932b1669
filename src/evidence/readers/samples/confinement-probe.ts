import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { Worker } from 'node:worker_threads';
import { refuseNetwork } from '../refuse-network.ts';

// Runs where files are read and tries what a file that has taken over its reader would try.

function outcome(attempt: () => unknown): string {
  try {
    attempt();
    return 'done';
  } catch (cause) {
    return cause instanceof Error ? cause.message.slice(0, 80) : String(cause);
  }
}

function connect(port: number): Promise<string> {
  return new Promise((resolve) => {
    try {
      const socket = net.connect(port, '127.0.0.1', () => resolve('done'));
      socket.on('error', (cause) => resolve(cause.message));
    } catch (cause) {
      resolve(String(cause));
    }
  });
}

const port = Number(readFileSync(0, 'utf8'));
const connectedBefore = await connect(port);
refuseNetwork();
const connectedAfter = await connect(port);

process.stdout.write(
  JSON.stringify({
    readPasswords: outcome(() => readFileSync('/etc/passwd')),
    readEnvironment: outcome(() => readFileSync('/proc/self/environ')),
    listFolder: outcome(() => readdirSync('.')),
    writeFile: outcome(() => writeFileSync('file', 'x')),
    startProgram: outcome(() => execFileSync('/bin/true')),
    startWorker: outcome(() => new Worker('1', { eval: true })),
    // oxlint-disable-next-line typescript/no-implied-eval -- trying it is the point
    codeFromString: outcome(() => new Function('return 1')()),
    connectedBefore,
    connectedAfter,
    environment: Object.keys(process.env),
    argumentCount: process.argv.length,
  }),
);
process.exit();
