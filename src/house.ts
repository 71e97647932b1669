import path from 'node:path';
import { dropExpiredHandler, sessionActor, type SignInSettings } from '#accounts';
import { enrolUnlogged } from '#editions';
import { fetchAddress, readCopyHandler } from '#evidence';
import type { BlobStore } from '#platform/blobs';
import {
  openCountersigner,
  openFileSigner,
  openTreeFolder,
  startSequencer,
  sweepTreeDrafts,
  type OwnCountersigner,
  type TreeFiles,
} from '#log';
import { systemClock } from '#platform/clock';
import type { Config, Secrets } from '#platform/config';
import type { Db } from '#platform/database';
import { listJobs, startJobs, type Jobs } from '#platform/jobs';
import type { Log } from '#platform/logging';
import { createMailer, type Mailer } from '#platform/mail';
import { createMetrics, serveMetrics, type Metrics } from '#platform/metrics';
import { createSealer, deriveKey } from '#platform/sealing';
import { compareEditionsHandler } from '#record';
import type { House, Instance } from '#web/context';
import type { SignedIn } from './web/http/index.ts';
import { openDatabaseHost, type DatabaseHost } from './database-host.ts';
import { loadMasterKey, openPreservedFiles } from './preserved-files.ts';
import { watchPublished } from './published-watch.ts';

/** Everything a server process holds open. */
export interface RunningHouse {
  readonly database: DatabaseHost;
  readonly metrics: Metrics;
  readonly blobs: BlobStore;
  readonly jobs: Jobs;
  readonly mailer: Mailer;
  /** Tiles, bundles and register files of the log. */
  readonly treeFiles: TreeFiles;
  /** What this instance is for the logs of others. */
  readonly countersigner: OwnCountersigner;
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
  const database = await openDatabaseHost({ config, secrets, say, onError, log });
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
    handlers: [
      ...mailer.handlers,
      readCopyHandler(db, blobs),
      dropExpiredHandler(db),
      compareEditionsHandler(db),
    ],
    work: true,
    onOutcome: (outcome) => metrics.observeJob(outcome),
  });
  const { treeFiles, sequencer, countersigner } = await openLog(database, config, log);
  const metricsServer = await openMetrics(metrics, config, database);
  const state = await watchPublished({
    connection: database.options,
    db,
    publicUrl: config.publicUrl,
    log,
    onRevision: (revision) => database.readerNeeds(revision),
  });
  return {
    database,
    metrics,
    blobs,
    jobs,
    mailer,
    treeFiles,
    countersigner,
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
  const countersigner = await openCountersigner({
    db: main.db,
    keysDir: config.keysDir,
    nowMs: () => systemClock().getTime(),
  });
  const sequencer = startSequencer({
    db: main.db,
    connection: options,
    files: treeFiles,
    openSigner: () => openFileSigner(config.keysDir),
    log,
  });
  return { treeFiles, sequencer, countersigner };
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
