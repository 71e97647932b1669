import { boundsOf, parseEdtf } from '#platform/calendar';
import type { Locale } from '#platform/languages';
import { milestone, type CustodyState } from '#record';
import { dayWords } from '../claims/moment-words.ts';
import type { ClaimWords } from '../claims/claim-words.ts';
import type { PartWords } from './entity-words.ts';

/** The state in which the last milestone that left no doubt put the person. */
export interface LastReported {
  readonly state: CustodyState;
  /** The day for which it was last reported, in words; undefined when no source gives one. */
  readonly on: string | undefined;
  /** Words of the milestone it follows from. */
  readonly milestone: string;
}

/** Parts by the first day they speak of, the undated last. */
export function inOrderOfTime(parts: readonly PartWords[]): PartWords[] {
  return parts.toSorted((a, b) => compareKeys(timeOf(a), timeOf(b)));
}

/**
 * What is told of a person's custody: the effect of the latest milestone that has one, as of the day
 * for which it was reported. Never the state of today.
 */
export function custodyOf(
  milestones: readonly PartWords[],
  locale: Locale,
): LastReported | undefined {
  for (const part of milestones.toReversed()) {
    const type = claimOf(part, 'milestoneType');
    const effect = type === undefined ? undefined : milestone(type.stored)?.effect;
    if (effect === undefined || type === undefined) continue;
    const day = claimOf(part, 'reportedUntil') ?? claimOf(part, 'date');
    return {
      state: effect,
      on: day === undefined ? undefined : dayWords(day.stored, locale),
      milestone: type.value.text,
    };
  }
  return undefined;
}

function timeOf(part: PartWords): readonly [string, number] {
  const claim = claimOf(part, 'date') ?? claimOf(part, 'startDate');
  const parsed = parseEdtf(claim?.stored);
  const type = claimOf(part, 'milestoneType');
  const order = type === undefined ? 0 : (milestone(type.stored)?.order ?? 0);
  // "~" sorts after every digit: what has no date stands last.
  return [parsed.ok ? (boundsOf(parsed.edtf).earliest ?? '~') : '~', order];
}

function compareKeys(a: readonly [string, number], b: readonly [string, number]): number {
  if (a[0] !== b[0]) return a[0] < b[0] ? -1 : 1;
  return a[1] - b[1];
}

function claimOf(part: PartWords, code: string): ClaimWords | undefined {
  const found = part.properties.find((entry) => entry.code === code);
  return found?.shown[0]?.claims[0];
}
