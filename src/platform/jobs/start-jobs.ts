import { PgBoss, type JobResult, type JobWithMetadata } from 'pg-boss';
import type { ConnectionOptions } from '#platform/database';
import { describeError, type Log } from '#platform/logging';
import { jobSchema } from './enqueue.ts';
import { deadLetters, PermanentFailure, type JobHandler, type JobRun } from './job.ts';
import { ensureQueues, ensureSchedules } from './queues.ts';

/** How one attempt ended: `retry` will be tried again, `dead` will not. */
export interface JobOutcome {
  readonly job: string;
  readonly outcome: 'done' | 'retry' | 'dead';
  readonly ms: number;
}

export interface JobsOptions {
  readonly connection: ConnectionOptions;
  readonly log: Log;
  readonly handlers: readonly JobHandler[];
  /** False in a process that only enqueues or looks on. */
  readonly work: boolean;
  readonly onOutcome?: (outcome: JobOutcome) => void;
  /** How often a worker looks without being woken: for retries, and if a notice was missed. */
  readonly pollSeconds?: number;
}

export interface Jobs {
  /**
   * Puts a dead letter back on its queue, with its attempts counted anew.
   *
   * @param id as in `listDead`.
   * @returns false when there is no such dead letter (any more).
   */
  retryDead(id: string): Promise<boolean>;
  /**
   * Takes no new jobs and waits for the running ones, `deadlineMs` at most; what has not finished by
   * then is told so by its signal and runs again at the next start.
   */
  stop(deadlineMs?: number): Promise<void>;
}

const defaultDeadlineMs = 20_000;

/** Makes schema, queues and schedules, and with `work` the workers. Waking takes one connection more. */
export async function startJobs(options: JobsOptions): Promise<Jobs> {
  const { handlers, log } = options;
  const boss = createBoss(options);
  await boss.start();
  try {
    await ensureQueues(boss, handlers);
    if (options.work) {
      await ensureSchedules(boss, handlers);
      for (const handler of handlers) await startWorkers(boss, handler, options);
    }
  } catch (error) {
    await boss.stop({ graceful: false });
    throw error;
  }
  const names = options.work ? handlers.map(({ queue }) => queue.name) : [];
  log.info('jobs ready', { count: names.length });
  return {
    retryDead: async (id) => (await boss.redrive(deadLetters, { ids: [id] })) > 0,
    stop: (deadlineMs = defaultDeadlineMs) => stop(boss, names, deadlineMs),
  };
}

/** Makes schema and queues and lets go again: for a command line, or a template of test databases. */
export async function prepareJobs(options: Omit<JobsOptions, 'work'>): Promise<void> {
  const jobs = await startJobs({ ...options, work: false });
  await jobs.stop();
}

function createBoss({ connection, log, work }: JobsOptions): PgBoss {
  // Only what is set: pg-boss refuses a key that is there and undefined.
  const given = Object.entries(connection).filter(([, value]) => value !== undefined);
  const boss = new PgBoss({
    ...(Object.fromEntries(given) as object),
    schema: jobSchema,
    application_name: 'countersign jobs',
    max: 4,
    useListenNotify: work,
    schedule: work,
    supervise: work,
    superviseIntervalSeconds: 15,
    monitorIntervalSeconds: 15,
  });
  boss.on('error', (error) => log.error('jobs met an error', { error }));
  boss.on('warning', ({ data }) => {
    const type = 'type' in data && typeof data.type === 'string' ? data.type : 'unknown';
    log.warn('jobs gave a warning', { code: type });
  });
  return boss;
}

async function startWorkers(
  boss: PgBoss,
  handler: JobHandler,
  options: JobsOptions,
): Promise<void> {
  const pollSeconds = options.pollSeconds ?? 5;
  const settings = {
    batchSize: 1,
    perJobResults: true,
    includeMetadata: true,
    pollingIntervalSeconds: Math.min(pollSeconds, 2),
    notifyPollingIntervalSeconds: pollSeconds,
  } as const;
  for (let worker = 0; worker < handler.queue.concurrency; worker += 1) {
    let id: string | undefined;
    // A notice wakes a worker for one job, however many came. So each job makes its worker look
    // again at once; otherwise the second of two would wait for the next poll.
    const lookAgain = (): void => {
      if (id !== undefined) boss.notifyWorker(id);
    };
    id = await boss.work(handler.queue.name, settings, async (jobs: JobWithMetadata<unknown>[]) => {
      lookAgain();
      return Promise.all(jobs.map((job) => attempt(handler, job, options)));
    });
    lookAgain();
  }
}

async function attempt(
  handler: JobHandler,
  job: JobWithMetadata<unknown>,
  { log, onOutcome }: JobsOptions,
): Promise<JobResult> {
  const started = performance.now();
  const isLastAttempt = job.retryCount >= job.retryLimit;
  const about = { job: job.name, jobId: job.id, attempt: job.retryCount + 1 };
  const run: JobRun = {
    id: job.id,
    attempt: about.attempt,
    isLastAttempt,
    signal: job.signal,
    log: log.with(about),
  };
  const end = (outcome: JobOutcome['outcome']): number => {
    const ms = performance.now() - started;
    onOutcome?.({ job: job.name, outcome, ms });
    return ms;
  };
  try {
    await handler.run(job.data, run);
    run.log.debug('job done', { ms: end('done') });
    return { id: job.id, status: 'completed' };
  } catch (error) {
    const isDead = isLastAttempt || error instanceof PermanentFailure;
    const ms = end(isDead ? 'dead' : 'retry');
    const code = codeOf(error);
    if (isDead) run.log.error('job given up', { code, ms, error });
    else run.log.warn('job failed, will be tried again', { code, ms, error });
    // Only the code is kept in the queue: messages quote what the job was about.
    return { id: job.id, status: isDead ? 'deadletter' : 'failed', output: { code } };
  }
}

function codeOf(error: unknown): string {
  const { code, name } = describeError(error);
  return code ?? name;
}

// Not pg-boss's own graceful stop, which looks only every half second whether the workers are done.
async function stop(boss: PgBoss, names: readonly string[], deadlineMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, deadlineMs);
  });
  const finished = Promise.all(names.map((name) => boss.offWork(name, { wait: true })));
  await Promise.race([finished, deadline]);
  clearTimeout(timer);
  await boss.stop({ graceful: false });
}
