import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { openDatabase, type Database } from '#platform/database';
import { createLog } from '#platform/logging';
import { createTestDatabase } from '../../../test/database/index.ts';
import {
  declareJob,
  enqueue,
  handleJob,
  listDead,
  listJobs,
  PermanentFailure,
  prepareJobs,
  startJobs,
  type JobHandler,
  type JobOutcome,
  type Jobs,
} from './index.ts';

type TestDatabase = Awaited<ReturnType<typeof createTestDatabase>>;

const payload = z.strictObject({ id: z.string() });
const parse = (value: unknown): { id: string } => payload.parse(value);
const rarePoll = 3600;
const quick = { retryDelaySeconds: 0, retryLimit: 2 };

let testDatabase: TestDatabase;
let database: Database;
let running: Jobs[] = [];
let lines: string[] = [];
let outcomes: JobOutcome[] = [];
const log = createLog({ level: 'debug', destination: { write: (line) => void lines.push(line) } });

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = openDatabase(testDatabase.options, () => {});
});

afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

beforeEach(() => {
  lines = [];
  outcomes = [];
});

afterEach(async () => {
  await Promise.all(running.map((jobs) => jobs.stop(1000)));
  running = [];
});

async function start(
  handlers: readonly JobHandler[],
  work = true,
  pollSeconds = 0.5,
): Promise<Jobs> {
  const jobs = await startJobs({
    connection: testDatabase.options,
    log,
    handlers,
    work,
    pollSeconds,
    onOutcome: (outcome) => void outcomes.push(outcome),
  });
  running.push(jobs);
  return jobs;
}

async function put(job: Parameters<typeof enqueue<{ id: string }>>[1], id: string) {
  return database.db.transaction().execute((tx) => enqueue(tx, job, { id }));
}

async function storedSchedules() {
  const { rows } = await database.pool.query(
    "select cron, data from pgboss.schedule where name = 'nightly'",
  );
  return rows;
}

async function overviewOf(name: string) {
  const all = await listJobs(database.db);
  return all.find((queue) => queue.name === name);
}

test('schema and queues survive processes that start at the same time', async () => {
  const fresh = await createTestDatabase();
  const handler = handleJob(declareJob({ name: 'race', parse }), async () => {});
  const options = { connection: fresh.options, log, handlers: [handler] };
  await Promise.all(Array.from({ length: 5 }, () => prepareJobs(options)));
  const opened = openDatabase(fresh.options, () => {});
  expect(await listJobs(opened.db)).toEqual([
    { name: 'race', waiting: 0, active: 0, failed: 0, dead: 0 },
  ]);
  await opened.close();
  await fresh.drop();
  expect(lines.join('')).not.toContain('"level":"error"');
});

test('a job runs after its transaction commits, within milliseconds', async () => {
  const job = declareJob({ name: 'commit', parse });
  const ran = Promise.withResolvers<string>();
  await start([handleJob(job, async ({ id }) => ran.resolve(id))], true, rarePoll);
  const id = await put(job, '42');
  const committed = performance.now();
  expect(await ran.promise).toBe('42');
  // It was woken: the next poll is an hour away.
  expect(performance.now() - committed).toBeLessThan(5000);
  expect(id).toMatch(/^[0-9a-f-]{36}$/u);
});

test('a job of a transaction that rolls back never existed', async () => {
  const job = declareJob({ name: 'rollback', parse });
  await start([handleJob(job, async () => {})], false);
  const failing = database.db.transaction().execute(async (tx) => {
    await enqueue(tx, job, { id: '1' });
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(await overviewOf('rollback')).toMatchObject({ waiting: 0 });
});

test('content is refused before it reaches the queue', async () => {
  const job = declareJob({ name: 'content', parse });
  await start([handleJob(job, async () => {})], false);
  await expect(put(job, 'a letter of Shirin')).rejects.toThrow('jobs carry no content');
  await expect(put(job, 'x'.repeat(101))).rejects.toThrow('jobs carry no content');
  expect(await overviewOf('content')).toMatchObject({ waiting: 0 });
});

test('a queue nobody prepared is an error, not a silence', async () => {
  await start([], false);
  await expect(put(declareJob({ name: 'nobody', parse }), '1')).rejects.toThrow('prepared');
});

test('with a singleton key the same job waits once, another beside it', async () => {
  const job = declareJob({ name: 'once', parse, singletonKey: ({ id }) => id });
  await start([handleJob(job, async () => {})], false);
  expect(await put(job, 'a')).toBeDefined();
  expect(await put(job, 'a')).toBeUndefined();
  expect(await put(job, 'b')).toBeDefined();
  expect(await overviewOf('once')).toMatchObject({ waiting: 2 });
});

test('many jobs at once do not wait for the next poll', async () => {
  const job = declareJob({ name: 'many', parse });
  const seen = new Set<string>();
  const all = Promise.withResolvers<void>();
  const handler = handleJob(job, async ({ id }) => {
    seen.add(id);
    if (seen.size === 20) all.resolve();
  });
  await start([handler], true, rarePoll);
  const began = performance.now();
  await database.db.transaction().execute(async (tx) => {
    for (let id = 0; id < 20; id += 1) await enqueue(tx, job, { id: String(id) });
  });
  await all.promise;
  expect(performance.now() - began).toBeLessThan(5000);
});

test('a failed job is tried again, then given up, and its words stay out of queue and log', async () => {
  const job = declareJob({ name: 'fail', parse, ...quick });
  const attempts: number[] = [];
  const last = Promise.withResolvers<void>();
  const handler = handleJob(job, async (_payload, run) => {
    attempts.push(run.attempt);
    if (run.isLastAttempt) last.resolve();
    throw Object.assign(new Error('secret of Shirin'), { code: 'E_PLANTED' });
  });
  const jobs = await start([handler]);
  await put(job, '1');
  await last.promise;
  await vi.waitFor(async () => expect(await overviewOf('fail')).toMatchObject({ dead: 1 }));
  expect(attempts).toEqual([1, 2, 3]);
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(['retry', 'retry', 'dead']);
  expect(await overviewOf('fail')).toMatchObject({ lastCode: 'E_PLANTED', waiting: 0 });
  expect(lines.join('')).toContain('E_PLANTED');
  expect(lines.join('')).not.toContain('Shirin');
  const stored = await database.pool.query('select j::text as row from pgboss.job j');
  expect(JSON.stringify(stored.rows)).not.toContain('Shirin');

  const [dead] = (await listDead(database.db)).rows;
  expect(dead).toMatchObject({ queue: 'fail', attempts: 3, code: 'E_PLANTED' });
  expect(dead?.givenUpAt).toBeInstanceOf(Date);
  await jobs.stop();
  const looker = await start([handler], false);
  expect(await looker.retryDead(dead?.id ?? '')).toBe(true);
  expect(await looker.retryDead(dead?.id ?? '')).toBe(false);
  expect(await overviewOf('fail')).toMatchObject({ dead: 0, waiting: 1 });
});

test('a failure that is for good is not tried again', async () => {
  const job = declareJob({ name: 'for-good', parse, ...quick });
  let attempts = 0;
  const handler = handleJob(job, async () => {
    attempts += 1;
    throw new PermanentFailure('mailbox-unknown');
  });
  await start([handler]);
  await put(job, '1');
  await vi.waitFor(async () => expect(await overviewOf('for-good')).toMatchObject({ dead: 1 }));
  expect(attempts).toBe(1);
  expect(await overviewOf('for-good')).toMatchObject({ lastCode: 'mailbox-unknown' });
});

test('stopping waits for what runs and takes nothing new', async () => {
  const job = declareJob({ name: 'stop', parse });
  const began = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const handler = handleJob(job, async () => {
    began.resolve();
    await release.promise;
  });
  const jobs = await start([handler]);
  await put(job, '1');
  await began.promise;
  await put(job, '2');
  const stopped = jobs.stop();
  // Time enough for a stop that does not wait to have given the job up.
  for (let look = 0; look < 30; look += 1) {
    expect(await overviewOf('stop')).toMatchObject({ waiting: 1, active: 1 });
  }
  release.resolve();
  await stopped;
  expect(outcomes).toMatchObject([{ job: 'stop', outcome: 'done' }]);
  expect(await overviewOf('stop')).toMatchObject({ waiting: 1, active: 0, failed: 0 });
});

test('what outlasts the deadline is told so and runs again later', async () => {
  const job = declareJob({ name: 'outlast', parse, ...quick });
  const began = Promise.withResolvers<void>();
  const aborted = Promise.withResolvers<void>();
  const handler = handleJob(job, async (_payload, run) => {
    run.signal.addEventListener('abort', () => aborted.resolve());
    began.resolve();
    await aborted.promise;
  });
  const jobs = await start([handler]);
  await put(job, '1');
  await began.promise;
  await jobs.stop(10);
  await aborted.promise;
  expect(await overviewOf('outlast')).toMatchObject({ failed: 1, lastCode: 'interrupted' });
});

test('a schedule is kept as declared, and dropped when no longer declared', async () => {
  const schedule = { cron: '15 3 * * *', payload: { id: 'all' } };
  const nightly = { name: 'nightly', parse, singletonKey: () => 'all' };
  const first = await start([handleJob(declareJob({ ...nightly, schedule }), async () => {})]);
  expect(await storedSchedules()).toEqual([{ cron: '15 3 * * *', data: { id: 'all' } }]);
  await first.stop();
  await start([handleJob(declareJob(nightly), async () => {})]);
  expect(await storedSchedules()).toEqual([]);
});

test('new settings of a queue take hold at the next start', async () => {
  const named = { name: 'settings', parse };
  await start([handleJob(declareJob({ ...named, retryLimit: 1 }), async () => {})], false);
  await start([handleJob(declareJob({ ...named, retryLimit: 7 }), async () => {})], false);
  const { rows } = await database.pool.query(
    "select retry_limit from pgboss.queue where name = 'settings'",
  );
  expect(rows).toEqual([{ retry_limit: 7 }]);
});
