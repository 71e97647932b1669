import { dropExpiredHandler, sessionActor, type SignInSettings } from '#accounts';
import { completeSearchedNames } from '#editions';
import { fetchAddress, readCopyHandler } from '#evidence';
import { createPace, signTogether } from '#letters';
import type { BlobStore } from '#platform/blobs';
import { systemClock } from '#platform/clock';
import type { Config, Secrets } from '#platform/config';
import type { Db } from '#platform/database';
import { listJobs, startJobs, type Jobs } from '#platform/jobs';
import type { Log } from '#platform/logging';
import { createMailer, type Mailer } from '#platform/mail';
import { createMetrics, serveMetrics, type Metrics } from '#platform/metrics';
import { deriveKey, type KeyRing } from '#platform/sealing';
import { compareEditionsHandler, completeNameSounds } from '#record';
import type { House, Instance } from '#web/context';
import type { SignedIn } from './web/http/index.ts';
import { createKeptForms, type KeptForms } from './web/letters/kept-forms.ts';
import { openDatabaseHost, type DatabaseHost } from './database-host.ts';
import { letterWork } from './letter-work.ts';
import { accountSealer, letterSealer, loadKeyRing } from './keys.ts';
import { openLog, type RunningLog } from './open-log.ts';
import { openPreservedFiles } from './preserved-files.ts';
import { openSignatureSpool } from './signature-spool.ts';
import { watchPublished, type PublishedListener, type PublishedWatch } from './published-watch.ts';

/** Everything a server process holds open. */
export interface RunningHouse {
  readonly database: DatabaseHost;
  readonly metrics: Metrics;
  readonly blobs: BlobStore;
  readonly jobs: Jobs;
  readonly mailer: Mailer;
  readonly log: RunningLog;
  readonly signIn: SignInSettings;
  /** What pages may use. */
  readonly forPages: House;
  instance(): Instance;
  findSession(token: string): Promise<SignedIn | undefined>;
  /** Calls back when the public record or its log changed in any process. */
  onPublished(listener: PublishedListener): void;
  close(): Promise<void>;
}

export interface OpenHouseOptions {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly log: Log;
  readonly say: (sentence: string) => void;
  /** Its own PostgreSQL has ended for good; nothing can be done here any more. */
  readonly onGone: (error: Error) => void;
}

/** Opens the house: database, keys, blobs, mail, jobs. Closes what it opened when one of them fails. */
export async function openHouse(options: OpenHouseOptions): Promise<RunningHouse> {
  const { config, secrets, log, say, onGone } = options;
  const onError = (error: Error) => log.warn('database connection lost', { error });
  const database = await openDatabaseHost({ config, secrets, say, onError, onGone, log });
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
  await completeSearchedNames(db);
  await completeNameSounds(db);
  const ring = await loadKeyRing(config);
  const blobs = await openPreservedFiles(config, ring);
  const signIn = signInSettings(config, ring);
  const mailer = openMailer(db, config, secrets, ring);
  const metrics = createMetrics();
  const sealer = letterSealer(ring);
  const state = await openWatch(database, config, log);
  const letters = letterWork({
    ...{ db, sealer, mailer, log, publicUrl: signIn.publicUrl },
    instanceName: () => state.instance.name,
  });
  const jobs = await startJobs({
    ...{ connection: database.options, log, work: true },
    handlers: [...mailer.handlers, ...letters.handlers, ...houseHandlers(db, blobs)],
    onOutcome: (outcome) => metrics.observeJob(outcome),
  });
  const runningLog = await openLog(database, config, log, sealer);
  const metricsServer = await openMetrics(metrics, config, database);
  const signForms = keepForms(state);
  const spool = await openSignatureSpool({
    ...{ config, connection: database.options, sealer, mailer, log, publicUrl: signIn.publicUrl },
    instanceName: () => state.instance.name,
  });
  const keeping = letters.start();
  return {
    ...{ database, metrics, blobs, jobs, mailer, signIn, log: runningLog },
    forPages: {
      ...{ db, readerDb: database.reader.db, blobs, fetchAddress },
      ...{ signIn, mailer, jobs, letterSealer: sealer, signingPace: createPace(mostForms) },
      ...{ signing: signTogether({ db, sealer, mailer }), spool, signForms },
      log: runningLog.forPages,
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
      await Promise.all([keeping.close(), spool.close()]);
      await runningLog.close();
      await state.close();
      await jobs.stop(10_000);
      mailer.close();
      await database.close();
    },
  };
}

/** Forms as they were last shown, until something is published: it may have closed a letter. */
function keepForms({ listeners }: PublishedWatch): KeptForms {
  const forms = createKeptForms();
  listeners.push((news) => {
    if (news === 'record') forms.clear();
  });
  return forms;
}

function openWatch(database: DatabaseHost, { publicUrl }: Config, log: Log) {
  return watchPublished({
    connection: database.options,
    db: database.main.db,
    publicUrl,
    log,
    onRevision: (revision) => database.readerNeeds(revision),
  });
}

// Of one network, all letters together. A festival's house may send as many; a script would send thousands, each a
// mail to a stranger.
const mostForms = { most: 200, windowMs: 10 * 60_000 };

/** What this process does in the background besides mail and letters. */
function houseHandlers(db: Db, blobs: BlobStore) {
  return [readCopyHandler(db, blobs), dropExpiredHandler(db), compareEditionsHandler(db)];
}

function signInSettings(config: Config, ring: KeyRing): SignInSettings {
  const publicUrl = new URL(config.publicUrl);
  return {
    publicUrl,
    instanceName: publicUrl.hostname,
    sealer: accountSealer(ring),
    throttleSecret: deriveKey(ring.current.key, 'throttle'),
    nowMs: () => systemClock().getTime(),
  };
}

function openMailer(db: Db, config: Config, secrets: Secrets, ring: KeyRing): Mailer {
  const url = secrets.mailUrl;
  return createMailer({
    db,
    clock: systemClock,
    mailboxKey: deriveKey(ring.current.key, 'mailboxes'),
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
