import { setTimeout as pause } from 'node:timers/promises';
import { Client, type Notification } from 'pg';
import { sql } from 'kysely';
import { publicRevision, publishedChannel } from '#editions';
import { checkpointChannel } from '#log';
import type { ConnectionOptions, Db } from '#platform/database';
import type { Log } from '#platform/logging';
import type { Instance } from '#web/context';

/** What every page says of this instance, and who must know when the public record changes. */
export interface PublishedWatch {
  readonly instance: Instance;
  readonly singlePerson: boolean;
  /** Called after each change, in any process; also when changes may have been missed. */
  readonly listeners: PublishedListener[];
  close(): Promise<void>;
}

/** @param news what changed: the record, or only the newest published checkpoint of its log. */
export type PublishedListener = (news: 'record' | 'checkpoint') => void;

export interface PublishedWatchOptions {
  readonly connection: ConnectionOptions;
  readonly db: Db;
  readonly publicUrl: string;
  readonly log: Log;
  /** Told of the revision before anybody else hears of the change. */
  readonly onRevision: (revision: number) => void;
}

const longestWaitMs = 10_000;

/**
 * Listens for publications and checkpoints of any process, and keeps what every page says of this instance: read
 * once and again when something is published, not for every request. A connection that is lost is
 * made anew, and what may have been missed meanwhile is taken for a change.
 */
export async function watchPublished(options: PublishedWatchOptions): Promise<PublishedWatch> {
  const { connection, db, publicUrl, log, onRevision } = options;
  const listeners: PublishedListener[] = [];
  const state = await readInstance(db, publicUrl);
  const closing = new AbortController();
  let client: Client | undefined;

  async function refresh(revision?: number): Promise<void> {
    // First of all: no page rendered from here on may be of before.
    if (revision !== undefined) onRevision(revision);
    try {
      if (revision === undefined) onRevision(await publicRevision(db));
      Object.assign(state, await readInstance(db, publicUrl));
    } catch (error) {
      log.error('instance not read', { error });
    }
    for (const listener of listeners) listener('record');
  }

  async function listen(): Promise<void> {
    let isLost = false;
    client = await connect(connection, {
      lost(error) {
        if (isLost || closing.signal.aborted) return;
        isLost = true;
        log.warn('notices of publications lost', { error });
        void listenAgain();
      },
      heard({ channel, payload }) {
        if (channel !== checkpointChannel) void refresh(Number(payload) || undefined);
        else for (const listener of listeners) listener('checkpoint');
      },
    });
  }

  async function listenAgain(): Promise<void> {
    for (let waitMs = 200; !closing.signal.aborted; waitMs = Math.min(waitMs * 2, longestWaitMs)) {
      try {
        await pause(waitMs, undefined, { signal: closing.signal, ref: false });
        await listen();
        await refresh();
        log.info('notices of publications are back');
        return;
      } catch {
        // Told when it was lost; the database comes back or the server is stopped.
      }
    }
  }

  await listen();
  onRevision(await publicRevision(db));
  return {
    get instance() {
      return state.instance;
    },
    get singlePerson() {
      return state.singlePerson;
    },
    listeners,
    async close() {
      closing.abort();
      await client?.end();
    },
  };
}

interface Ears {
  readonly lost: (error: Error) => void;
  readonly heard: (notice: Notification) => void;
}

async function connect(connection: ConnectionOptions, { lost, heard }: Ears): Promise<Client> {
  const client = new Client(connection);
  client.on('error', lost);
  client.on('notification', heard);
  await client.connect();
  await client.query(`listen ${publishedChannel}; listen ${checkpointChannel}`);
  return client;
}

async function readInstance(
  db: Db,
  publicUrl: string,
): Promise<{ instance: Instance; singlePerson: boolean }> {
  const { rows } = await sql<{ demonstration: boolean; single_person: boolean; name: unknown }>`
    select demonstration, single_person, (select value from setting where key = 'name') as name
    from published.instance`.execute(db);
  const name = rows[0]?.name;
  return {
    instance: {
      name: typeof name === 'string' ? name : 'Countersign',
      publicUrl,
      demonstration: rows[0]?.demonstration ?? false,
    },
    singlePerson: rows[0]?.single_person ?? false,
  };
}
