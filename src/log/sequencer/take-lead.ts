import { Client } from 'pg';
import type { ConnectionOptions } from '#platform/database';
import { logChannel } from '../enqueue-entries.ts';

/** A connection that holds the lead among the processes of one database. */
export interface Lead {
  /**
   * Settles when something was queued since it settled last, the time is up, or the lead is lost.
   *
   * @returns whether before the time was up.
   */
  wait(ms: number): Promise<boolean>;
  readonly lost: boolean;
  /** Wakes whoever waits. */
  wake(): void;
  close(): Promise<void>;
}

// By name, as the others: of two locks with one number each would wait for the other's work.
const leadLock = 'countersign log lead';

/**
 * Takes the lead if nobody has it: at most one process at a time brings the log forward. It is lost
 * with its connection; what was under way then is harmless, because the signer decides.
 *
 * @returns undefined when another process leads.
 */
export async function takeLead(options: ConnectionOptions): Promise<Lead | undefined> {
  const client = new Client(options);
  let lost = false;
  // What is told while nobody waits must not be waited for.
  let isNoticed = false;
  let wakeUp = () => {};
  const notice = () => {
    isNoticed = true;
    wakeUp();
  };
  client.on('error', () => {
    lost = true;
    wakeUp();
  });
  client.on('end', () => {
    lost = true;
    wakeUp();
  });
  client.on('notification', notice);
  try {
    await client.connect();
    const { rows } = await client.query<{ taken: boolean }>(
      'select pg_try_advisory_lock(hashtext($1)) as taken',
      [leadLock],
    );
    if (rows[0]?.taken !== true) {
      await client.end();
      return undefined;
    }
    await client.query(`listen ${logChannel}`);
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
  return {
    get lost() {
      return lost;
    },
    wake: notice,
    wait: (ms) =>
      new Promise((resolve) => {
        const end = (isEarly: boolean) => {
          isNoticed = false;
          resolve(isEarly);
        };
        if (lost || isNoticed) return end(true);
        const timer = setTimeout(() => end(false), ms);
        wakeUp = () => {
          clearTimeout(timer);
          end(true);
        };
      }),
    close: () => client.end(),
  };
}
