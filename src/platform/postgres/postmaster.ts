import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { PostgresBinaries } from './binaries.ts';
import { plainEnvironment, type Identity } from './identity.ts';
import type { PostgresLayout } from './layout.ts';
import { codeOf, PostgresError, storageError } from './postgres-error.ts';
import { processStart, worksIn } from './process-identity.ts';

/** PostgreSQL's main process. */
export interface Postmaster {
  readonly pid: number;
  isAlive(): boolean;
}

const stepMs = 20;

/** The main process that runs on this cluster now, whoever started it. */
export function findPostmaster(layout: PostgresLayout): Postmaster | undefined {
  const pid = recordedPid(layout);
  if (pid === undefined || !worksIn(pid, clusterPath(layout))) return undefined;
  return watchProcess(pid);
}

/**
 * Makes the postmaster.pid of a dead main process harmless. PostgreSQL would refuse to start when the
 * number lives again as another program, or as a zombie that nobody buries (a container's first
 * process seldom does). Only the number is changed, to one that cannot live; the rest of the file
 * lets PostgreSQL notice children of the old main process that still write to the cluster.
 *
 * Call only when `findPostmaster` finds none and this process holds the data folder.
 */
export function disarmStalePid(layout: PostgresLayout): void {
  if (recordedPid(layout) === undefined) return;
  const file = pidFile(layout);
  const [, ...rest] = readFileSync(file, 'utf8').split('\n');
  writeFileSync(file, [String(2 ** 31 - 1), ...rest].join('\n'));
}

/**
 * Starts the main process in a session of its own, so that Ctrl-C in the terminal does not reach it
 * before the server has finished with it. It outlives us if we are killed.
 */
export function spawnPostmaster(
  layout: PostgresLayout,
  binaries: PostgresBinaries,
  identity: Identity,
  socketFolder: string,
): Postmaster {
  const [program, args] = identity.wrap(binaries.postgres, [
    '-D',
    layout.cluster,
    '-k',
    socketFolder,
  ]);
  // The last one may be another user's; the folder is ours.
  rmSync(layout.startLog, { force: true });
  // A file, not a pipe: a pipe would break under a main process that outlives us.
  const output = openSync(layout.startLog, 'w', 0o600);
  try {
    const child = spawn(program, args, {
      cwd: layout.folder,
      detached: true,
      env: plainEnvironment,
      stdio: ['ignore', output, output],
      ...identity.spawnAs,
    });
    // Without a listener a failed exec would end the whole process; isAlive() tells it instead.
    child.on('error', () => {});
    child.unref();
    return {
      pid: child.pid ?? -1,
      isAlive: () =>
        child.pid !== undefined && child.exitCode === null && child.signalCode === null,
    };
  } finally {
    closeSync(output);
  }
}

/**
 * Ends the main process and with it all of PostgreSQL: open transactions are rolled back ("fast"); if
 * that takes over `patienceMs`, without a checkpoint, and the next start recovers ("immediate").
 */
export async function stopPostmaster(postmaster: Postmaster, patienceMs = 60_000): Promise<void> {
  const steps: [NodeJS.Signals, number][] = [
    ['SIGINT', patienceMs],
    ['SIGQUIT', 10_000],
    ['SIGKILL', 10_000],
  ];
  for (const [signal, waitMs] of steps) {
    if (!postmaster.isAlive()) return;
    try {
      process.kill(postmaster.pid, signal);
    } catch (error) {
      if (codeOf(error) === 'ESRCH') return;
      throw error;
    }
    const deadline = performance.now() + waitMs;
    while (postmaster.isAlive() && performance.now() < deadline) await pause(stepMs);
  }
}

/**
 * Waits until `probe` answers true. Recovery after a crash may take minutes; what ends the wait is the
 * death of the main process, or `patienceMs` without so much as an answer that it is starting.
 *
 * @throws PostgresError `disk-full`, `not-writable`, `start-failed` with what PostgreSQL said.
 */
export async function waitUntilReady(
  layout: PostgresLayout,
  postmaster: Postmaster,
  probe: () => Promise<'ready' | 'starting' | 'silent'>,
  patienceMs = 60_000,
): Promise<void> {
  let deadline = performance.now() + patienceMs;
  for (;;) {
    const state = await probe();
    if (state === 'ready') return;
    if (state === 'starting') deadline = performance.now() + patienceMs;
    if (!postmaster.isAlive()) throw startFailure(layout, 'ended');
    if (performance.now() > deadline) throw startFailure(layout, 'did not answer');
    await pause(stepMs);
  }
}

/** Whether a start failed because children of a killed main process still use the cluster's memory. */
export function isHeldByOrphans(error: unknown): boolean {
  return (
    error instanceof PostgresError && error.message.includes('pre-existing shared memory block')
  );
}

function startFailure(layout: PostgresLayout, what: string): PostgresError {
  const said = readFileSync(layout.startLog, 'utf8').trim().split('\n').slice(-12).join('\n');
  return (
    storageError(layout.dataDir, said) ??
    new PostgresError(
      'start-failed',
      `PostgreSQL ${what} while starting. Its log is in ${layout.logs}. It said:\n${said}`,
    )
  );
}

function watchProcess(pid: number): Postmaster {
  const started = processStart(pid);
  return { pid, isAlive: () => started !== undefined && processStart(pid) === started };
}

function recordedPid(layout: PostgresLayout): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(pidFile(layout), 'utf8'), 10);
    return pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

function pidFile(layout: PostgresLayout): string {
  return path.join(layout.cluster, 'postmaster.pid');
}

/** As the kernel names it, whatever symlinks lead there. */
function clusterPath(layout: PostgresLayout): string {
  try {
    return realpathSync(layout.cluster);
  } catch {
    return layout.cluster;
  }
}
