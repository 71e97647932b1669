import type { PgBoss } from 'pg-boss';
import { deadLetters, type JobHandler } from './job.ts';

const day = 86_400;
// A server may be off for months and must still do what it promised.
const keptWaiting = 400 * day;
const keptDone = day;
// A process that was killed is missed after this long, and its jobs run elsewhere.
const heartbeatSeconds = 30;

/** Makes the queues and schedules what the declarations say. Several processes may do so at once. */
export async function ensureQueues(boss: PgBoss, handlers: readonly JobHandler[]): Promise<void> {
  const kept = { retentionSeconds: keptWaiting, deleteAfterSeconds: keptDone };
  await boss.createQueue(deadLetters, kept);
  for (const { queue } of handlers) {
    const settings = {
      ...kept,
      retryLimit: queue.retryLimit,
      retryDelay: queue.retryDelaySeconds,
      // A job without delay has nothing to double, and pg-boss refuses a bound for it.
      ...(queue.retryDelaySeconds > 0
        ? { retryBackoff: true, retryDelayMax: queue.retryDelayMaxSeconds }
        : { retryBackoff: false }),
      expireInSeconds: queue.timeoutSeconds,
      heartbeatSeconds,
      deadLetter: deadLetters,
      notify: true,
    };
    // Creating one that exists changes nothing, so that new settings are told in a second step.
    const policy = queue.isSingleton ? 'short' : 'standard';
    await boss.createQueue(queue.name, { ...settings, policy });
    await boss.updateQueue(queue.name, settings);
  }
}

/** Schedules what is declared and drops what no longer is. */
export async function ensureSchedules(
  boss: PgBoss,
  handlers: readonly JobHandler[],
): Promise<void> {
  const wanted = new Map(handlers.map(({ queue }) => [queue.name, queue.schedule]));
  for (const { name } of await boss.getSchedules()) {
    // Schedules of a queue unknown here belong to another version that may be running beside us.
    if (wanted.has(name) && wanted.get(name) === undefined) await boss.unschedule(name);
  }
  for (const [name, schedule] of wanted) {
    if (schedule === undefined) continue;
    const { cron, payload, key } = schedule;
    const singleton = key === undefined ? {} : { singletonKey: key };
    await boss.schedule(name, cron, payload, { tz: 'UTC', missed: 'once', ...singleton });
  }
}
