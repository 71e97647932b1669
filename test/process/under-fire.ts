import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'vite';

/** A worker that is killed again and again, together with its database. */
export interface UnderFire {
  readonly dataDir: string;
  /** Lets the worker acknowledge so many writes, noted in `said`, then kills it and its database at once. */
  round(acknowledgements: number, said: Set<string>): Promise<void>;
  remove(): void;
}

/**
 * Makes one file of a worker, which loads in half the time: it is started many times.
 *
 * @param source a module beside this one that takes a data folder and says "ack ..." in lines.
 */
export async function putUnderFire(source: string): Promise<UnderFire> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'countersign kill '));
  // Inside the repository, so that what is not bundled is found.
  const cache = path.resolve(import.meta.dirname, '../../node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const workerDir = mkdtempSync(path.join(cache, 'countersign-kill-'));
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: path.join(import.meta.dirname, source),
      outDir: workerDir,
      rolldownOptions: { output: { entryFileNames: 'worker.js', codeSplitting: false } },
    },
  });
  return {
    dataDir,
    round: (acknowledgements, said) =>
      round({ dataDir, worker: path.join(workerDir, 'worker.js') }, acknowledgements, said),
    remove() {
      for (const folder of [workerDir, dataDir, `${dataDir}-keys`]) {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}

/** Pids of the database's processes on a folder: their working directory is the cluster. */
function postgresPids(dataDir: string): number[] {
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

async function round(
  { dataDir, worker: program }: { readonly dataDir: string; readonly worker: string },
  acknowledgements: number,
  said: Set<string>,
): Promise<void> {
  const worker = spawn(process.execPath, [program, dataDir], { stdio: ['ignore', 'pipe', 'pipe'] });
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
      const pids = postgresPids(dataDir);
      const own = worker.pid ?? 0;
      killAll(acknowledgements % 2 === 0 ? [...pids, own] : [own, ...pids]);
    }
  }
  await ended;
  killAll(postgresPids(dataDir));
  if (heard < acknowledgements) throw new Error(`the worker ended by itself: ${complaint}`);
}
