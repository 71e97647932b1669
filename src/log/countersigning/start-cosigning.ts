import type { Db } from '#platform/database';
import type { Log } from '#platform/logging';
import { publishNewest } from '../publish-checkpoint.ts';
import { newestSigned } from '../sequencer/newest-signed.ts';
import type { TreeFiles } from '../tree/tree-files.ts';
import { collectCosignature, type SignedHead } from './collect-cosignatures.ts';
import { AskSchedule } from './ask-schedule.ts';
import { listCountersigners, type ListedCountersigner } from './countersigners.queries.ts';

export interface CosigningOptions {
  readonly db: Db;
  readonly files: TreeFiles;
  readonly nowMs: () => number;
  readonly log: Log;
  /** For one answer. */
  readonly timeoutMs: number;
  /** Called whenever something may have been published, and once a minute. */
  readonly onPublished: (signal: AbortSignal) => Promise<void>;
}

export interface Cosigning {
  /** There is a new checkpoint, or another countersigner. */
  wake(): void;
  /** Ends what is under way. */
  stop(): Promise<void>;
}

/** How often at least something is looked at: who countersigns, and what could not be timestamped. */
const lookAgainMs = 60_000;

/**
 * Has each countersigner sign the newest checkpoint and publishes it as soon as enough have: beside the
 * rounds, and each by itself, so that one that takes ten seconds keeps no entry and no other waiting.
 */
export function startCosigning(options: CosigningOptions): Cosigning {
  const { db, files, log } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const schedule = new AskSchedule();
  const waiter = createWaiter();
  const report = (error: unknown) => {
    if (!signal.aborted) log.error('cosignatures not collected', { error });
  };
  const tasks = createTasks(() => waiter.wake(), report);
  const ask = async (head: SignedHead, one: ListedCountersigner) => {
    schedule.begin(one.id, head.size);
    const { kind } = await collectCosignature(db, files, head, one, { ...options, signal });
    if (kind === 'cosigned') schedule.signed(one.id);
  };
  let nextStampMs = 0;
  const look = async () => {
    const head = await newestSigned(db);
    if (head === undefined) return;
    const published = await publishNewest(db);
    if (published !== undefined || nextStampMs <= performance.now()) {
      nextStampMs = performance.now() + lookAgainMs;
      tasks.start('published', () => options.onPublished(signal));
    }
    for (const one of await listCountersigners(db)) {
      if (schedule.isDue(one.id, head.size)) tasks.start(one.id, () => ask(head, one));
    }
  };
  const run = async () => {
    while (!signal.aborted) {
      const rest = waiter.begin();
      await look().catch(report);
      if (!signal.aborted) await rest(Math.min(schedule.nextMs(), lookAgainMs));
    }
    await tasks.ended();
  };
  const running = run();
  return {
    wake: () => waiter.wake(),
    async stop() {
      stopping.abort();
      waiter.wake();
      await running;
    },
  };
}

/** Works that go on beside each other, each by its name once at a time. */
function createTasks(onEnd: () => void, report: (error: unknown) => void) {
  const running = new Map<string, Promise<void>>();
  return {
    start(name: string, work: () => Promise<void>): void {
      if (running.has(name)) return;
      const task = work()
        .catch(report)
        .finally(() => {
          running.delete(name);
          onEnd();
        });
      running.set(name, task);
    },
    ended: () => Promise.all(running.values()),
  };
}

/** Waits for a time or a call, without missing a call that comes while one is still at work. */
function createWaiter() {
  let isWoken = false;
  let wakeUp = () => {};
  return {
    wake() {
      isWoken = true;
      wakeUp();
    },
    /** From here on a call counts. */
    begin() {
      isWoken = false;
      return (ms: number) =>
        new Promise<void>((resolve) => {
          if (isWoken) return resolve();
          const timer = setTimeout(resolve, ms);
          wakeUp = () => {
            clearTimeout(timer);
            resolve();
          };
        });
    },
  };
}
