import type { Log } from '#platform/logging';

/** What a job may carry: ids and codes. Content is read again, under its own rules, by who runs it. */
export interface JobPayload {
  readonly [key: string]: PayloadValue | readonly PayloadValue[];
}
export type PayloadValue = string | number | boolean | null;

/** How a kind of job is queued. Times in seconds. */
export interface QueueSettings {
  readonly name: string;
  /** Attempts after the first. */
  readonly retryLimit: number;
  /** Before the second attempt; doubled, with jitter, for each one after. */
  readonly retryDelaySeconds: number;
  readonly retryDelayMaxSeconds: number;
  /** After this an attempt counts as failed and its signal is aborted. */
  readonly timeoutSeconds: number;
  /** How many run at once in one process. */
  readonly concurrency: number;
}

/** A kind of job: what may be put on its queue. Who handles it is said by `handleJob`. */
export interface Job<Payload extends JobPayload> extends QueueSettings {
  readonly parse: (value: unknown) => Payload;
  readonly singletonKey?: (payload: Payload) => string;
  readonly schedule?: { readonly cron: string; readonly payload: Payload };
}

export interface JobDeclaration<Payload extends JobPayload> extends Partial<
  Omit<QueueSettings, 'name'>
> {
  /** Lower case words with dots: `mail.send`. The queue's name, so never changed once it has shipped. */
  readonly name: string;
  /** @throws when the value is no payload of this job; then the job goes to the dead letters at once. */
  readonly parse: (value: unknown) => Payload;
  /**
   * Jobs with the same key wait only once: a second enqueue while one waits changes nothing. One that
   * already runs does not count, because it may have read what the second was meant to report.
   */
  readonly singletonKey?: (payload: Payload) => string;
  /** Put on the queue by the clock; `cron` has five fields, in UTC. */
  readonly schedule?: { readonly cron: string; readonly payload: Payload };
}

/** What a handler knows of the attempt it is in. */
export interface JobRun {
  readonly id: string;
  /** 1 for the first. */
  readonly attempt: number;
  readonly isLastAttempt: boolean;
  /** Aborted when the attempt takes too long or the process stops without it. */
  readonly signal: AbortSignal;
  readonly log: Log;
}

/** A job with its handler, ready to be started. */
export interface JobHandler {
  readonly queue: QueueSettings & {
    readonly isSingleton: boolean;
    readonly schedule?: { readonly cron: string; readonly payload: JobPayload; key?: string };
  };
  run(payload: unknown, run: JobRun): Promise<void>;
}

/**
 * Thrown by a handler when trying again cannot help. The job goes to the dead letters at once.
 * The code is kept and shown to the operator: never put content in it.
 */
export class PermanentFailure extends Error {
  override readonly name = 'PermanentFailure';
  readonly code: string;

  constructor(code: string, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
  }
}

const jobName = /^[a-z][a-z-]*(?:\.[a-z][a-z-]*)*$/u;

/** @throws RangeError on a name that is none. */
export function declareJob<Payload extends JobPayload>(
  declaration: JobDeclaration<Payload>,
): Job<Payload> {
  if (!jobName.test(declaration.name) || declaration.name === deadLetters) {
    throw new RangeError('"name" expected lower case words with dots');
  }
  return {
    retryLimit: 5,
    retryDelaySeconds: 10,
    retryDelayMaxSeconds: 3600,
    timeoutSeconds: 900,
    concurrency: 1,
    ...declaration,
  };
}

/** The queue of what was given up, for all kinds of jobs. */
export const deadLetters = 'dead';

/** Joins a job with what does it. Handlers must be idempotent: a crash runs them again. */
export function handleJob<Payload extends JobPayload>(
  job: Job<Payload>,
  handler: (payload: Payload, run: JobRun) => Promise<void>,
): JobHandler {
  const { name, retryLimit, retryDelaySeconds, retryDelayMaxSeconds, timeoutSeconds } = job;
  const key = job.schedule && job.singletonKey?.(job.schedule.payload);
  return {
    queue: {
      ...{ name, retryLimit, retryDelaySeconds, retryDelayMaxSeconds, timeoutSeconds },
      concurrency: job.concurrency,
      isSingleton: job.singletonKey !== undefined,
      ...(job.schedule && { schedule: { ...job.schedule, ...(key !== undefined && { key }) } }),
    },
    run: (value, run) => handler(parsePayload(job, value), run),
  };
}

/** The queue of a job in a process that puts jobs on it and leaves the work to others. */
export function queueOnly<Payload extends JobPayload>(job: Job<Payload>): JobHandler {
  return handleJob(job, () => Promise.reject(new Error('This process only enqueues')));
}

function parsePayload<Payload extends JobPayload>(job: Job<Payload>, value: unknown): Payload {
  try {
    return job.parse(value);
  } catch (error) {
    throw new PermanentFailure('payload', { cause: error });
  }
}

// Identifiers, days, codes. No blank, no "@", no other alphabet: what people write does not fit.
const identifier = /^[\w.:/+-]{0,100}$/u;

/**
 * Keeps content out of the queue, whose rows outlive what they speak of and are shown to operators.
 *
 * @throws RangeError naming the key that is no id.
 */
export function assertIdsOnly(payload: JobPayload): void {
  for (const [key, value] of Object.entries(payload)) {
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    for (const one of values) {
      if (typeof one === 'string' ? !identifier.test(one) : !isPlain(one)) {
        throw new RangeError(`"${key}" expected an id: jobs carry no content`);
      }
    }
  }
}

function isPlain(value: unknown): boolean {
  return value === null || typeof value === 'boolean' || Number.isFinite(value);
}
