import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, readlinkSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');

export interface ServerProcess {
  readonly url: URL;
  /** Proportional set size of the server and of its PostgreSQL, in megabytes. */
  memoryMb(): { readonly server: number; readonly postgres: number };
  stop(): Promise<void>;
}

/** Starts the whole product on a data folder, as `npm start` does, with the sample in it. */
export async function startServer(dataDir: string, port: number): Promise<ServerProcess> {
  const env = { ...process.env, COUNTERSIGN_DATA: dataDir, PORT: String(port), LOG_LEVEL: 'warn' };
  spawnSync(process.execPath, [path.join(root, 'src/cli/main.ts'), 'sample'], { env });
  const child = spawn(process.execPath, [path.join(root, 'src/main.ts')], {
    env: { ...env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await saidItIsThere(child);
  return {
    url: new URL(`http://127.0.0.1:${port}`),
    memoryMb: () => ({
      server: pss(child.pid ?? 0),
      postgres: postgresPids(dataDir).reduce((sum, pid) => sum + pss(pid), 0),
    }),
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function saidItIsThere(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
    child.stdout?.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('Countersign is at')) resolve();
    });
  });
}

// Shared pages are counted once, in proportion: adding up resident sizes would count PostgreSQL's
// shared memory once a process.
function pss(pid: number): number {
  const file = `/proc/${pid}/smaps_rollup`;
  if (!existsSync(file)) return 0;
  const kilobytes = /^Pss:\s+(\d+) kB/m.exec(readFileSync(file, 'utf8'))?.[1];
  return Number(kilobytes ?? 0) / 1024;
}

function postgresPids(dataDir: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        // Every process of a cluster works in the cluster's folder.
        const name = readFileSync(`/proc/${pid}/comm`, 'utf8');
        return name.startsWith('postgres') && readlinkSync(`/proc/${pid}/cwd`).startsWith(dataDir);
      } catch {
        return false;
      }
    });
}
