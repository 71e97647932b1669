import { setTimeout as after } from 'node:timers/promises';
import type { ConnectionOptions, Db } from '#platform/database';
import { keepDoing, type OngoingWork } from '#platform/lifetime';
import type { Log } from '#platform/logging';
import { raiseAlarm } from '../alarms.ts';
import { startCosigning } from '../countersigning/start-cosigning.ts';
import { asLogError, type LogError } from '../log-error.ts';
import { batchOnce } from '../private-batch/batch-when-due.ts';
import type { Signer } from '../signer/signer.ts';
import type { TreeFiles } from '../tree/tree-files.ts';
import { askAcceptance } from '../succession/ask-acceptance.ts';
import { keepSuccessions } from '../succession/keep-successions.ts';
import { stampPublished } from '../timestamps/index.ts';
import { dropRegisterFiles } from './drop-register-files.ts';
import { newestSigned } from './newest-signed.ts';
import { prepareLead } from './prepare-lead.ts';
import { newMemory, runRound } from './run-round.ts';
import { takeLead, type Lead } from './take-lead.ts';

export interface SequencerOptions {
  readonly db: Db;
  readonly connection: ConnectionOptions;
  readonly files: TreeFiles;
  /** Opened while this process leads, and closed after. */
  readonly openSigner: () => Promise<Signer>;
  readonly nowMs: () => number;
  /** Authorities that timestamp what is published; none when absent. */
  readonly timestamps?: { readonly urls: readonly string[]; readonly roots: readonly Uint8Array[] };
  readonly log: Log;
  /** How long after a round the next one begins at the earliest, where no more waits than one takes. */
  readonly restMs?: number;
  /** How long to wait before what stopped the log is tried again. */
  readonly retryMs?: number;
  /** Told why the log stands still, and undefined when it goes on. */
  readonly onStopped?: (error: LogError | undefined) => void;
}

// Entries wait a second at most when a notice was lost; a standby takes over after two.
const pollMs = 1_000;
/**
 * What comes alone goes at once; what comes in a stream goes together. A round costs some milliseconds of this process
 * however little it places, and a checkpoint wakes countersigners, timestamps and pages.
 */
const restMs = 250;
const standbyMs = 2_000;
/** How long to wait before trying again what a person must mend. */
const stoppedMs = 15_000;
/** How often files are removed that nobody needs any more. */
const dropEveryMs = 3_600_000;
const countersignerTimeoutMs = 10_000;

/** Brings the log forward as long as it runs, in whichever process leads. Closed, it ends after a round. */
export function startSequencer(options: SequencerOptions): OngoingWork {
  return keepDoing((ending) => lead(options, ending));
}

/** Leads as long as it may. @returns after how many milliseconds to try again. */
async function lead(options: SequencerOptions, ending: AbortSignal): Promise<number> {
  const { connection, log, onStopped } = options;
  try {
    const taken = await takeLead(connection);
    if (taken === undefined) return standbyMs;
    const wake = () => taken.wake();
    ending.addEventListener('abort', wake, { once: true });
    try {
      await sequence(options, taken, ending);
    } finally {
      ending.removeEventListener('abort', wake);
      await taken.close().catch((error: unknown) => {
        log.warn('the lead of the log was not given up in order', { error });
      });
    }
    return standbyMs;
  } catch (error) {
    log.error('log stands still', { error });
    const stopped = asLogError(error);
    if (stopped !== undefined) {
      onStopped?.(stopped);
      await raiseAlarm(options.db, {
        kind: 'log-stopped',
        origin: '',
        detail: { code: stopped.code, message: stopped.message },
      }).catch((unkept: unknown) => {
        log.warn('no alarm could be raised', { error: unkept });
      });
    }
    return options.retryMs ?? stoppedMs;
  }
}

async function sequence(options: SequencerOptions, held: Lead, ending: AbortSignal): Promise<void> {
  const { db, files, onStopped } = options;
  const signer = await options.openSigner();
  const cosigning = startCosigning({
    ...options,
    timeoutMs: countersignerTimeoutMs,
    onPublished: (signal) => afterPublication(options, signal),
  });
  try {
    const { nowMs } = options;
    await prepareLead({ db, files, signer }, { timeoutMs: countersignerTimeoutMs, nowMs });
    onStopped?.(undefined);
    const memory = newMemory();
    cosigning.wake();
    const batchWhenDue = batchOnce(db);
    let isTold = false;
    let nextDropMs = 0;
    while (!ending.aborted && !held.lost) {
      await batchWhenDue(nowMs());
      const round = await runRound({ db, files, signer }, memory, isTold);
      const rested = performance.now() + (options.restMs ?? restMs);
      if (round !== undefined) cosigning.wake();
      if (performance.now() > nextDropMs) {
        nextDropMs = performance.now() + dropEveryMs;
        // What is written again must not be taken for written.
        if ((await dropRegisterFiles(db, files)) > 0) memory.registerFiles.clear();
      }
      // Also a notice that somebody was added who countersigns.
      isTold = round?.more === true || (await held.wait(pollMs));
      if (isTold && round?.more !== true) {
        cosigning.wake();
        if (round !== undefined) await rest(rested - performance.now(), ending);
      }
    }
  } finally {
    await cosigning.stop();
    await signer.close();
  }
}

async function rest(ms: number, ending: AbortSignal): Promise<void> {
  if (ms > 0) await after(ms, undefined, { signal: ending }).catch(() => {});
}

async function afterPublication(options: SequencerOptions, signal: AbortSignal): Promise<void> {
  const { db, files } = options;
  await keepSuccessions(db, files);
  const head = await newestSigned(db);
  if (head !== undefined) {
    await askAcceptance(db, files, head, {
      ...{ timeoutMs: countersignerTimeoutMs, nowMs: options.nowMs, signal },
    });
  }
  await stamp(options);
}

async function stamp({ db, timestamps, nowMs, log }: SequencerOptions): Promise<void> {
  const { urls = [], roots = [] } = timestamps ?? {};
  const failed = await stampPublished(db, {
    urls,
    trustedRoots: roots,
    nowMs,
    fetch: globalThis.fetch,
    timeoutMs: countersignerTimeoutMs,
  });
  for (const { code } of failed) log.warn('timestamp not kept', { code });
}
