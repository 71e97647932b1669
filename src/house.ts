import path from 'node:path';
import { Client } from 'pg';
import { sql } from 'kysely';
import { dropExpiredHandler, sessionActor, type SignInSettings } from '#accounts';
import { enrolUnlogged, publishedChannel } from '#editions';
import { fetchAddress, readCopyHandler } from '#evidence';
import type { BlobStore } from '#platform/blobs';
import {
  openFileSigner,
  openTreeFolder,
  startSequencer,
  sweepTreeDrafts,
  type TreeFiles,
} from '#log';
import { systemClock } from '#platform/clock';
import type { Config, Secrets } from '#platform/config';
import type { ConnectionOptions, Db } from '#platform/database';
import { listJobs, startJobs, type Jobs } from '#platform/jobs';
import type { Log } from '#platform/logging';
import { createMailer, type Mailer } from '#platform/mail';
import { createMetrics, serveMetrics, type Metrics } from '#platform/metrics';
import { createSealer, deriveKey } from '#platform/sealing';
import type { House, Instance } from '#web/context';
import type { SignedIn } from './web/http/index.ts';
import { openDatabaseHost, type DatabaseHost } from './database-host.ts';
import { loadMasterKey, openPreservedFiles } from './preserved-files.ts';

/** Everything a server process holds open. */
export interface RunningHouse {
  readonly database: DatabaseHost;
  readonly metrics: Metrics;
  readonly blobs: BlobStore;
  readonly jobs: Jobs;
  readonly mailer: Mailer;
  /** Tiles, bundles and register files of the log. */
  readonly treeFiles: TreeFiles;
  readonly signIn: SignInSettings;
  /** What pages may use. */
  readonly forPages: House;
  instance(): Instance;
  findSession(token: string): Promise<SignedIn | undefined>;
  /** Calls back when the public record changed in any process. */
  onPublished(listener: () => void): void;
  close(): Promise<void>;
}

export interface OpenHouseOptions {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly log: Log;
  readonly say: (sentence: string) => void;
}

/** Opens the house: database, keys, blobs, mail, jobs. Closes what it opened when one of them fails. */
export async function openHouse(options: OpenHouseOptions): Promise<RunningHouse> {
  const { config, secrets, log, say } = options;
  const onError = (error: Error) => log.warn('database connection lost', { error });
  const database = await openDatabaseHost({ config, secrets, say, onError });
  try {
    return await furnish(options, database);
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function furnish(
  { config, secrets, log }: OpenHouseOptions,
  database: DatabaseHost,
): Promise<RunningHouse> {
  const { db } = database.main;
  const master = await loadMasterKey(config);
  const blobs = await openPreservedFiles(config, master);
  const signIn = signInSettings(config, master);
  const mailer = openMailer(db, config, secrets, master);
  const metrics = createMetrics();
  const jobs = await startJobs({
    connection: database.options,
    log,
    handlers: [...mailer.handlers, readCopyHandler(db, blobs), dropExpiredHandler(db)],
    work: true,
    onOutcome: (outcome) => metrics.observeJob(outcome),
  });
  const { treeFiles, sequencer } = await openLog(database, config, log);
  const metricsServer = await openMetrics(metrics, config, database);
  const state = await watchPublished(database.options, db, config, log);
  return {
    database,
    metrics,
    blobs,
    jobs,
    mailer,
    treeFiles,
    signIn,
    forPages: {
      db,
      readerDb: database.reader.db,
      blobs,
      fetchAddress,
      signIn,
      mailer,
      jobs,
      // Read anew at each request: it can change while we run.
      get singlePerson() {
        return state.singlePerson;
      },
    },
    instance: () => state.instance,
    findSession: (token) => sessionActor(db, token),
    onPublished: (listener) => state.listeners.push(listener),
    async close() {
      await metricsServer?.close();
      await sequencer.stop();
      await state.close();
      await jobs.stop(10_000);
      mailer.close();
      await database.close();
    },
  };
}

/** Opens the log: what was published before there was one is taken in, then it runs. */
async function openLog({ main, options }: DatabaseHost, config: Config, log: Log) {
  const folder = path.join(config.dataDir, 'log');
  await sweepTreeDrafts(folder);
  const treeFiles = openTreeFolder(folder);
  await main.db.transaction().execute((tx) => enrolUnlogged(tx));
  const sequencer = startSequencer({
    db: main.db,
    connection: options,
    files: treeFiles,
    openSigner: () => openFileSigner(config.keysDir),
    log,
  });
  return { treeFiles, sequencer };
}

function signInSettings(config: Config, master: Uint8Array): SignInSettings {
  const publicUrl = new URL(config.publicUrl);
  return {
    publicUrl,
    instanceName: publicUrl.hostname,
    sealer: createSealer(deriveKey(master, 'account secrets')),
    throttleSecret: deriveKey(master, 'throttle'),
    nowMs: () => systemClock().getTime(),
  };
}

function openMailer(db: Db, config: Config, secrets: Secrets, master: Uint8Array): Mailer {
  const url = secrets.mailUrl;
  return createMailer({
    db,
    clock: systemClock,
    mailboxKey: deriveKey(master, 'mailboxes'),
    ...(url !== undefined && { smtp: { url, from: config.mailFrom ?? '' } }),
  });
}

/** Figures for Prometheus on a private port, when one is configured. */
async function openMetrics(metrics: Metrics, config: Config, database: DatabaseHost) {
  metrics.watchPool('main', database.main.pool);
  metrics.watchPool('reader', database.reader.pool);
  metrics.watchQueues(() => listJobs(database.main.db));
  return config.metricsPort === undefined ? undefined : serveMetrics(metrics, config.metricsPort);
}

interface PublishedState {
  instance: Instance;
  singlePerson: boolean;
  readonly listeners: (() => void)[];
  close(): Promise<void>;
}

/**
 * Listens for publications of any process, and keeps what every page says of this instance: read
 * once and again when something is published, not for every request.
 */
async function watchPublished(
  options: ConnectionOptions,
  db: Db,
  config: Config,
  log: Log,
): Promise<PublishedState> {
  const client = new Client(options);
  const state: PublishedState = {
    ...(await readInstance(db, config)),
    listeners: [],
    close: () => client.end(),
  };
  client.on('error', (error) => log.warn('notices of publications lost', { error }));
  const refresh = async () => {
    try {
      Object.assign(state, await readInstance(db, config));
    } catch (error) {
      log.error('instance not read', { error });
    }
    for (const listener of state.listeners) listener();
  };
  client.on('notification', () => void refresh());
  await client.connect();
  await client.query(`listen ${publishedChannel}`);
  return state;
}

async function readInstance(
  db: Db,
  config: Config,
): Promise<{ instance: Instance; singlePerson: boolean }> {
  const { rows } = await sql<{ demonstration: boolean; single_person: boolean; name: unknown }>`
    select demonstration, single_person, (select value from setting where key = 'name') as name
    from published.instance`.execute(db);
  const name = rows[0]?.name;
  return {
    instance: {
      name: typeof name === 'string' ? name : 'Countersign',
      publicUrl: config.publicUrl,
      demonstration: rows[0]?.demonstration ?? false,
    },
    singlePerson: rows[0]?.single_person ?? false,
  };
}
