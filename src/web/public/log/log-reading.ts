import {
  countersignersOfEdition,
  readCountersigned,
  readLogFacts,
  readStampedTimes,
  spokenKey,
  type CountersignedCheckpoint,
  type Countersignature,
  type StampedTime,
} from '#log';
import { sayMoment } from '#publish';
import type { Db } from '#platform/database';
import { formatNumber, type Locale } from '#platform/languages';
import type { CountersignedBy } from './countersigned-by.tsx';

/** Who has countersigned a checkpoint, in the reader's words. */
export function countersignedBy(
  checkpoint: CountersignedCheckpoint | undefined,
  locale: Locale,
): CountersignedBy[] {
  return (checkpoint?.countersigned ?? []).map((one) => inWords(one, locale));
}

/** Who vouches for an edition, in the reader's words. */
export async function editionCountersigned(
  db: Db,
  subject: string,
  number: number,
  locale: Locale,
): Promise<CountersignedBy[]> {
  const found = await countersignersOfEdition(db, subject, number);
  return found.map((one) => inWords(one, locale));
}

function inWords({ name, url, at }: Countersignature, locale: Locale): CountersignedBy {
  return { name, url, at: sayMoment(at, locale) };
}

/** Which authorities stamped the tree when, in the reader's words. */
export function stampedWords(times: readonly StampedTime[], locale: Locale) {
  return times.map(({ authority, size, at }) => ({
    authority,
    entries: formatNumber(size, locale),
    at: sayMoment(at, locale),
  }));
}

/** What the public page of the log tells. */
export async function readLogPage(readerDb: Db, locale: Locale) {
  const [facts, checkpoint, stamped] = await Promise.all([
    readLogFacts(readerDb),
    readCountersigned(readerDb),
    readStampedTimes(readerDb),
  ]);
  const key = checkpoint?.verifierKey ?? facts.keys.at(-1)?.verifierKey;
  const signed = new Set(checkpoint?.countersigned.map(({ verifierKey }) => verifierKey));
  return {
    ...(key !== undefined && {
      ownKey: { origin: key.split('+')[0] ?? '', verifierKey: key, spoken: spokenKey(key) },
    }),
    ...(checkpoint !== undefined && {
      checkpoint: {
        entries: formatNumber(checkpoint.size, locale),
        published: sayMoment(checkpoint.publishedAt, locale),
      },
    }),
    by: countersignedBy(checkpoint, locale),
    stamped: stampedWords(stamped, locale),
    missing: facts.countersigners
      .filter(({ verifierKey }) => !signed.has(verifierKey))
      .map(({ name }) => name),
    quorum: facts.quorum,
    countersigners: facts.countersigners.length,
  };
}
