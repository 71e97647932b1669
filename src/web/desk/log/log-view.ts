import {
  listCountersigners,
  listWitnessedLogs,
  logPolicy,
  logStatus,
  readLogFacts,
  readQuorum,
  spokenKey,
  type KeyStanding,
} from '#log';
import type { Db } from '#platform/database';
import { formatList, formatNumber, type Locale } from '#platform/languages';
import { momentWords } from '../claims/moment-words.ts';
import { standingOf } from './standing.ts';

export interface LogViewOptions {
  readonly locale: Locale;
  /** Origin without a slash at the end. */
  readonly publicUrl: string;
  /** The key by which we countersign for others. */
  readonly countersignerKey: string;
  readonly now: Date;
}

/** Everything the page of the log shows, in the reader's words. */
export async function viewLog(db: Db, options: LogViewOptions) {
  const { locale, publicUrl, countersignerKey, now } = options;
  const [status, facts, countersigners, logs, quorum] = await Promise.all([
    logStatus(db),
    readLogFacts(db),
    listCountersigners(db),
    listWitnessedLogs(db),
    readQuorum(db),
  ]);
  const at = (moment: Date) => momentWords(moment, locale);
  const key = status.verifierKeys.at(-1);
  return {
    alarms: status.alarms,
    state: {
      standing: standingOf(status, now),
      entries: formatNumber(status.signed, locale),
      signed: status.signedAt && at(status.signedAt),
      published: status.publishedAt && {
        entries: formatNumber(status.published, locale),
        at: at(status.publishedAt),
      },
      uncountersigned:
        status.signed > status.published ? Number(status.signed - status.published) : null,
      waiting: status.waitingSince && { n: status.waiting, since: at(status.waitingSince) },
      stopped: status.stopped,
      cosigned: status.cosigned,
    },
    own:
      key === undefined ? undefined : { line: `${key} ${publicUrl}/log`, spoken: spokenKey(key) },
    succession: status.succession && shownSuccession(status.succession, options),
    retiredKeys: status.retiredKeys.length,
    policy: logPolicy(facts, `${publicUrl}/log/`),
    quorum,
    countersigners: countersigners.map((one) => ({
      ...{ uid: one.uid, name: one.name, url: one.url, problem: one.problem },
      spoken: spokenKey(one.verifierKey),
      since: at(one.addedAt),
      seen: one.lastSeenAt && at(one.lastSeenAt),
      problemAt: one.problemAt && at(one.problemAt),
    })),
    countersigner: {
      line: `${countersignerKey} ${publicUrl}/countersigner`,
      spoken: spokenKey(countersignerKey),
    },
    logs: logs.map((one) => ({
      ...{ uid: one.uid, origin: one.origin, url: one.url, name: nameOfLog(one) },
      keys: one.verifierKeys.map(spokenKey),
      since: at(one.addedAt),
      seen: one.seenAt && at(one.seenAt),
      entries: formatNumber(one.size, locale),
    })),
  };
}

function shownSuccession(
  { successor, isProven, isReady, taken, missing, quorum }: KeyStanding,
  { publicUrl, locale }: LogViewOptions,
) {
  const named = (names: readonly string[]) =>
    // A name may run the other way than the sentence.
    formatList(
      names.map((name) => `\u2068${name}\u2069`),
      locale,
    );
  return {
    line: `${successor} ${publicUrl}/log`,
    ...{ isProven, isReady, quorum, taken: named(taken), missing: named(missing) },
  };
}

export type LogView = Awaited<ReturnType<typeof viewLog>>;

/** What a log is called for people: the host it is at; its origin may be a random name. */
export function nameOfLog({ url, origin }: { readonly url: string; readonly origin: string }) {
  return URL.parse(url)?.host ?? origin;
}
