import { readCountersigned, readStampedTimes } from '#log';
import {
  addressOf,
  labelOfKind,
  publicSubject,
  readEdition,
  readProof,
  removalReason,
  sayMoment,
  type ProofFacts,
  type PublicSubject,
} from '#publish';
import { formatNumber, type Locale } from '#platform/languages';
import type { House } from '#web/context';
import { countersignedBy, stampedWords } from './log-reading.ts';

/**
 * What the page of a proof tells.
 *
 * @param uid from the address, so anything.
 * @returns undefined where nothing was ever published.
 */
export async function readProofPage(
  { readerDb, log }: Pick<House, 'readerDb' | 'log'>,
  uid: string,
  locale: Locale,
) {
  const subject = await publicSubject(readerDb, uid);
  if (subject === undefined) return undefined;
  const [proof, checkpoint] = await Promise.all([
    readProof(readerDb, log.files, uid),
    readCountersigned(readerDb),
  ]);
  const proven = proof === undefined || proof === 'refused' ? undefined : proof;
  const stamped = proven && (await readStampedTimes(readerDb, proven.entry.place));
  return {
    uid,
    title: titleOf(subject, locale),
    page: addressOf(locale, subject.kind, uid),
    isRemoved: subject.state === 'removed',
    state: stateOf(subject, proof),
    origin: checkpoint?.origin,
    published: checkpoint && sayMoment(checkpoint.publishedAt, locale),
    by: countersignedBy(checkpoint, locale),
    stamped: stampedWords(stamped ?? [], locale),
    ...(proven !== undefined && { proven: inWords(proven, locale) }),
  };
}

function titleOf(subject: PublicSubject, locale: Locale) {
  if (subject.state === 'removed') return undefined;
  const { text, language } = readEdition(subject.edition, locale).name;
  return { text, language, number: subject.number };
}

/** `waiting`: the log says nothing yet. `behind`: it proves an earlier state than the page shows. */
function stateOf(
  subject: PublicSubject,
  proof: ProofFacts | 'refused' | undefined,
): 'waiting' | 'refused' | 'behind' | 'proven' {
  if (proof === undefined) return 'waiting';
  if (proof === 'refused') return 'refused';
  // An edition can be published again in the same words.
  const isShown =
    subject.state === 'removed'
      ? proof.hash === undefined
      : proof.hash === subject.hash && proof.number === subject.number;
  return isShown && proof.latest ? 'proven' : 'behind';
}

function inWords({ entry, number, size, hash }: ProofFacts, locale: Locale) {
  const shown: Readonly<Record<string, (value: string) => string>> = {
    number: (value) => formatNumber(Number(value), locale),
    'subject-kind': (value) => labelOfKind(value, locale) || value,
    'reason-class': (value) => removalReason(value, locale) || value,
  };
  return {
    number,
    place: formatNumber(entry.place, locale),
    entries: formatNumber(size, locale),
    isRemoval: hash === undefined,
    entry: { id: entry.id, kind: entry.kind },
    fields: entry.fields.map(({ name, value }) => ({
      name,
      // As the page itself prints it, so that eyes can compare.
      value: name === 'hash' ? base64ToHex(value) : (shown[name]?.(value) ?? value),
      isCode: !(name in shown),
    })),
  };
}

function base64ToHex(value: string): string {
  return Buffer.from(value, 'base64').toString('hex');
}
