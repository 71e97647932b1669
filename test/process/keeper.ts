import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Client } from 'pg';
import type { PostgresConnection } from '#platform/postgres';

/** What a keeper says of itself; see keep-postgres.ts. */
export interface Said {
  readonly connection: PostgresConnection;
  readonly adopted: boolean;
  readonly pid: number;
  readonly tookMs: number;
  readonly refused?: string;
  readonly message?: string;
}

export interface Keeper extends Said {
  /** Number of the Node process. */
  readonly nodePid: number;
  /** Sends the signal and waits for the process to be gone. */
  end(signal: NodeJS.Signals): Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/** What a keeper runs. */
export const program = path.join(import.meta.dirname, 'keep-postgres.ts');

/** Program and arguments that run the rest as "nobody", who is an ordinary user. */
export const asNobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--'];

/** Starts a process that keeps PostgreSQL on the folder, and waits for its first word. */
export async function keep(
  dataDir: string,
  prefix: readonly string[] = [],
  label = 'keeper',
): Promise<Keeper> {
  const [command, ...args] = [...prefix, process.execPath, program, dataDir, label];
  const child = spawn(command ?? '', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(child, 'exit');
  const [line] = (await Promise.race([
    once(createInterface(child.stdout), 'line'),
    gone.then(() => ['{"refused":"ended without a word"}']),
  ])) as [string];
  return {
    ...(JSON.parse(line) as Said),
    nodePid: child.pid ?? -1,
    end: async (wanted) => {
      child.kill(wanted);
      await gone;
      return { code: child.exitCode, signal: child.signalCode };
    },
  };
}

export async function query(
  connection: PostgresConnection,
  sql: string,
): Promise<Record<string, unknown>[]> {
  const client = new Client(connection);
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Command lines of living processes that mention the text. */
export function processesWith(text: string): string[] {
  const { stdout } = spawnSync('ps', ['-ww', '-eo', 'pid=,stat=,args='], { encoding: 'utf8' });
  return stdout.split('\n').filter((line) => line.includes(text) && !/^\s*\d+ Z/.test(line));
}

/** The main process and all its children. */
export function familyOf(pid: number): number[] {
  const { stdout } = spawnSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' });
  return [
    pid,
    ...stdout
      .split('\n')
      .map(Number)
      .filter((child) => child > 0),
  ];
}

/** Proportional set size in MB: shared pages are counted once over all who share them. */
export function memoryOf(pids: readonly number[]): number {
  const kB = pids.map((pid) => {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0);
  });
  return Math.round(kB.reduce((sum, each) => sum + each, 0) / 1024);
}
