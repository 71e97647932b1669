import { setTimeout as sleep } from 'node:timers/promises';
import { KeyProblem } from '@countersign/countersigner/node';
import type { ConnectionOptions, Db } from '#platform/database';
import type { Log } from '#platform/logging';
import { raiseAlarm } from '../alarms.ts';
import { collectCosignatures } from '../countersigning/collect-cosignatures.ts';
import { LogError } from '../log-error.ts';
import { batchWhenDue } from '../private-batch/batch-when-due.ts';
import { publishNewest } from '../publish-checkpoint.ts';
import type { Signer } from '../signer/signer.ts';
import type { TreeFiles } from '../tree/tree-files.ts';
import { askAcceptance } from '../succession/ask-acceptance.ts';
import { keepSuccessions } from '../succession/keep-successions.ts';
import { stampPublished } from '../timestamps/index.ts';
import { newestSigned } from './newest-signed.ts';
import { prepareLead } from './prepare-lead.ts';
import { runRound, type SequencerMemory } from './run-round.ts';
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
  /** How long to wait before what stopped the log is tried again. */
  readonly retryMs?: number;
  /** Told why the log stands still, and undefined when it goes on. */
  readonly onStopped?: (error: LogError | undefined) => void;
}

export interface Sequencer {
  /** Ends after the round under way. */
  stop(): Promise<void>;
}

// Entries wait a second at most when a notice was lost; a standby takes over after two.
const pollMs = 1_000;
const standbyMs = 2_000;
/** How long to wait before trying again what a person must mend. */
const stoppedMs = 15_000;
const countersignerTimeoutMs = 10_000;
/** Countersigners that did not sign the newest checkpoint are asked again. */
const askAgainMs = 60_000;

/** Brings the log forward as long as it runs, in whichever process leads. */
export function startSequencer(options: SequencerOptions): Sequencer {
  const ending = new AbortController();
  const running = lead(options, ending.signal);
  return {
    async stop() {
      ending.abort();
      await running;
    },
  };
}

async function lead(options: SequencerOptions, ending: AbortSignal): Promise<void> {
  const { connection, log, onStopped } = options;
  while (!ending.aborted) {
    let waitMs = standbyMs;
    try {
      const taken = await takeLead(connection);
      if (taken !== undefined) {
        const wake = () => taken.wake();
        ending.addEventListener('abort', wake, { once: true });
        try {
          await sequence(options, taken, ending);
        } finally {
          ending.removeEventListener('abort', wake);
          await taken.close().catch(() => {});
        }
      }
    } catch (error) {
      waitMs = options.retryMs ?? stoppedMs;
      log.error('log stands still', { error });
      const stopped = stoppedBy(error);
      if (stopped !== undefined) {
        onStopped?.(stopped);
        await raiseAlarm(options.db, {
          kind: 'log-stopped',
          origin: '',
          detail: { code: stopped.code, message: stopped.message },
        }).catch(() => {});
      }
    }
    await sleep(waitMs, undefined, { signal: ending }).catch(() => {});
  }
}

/** What a person must mend, if it is that. */
function stoppedBy(error: unknown): LogError | undefined {
  if (error instanceof LogError) return error;
  if (!(error instanceof KeyProblem)) return undefined;
  return new LogError('key-unusable', error.message, { cause: error });
}

async function sequence(options: SequencerOptions, held: Lead, ending: AbortSignal): Promise<void> {
  const { db, files, onStopped } = options;
  const signer = await options.openSigner();
  const cosigning = startCosigning(options, ending);
  try {
    await prepareLead({ db, files, signer }, countersignerTimeoutMs);
    onStopped?.(undefined);
    const memory: SequencerMemory = { registerFiles: new Set() };
    cosigning.wake();
    while (!ending.aborted && !held.lost) {
      await batchWhenDue(db, options.nowMs());
      const round = await runRound({ db, files, signer }, memory);
      if (round !== undefined) cosigning.wake();
      if (round?.more !== true) await held.wait(pollMs);
    }
  } finally {
    await cosigning.stop();
    await signer.close();
  }
}

// Beside the rounds: a countersigner that takes ten seconds keeps no entry waiting for its place.
function startCosigning(options: SequencerOptions, ending: AbortSignal) {
  const { db, files, log } = options;
  const stopping = new AbortController();
  const signal = AbortSignal.any([ending, stopping.signal]);
  let wakeUp = () => {};
  let isWoken = false;
  const stamp = async () => {
    const { urls = [], roots = [] } = options.timestamps ?? {};
    const failed = await stampPublished(db, {
      urls,
      trustedRoots: roots,
      nowMs: options.nowMs,
      fetch: globalThis.fetch,
      timeoutMs: countersignerTimeoutMs,
    });
    for (const { code } of failed) log.warn('timestamp not kept', { code });
  };
  const run = async () => {
    while (!signal.aborted) {
      try {
        const head = await newestSigned(db);
        isWoken = false;
        if (head !== undefined) {
          await publishNewest(db);
          await collectCosignatures(db, files, head, { timeoutMs: countersignerTimeoutMs, signal });
          await publishNewest(db);
          await keepSuccessions(db, files);
          await askAcceptance(db, files, head, { timeoutMs: countersignerTimeoutMs, signal });
          await stamp();
        }
      } catch (error) {
        if (!signal.aborted) log.error('cosignatures not collected', { error });
      }
      if (!isWoken) await new Promise<void>((resolve) => setWaiting(resolve));
    }
  };
  const setWaiting = (resolve: () => void) => {
    const timer = setTimeout(resolve, askAgainMs);
    wakeUp = () => {
      clearTimeout(timer);
      resolve();
    };
    if (signal.aborted) wakeUp();
  };
  const running = run();
  return {
    wake() {
      isWoken = true;
      wakeUp();
    },
    async stop() {
      stopping.abort();
      wakeUp();
      await running;
    },
  };
}
