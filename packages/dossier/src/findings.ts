import type { ProvenTexts } from '@countersign/letter';
import {
  formatVkey,
  type CheckpointFindings,
  type JsonValue,
  type ProvenEdition,
  type ProvenSuccession,
} from '@countersign/proof';
import type {
  NotProvenCode,
  ProvenSubject,
  ProvenTimes,
  ShownSuccession,
  TimestampFinding,
} from './verdict.ts';

/** What a proven edition is, with what its document says of itself. */
export function provenSubject(
  { subject, number, hash, removedFor, index, latest }: Omit<ProvenEdition, 'successions'>,
  document: JsonValue | undefined,
): ProvenSubject {
  const kind = document === undefined ? undefined : member(document, 'kind');
  return {
    subject,
    kind: typeof kind === 'string' ? kind : undefined,
    number,
    hash: hash === undefined ? undefined : hex(hash),
    removedFor,
    index,
    latest,
  };
}

export function provenTimes(
  { countersigned }: CheckpointFindings,
  timestamps: readonly TimestampFinding[],
  isTrusted: boolean,
): ProvenTimes {
  const cosigned = countersigned.map(({ key, time }) => ({
    name: key.name,
    timeMs: momentOf(time),
  }));
  const verified = timestamps.flatMap((one) => (one.state === 'verified' ? one.genTimeMs : []));
  // Clocks of keys that nobody vouches for say nothing beside those of an authority one trusts.
  const isOwnWord = !isTrusted && verified.length > 0;
  const all = [...(isOwnWord ? [] : cosigned.map(({ timeMs }) => timeMs)), ...verified];
  return { cosigned, timestamps, earliestMs: all.length === 0 ? undefined : Math.min(...all) };
}

export function shownSuccession({
  from,
  successor,
  entry,
  index,
  checkpoint,
}: ProvenSuccession): ShownSuccession {
  const times = checkpoint.countersigned.map(({ time }) => momentOf(time));
  return {
    ...{ from: formatVkey(from), successor: formatVkey(successor), entry, index },
    timeMs: times.length === 0 ? undefined : Math.min(...times),
  };
}

/** A cosignature may carry any uint64; beyond what a date can be it is as good as the last one. */
function momentOf(seconds: bigint): number {
  return Math.min(Number(seconds) * 1000, lastMoment);
}

/** The last moment that ECMAScript's dates have. */
const lastMoment = 8_640_000_000_000_000;

interface Shown {
  readonly isTrusted: boolean;
  readonly isDossier: boolean;
  readonly times: ProvenTimes;
  readonly latest: boolean;
  readonly page: 'same' | 'not-checked' | undefined;
  readonly leftOut: readonly string[];
  readonly texts: ProvenTexts | undefined;
}

/** Everything that the proof does not reach, in the order in which it matters to a reader. */
export function notProven(shown: Shown): NotProvenCode[] {
  const { times, isTrusted, isDossier } = shown;
  const isStamped = times.timestamps.some(({ state }) => state === 'verified');
  const isUnchecked = times.timestamps.some(({ state }) => state !== 'verified');
  const whether: readonly (readonly [NotProvenCode, boolean])[] = [
    ['truth', true],
    ['identity', !isTrusted],
    ['no-countersigners', times.cosigned.length === 0],
    ['no-time', times.earliestMs === undefined],
    ['time-by-cosignatures', times.earliestMs !== undefined && !isStamped],
    ['timestamps-unchecked', isUnchecked],
    ['not-latest', !shown.latest],
    ['later', true],
    ['translations', (shown.texts?.translations.length ?? 0) > 0],
    ['page', shown.page === 'not-checked'],
    ['mentioned', shown.leftOut.length > 0],
    ['head', isDossier],
  ];
  return whether.flatMap(([code, applies]) => (applies ? code : []));
}

/** Ids of what a document mentions and has a page of its own: entities so marked, and sources. */
export function mentionedSubjects(document: JsonValue): string[] {
  const pages = list(member(document, 'entities')).filter((one) => member(one, 'page') === true);
  const own = member(document, 'subject');
  const uids = [
    ...[...pages, ...list(member(document, 'sources'))].map((one) => member(one, 'uid')),
    ...anchoredSubjects(document),
  ];
  return [...new Set(uids.flatMap((uid) => (typeof uid === 'string' && uid !== own ? uid : [])))];
}

// Of a letter, the pages that tell what it rests on.
function anchoredSubjects(document: JsonValue): (JsonValue | undefined)[] {
  const versions = list(member(member(document, 'letter') ?? null, 'versions'));
  const anchors = versions.flatMap((version) => list(member(version, 'anchors')));
  return anchors
    .flatMap((anchor) => list(member(anchor, 'claims')))
    .map((claim) => member(claim, 'subject'));
}

export function member(value: JsonValue, name: string): JsonValue | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Readonly<Record<string, JsonValue>>)[name] : undefined;
}

function list(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
