import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { sql } from 'kysely';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase, type Db } from '#platform/database';
import { startPostgres } from '#platform/postgres';
import { rebuildProjection } from '#record';

const dataDir = mkdtempSync(path.join(tmpdir(), 'countersign kill '));
// Inside the repository, so that what is not bundled is found.
const cache = path.resolve(import.meta.dirname, '../../node_modules/.cache');
mkdirSync(cache, { recursive: true });
const workerDir = mkdtempSync(path.join(cache, 'countersign-kill-'));

// A hundred starts: as one file the worker takes half as long to load.
beforeAll(async () => {
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: path.join(import.meta.dirname, 'coding-under-fire.ts'),
      outDir: workerDir,
      rolldownOptions: { output: { entryFileNames: 'worker.js', codeSplitting: false } },
    },
  });
});

afterAll(() => {
  rmSync(workerDir, { recursive: true, force: true });
  rmSync(dataDir, { recursive: true, force: true });
  rmSync(`${dataDir}-keys`, { recursive: true, force: true });
});

const rounds = 100;

/** Pids of the database's processes on our folder: their working directory is the cluster. */
function postgresPids(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const cwd = readlinkSync(`/proc/${name}/cwd`);
        const isPostgres = readFileSync(`/proc/${name}/comm`, 'utf8').startsWith('postgres');
        return isPostgres && cwd.startsWith(dataDir) ? [Number(name)] : [];
      } catch {
        // Ended while we looked.
        return [];
      }
    });
}

function killAll(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  }
}

/** Lets the worker acknowledge a number of writes, then kills it and its database at once. */
async function round(acknowledgements: number, said: Set<string>): Promise<void> {
  const worker = spawn(process.execPath, [path.join(workerDir, 'worker.js'), dataDir], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaint = '';
  worker.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const ended = new Promise<void>((resolve) => worker.once('close', () => resolve()));
  let heard = 0;
  for await (const line of createInterface({ input: worker.stdout })) {
    if (!line.startsWith('ack ')) continue;
    said.add(line.slice(4));
    heard += 1;
    if (heard === acknowledgements) {
      // The database first in one half of the rounds, its client first in the other.
      const victims =
        acknowledgements % 2 === 0
          ? [...postgresPids(), worker.pid ?? 0]
          : [worker.pid ?? 0, ...postgresPids()];
      killAll(victims);
    }
  }
  await ended;
  killAll(postgresPids());
  if (heard < acknowledgements) throw new Error(`the worker ended by itself: ${complaint}`);
}

async function missing(db: Db, said: ReadonlySet<string>): Promise<string[]> {
  const { rows } = await sql<{ said: string }>`
    select 'written ' || uid as said from claim
    union all select 'accepted ' || uid from claim where state = 'accepted'
    union all select 'proposed ' || uid from decision
    union all select 'published ' || subject from published.subject where edition is not null`.execute(
    db,
  );
  const found = new Set(rows.map((row) => row.said));
  return [...said].filter((line) => !found.has(line));
}

async function projection(db: Db): Promise<string[]> {
  const { rows } = await sql<{ row: string }>`
    select p::text as row from profile p union all select n::text from name_entry n
    union all select d::text from dispute d order by 1`.execute(db);
  return rows.map((entry) => entry.row);
}

test(
  `nothing acknowledged is lost in ${rounds} kills of server and database`,
  { timeout: 600_000 },
  async () => {
    const said = new Set<string>();
    for (let index = 0; index < rounds; index += 1) await round(1 + ((index * 7) % 23), said);
    const postgres = await startPostgres({ dataDir, as: 'kill test' });
    const database = openDatabase(postgres.connection, () => {});
    try {
      expect(said.size).toBeGreaterThan(rounds);
      expect(await missing(database.db, said)).toEqual([]);
      const before = await projection(database.db);
      await rebuildProjection(database.db);
      expect(await projection(database.db)).toEqual(before);
      // Whatever is public has its row for the log, written in the same commit.
      const { rows } = await sql<{ without: number }>`
        select count(*)::int as without from published.edition e
        where not exists (select from log_entry o where o.edition = e.uid)`.execute(database.db);
      expect(rows[0]?.without).toBe(0);
    } finally {
      await database.close();
      await postgres.stop();
    }
  },
);
