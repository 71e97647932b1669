import { Client } from 'pg';
import type { ConnectionOptions } from '#platform/database';
import { logChannel } from '../enqueue-entries.ts';

/** A connection that holds the lead among the processes of one database. */
export interface Lead {
  /**
   * Settles when something was queued, the time is up, or the lead is lost.
   *
   * @returns whether before the time was up.
   */
  wait(ms: number): Promise<boolean>;
  readonly lost: boolean;
  /** Wakes whoever waits. */
  wake(): void;
  close(): Promise<void>;
}

// Any number will do as long as every Countersign process asks for the same one.
const leadLock = 7_203_814_552;

/**
 * Takes the lead if nobody has it: at most one process at a time brings the log forward. It is lost
 * with its connection; what was under way then is harmless, because the signer decides.
 *
 * @returns undefined when another process leads.
 */
export async function takeLead(options: ConnectionOptions): Promise<Lead | undefined> {
  const client = new Client(options);
  let lost = false;
  let wakeUp = () => {};
  client.on('error', () => {
    lost = true;
    wakeUp();
  });
  client.on('end', () => {
    lost = true;
    wakeUp();
  });
  client.on('notification', () => wakeUp());
  try {
    await client.connect();
    const { rows } = await client.query<{ taken: boolean }>(
      'select pg_try_advisory_lock($1) as taken',
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
    wake: () => wakeUp(),
    wait: (ms) =>
      new Promise((resolve) => {
        if (lost) return resolve(true);
        const timer = setTimeout(() => resolve(false), ms);
        wakeUp = () => {
          clearTimeout(timer);
          resolve(true);
        };
      }),
    close: () => client.end(),
  };
}
