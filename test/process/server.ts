import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { countersign, type Ended } from './countersign.ts';
import { freePort } from './replicated.ts';

const program = path.resolve(import.meta.dirname, '../../src/main.ts');

/** A server of its own: process, data folder, embedded database, port. */
export interface TestServer {
  readonly origin: string;
  readonly dataDir: string;
  readonly pid: number;
  /** What it has said so far. */
  readonly said: string;
  start(): Promise<void>;
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** The exit code, once it has ended by itself. */
  ended(): Promise<number | null>;
  /** Runs one command on its instance. */
  run(...args: readonly string[]): Promise<Ended>;
  /** Makes the first account, with the code that the server printed. */
  createFirstAccount(email: string): Promise<void>;
  remove(): Promise<void>;
}

export interface ServerSetting {
  /** Of the server and its commands, besides. */
  readonly env?: Readonly<Record<string, string>>;
  /** Run by a shell before the server takes its place; `$DATA` and `$KEYS` are its folders. */
  readonly before?: string;
}

/** A server that is not started yet. */
export async function prepareServer(
  name: string,
  { env = {}, before = '' }: ServerSetting = {},
): Promise<TestServer> {
  const home = mkdtempSync(path.join(os.tmpdir(), `countersign-${name}-`));
  const dataDir = path.join(home, 'data');
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const own = { PORT: String(port), PUBLIC_URL: origin, ...env };
  let child: ChildProcess | undefined;
  let said = '';
  const server: TestServer = {
    origin,
    dataDir,
    get pid() {
      return child?.pid ?? -1;
    },
    get said() {
      return said;
    },
    async start() {
      const shell = ['-m', 'sh', '-ec', `${before}\nexec "$0" "$@"`];
      const [command, args] =
        before === '' ? [process.execPath, []] : ['unshare', [...shell, process.execPath]];
      const started = spawn(command, [...args, program], {
        env: {
          ...{ PATH: process.env['PATH'] ?? '', NODE_ENV: 'production' },
          ...{ DATA: dataDir, KEYS: `${dataDir}-keys` },
          ...{ COUNTERSIGN_DATA: dataDir, ...own },
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child = started;
      const from = said.length;
      const ready = new Promise<void>((resolve, reject) => {
        const hear = (chunk: Buffer) => {
          said += chunk.toString();
          if (said.includes('Countersign is at', from)) resolve();
        };
        started.stdout.on('data', hear);
        started.stderr.on('data', hear);
        started.once('exit', () => reject(new Error(`${name} ended: ${said.slice(from)}`)));
      });
      await ready;
    },
    async stop(signal = 'SIGTERM') {
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill(signal);
      await gone;
    },
    async ended() {
      if (child !== undefined && child.exitCode === null) await once(child, 'exit');
      return child?.exitCode ?? null;
    },
    run: (...args) => countersign(dataDir, args, own),
    createFirstAccount: (email) => postFirstAccount(origin, said, email),
    async remove() {
      await server.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
  return server;
}

async function postFirstAccount(origin: string, said: string, email: string): Promise<void> {
  const token = /the code, it is (\S+)/.exec(said)?.[1] ?? '';
  const answer = await fetch(`${origin}/account/first`, {
    method: 'POST',
    redirect: 'manual',
    headers: { Origin: origin, 'Sec-Fetch-Site': 'same-origin' },
    body: new URLSearchParams({ token, name: 'Olga', email, password: 'a long enough sentence 7' }),
  });
  if (answer.status !== 303) throw new Error(`no account: ${answer.status}`);
}
