import { boundsOf, parseEdtf } from '#platform/calendar';
import { localDigits } from '#platform/languages';
import type { PublicPart } from '#editions';
import type { EditionIndex } from '../reading/edition-index.ts';
import { dateOf, headingOf } from '../reading/parts.ts';

/** The three rows of a timeline, from above. */
export const lanes = ['act', 'milestone', 'intervention'] as const;
export type Lane = (typeof lanes)[number];

/** Something on the timeline; positions are shares of the width, 0 to 1, from where reading starts. */
export interface TimelineMark {
  readonly uid: string;
  readonly lane: Lane;
  readonly from: number;
  readonly to: number;
  /** Only a month, a year or an interval is known, or the date is doubtful. */
  readonly vague: boolean;
  readonly heading: string;
  readonly date: string;
}

export interface Timeline {
  readonly marks: readonly TimelineMark[];
  readonly lanes: readonly Lane[];
  readonly ticks: readonly { readonly at: number; readonly label: string }[];
  readonly first: string;
  readonly last: string;
}

const dayMs = 86_400_000;
// Fewer marks than this are read faster in their list than in a drawing.
const fewest = 3;
const mostTicks = 6;

/**
 * Lays out dated acts, milestones and interventions on a line of time.
 *
 * @returns undefined when there are too few of them, or all on one day.
 */
export function drawTimeline(index: EditionIndex): Timeline | undefined {
  const dated = index.document.parts.flatMap((part) => place(part, index) ?? []);
  if (dated.length < fewest) return undefined;
  const first = Math.min(...dated.map((one) => one.start));
  const last = Math.max(...dated.map((one) => one.end));
  if (last - first < dayMs) return undefined;
  // Air at both ends, so that no mark is cut.
  const margin = (last - first) * 0.03;
  const share = (at: number) => (at - first + margin) / (last - first + 2 * margin);
  const earliest = dated.find((one) => one.start === first);
  const latest = dated.find((one) => one.end === last);
  return {
    marks: dated.map(({ start, end, ...mark }) => ({
      ...mark,
      from: share(start),
      to: share(end),
    })),
    lanes: lanes.filter((lane) => dated.some((one) => one.lane === lane)),
    ticks: ticksBetween(first, last, index.locale).map(({ at, label }) => ({
      at: share(at),
      label,
    })),
    first: earliest?.date ?? '',
    last: latest?.date ?? '',
  };
}

function place(part: PublicPart, index: EditionIndex) {
  const lane = lanes.find((one) => one === part.kind);
  const value = dateOf(part, index);
  const parsed = parseEdtf(value);
  if (lane === undefined || part.of !== undefined || value === undefined || !parsed.ok) {
    return undefined;
  }
  const { earliest, latest, approximate, uncertain } = boundsOf(parsed.edtf);
  const [from, to] = [earliest ?? latest, latest ?? earliest];
  if (from === undefined || to === undefined) return undefined;
  return {
    uid: part.uid,
    lane,
    start: Date.parse(from),
    end: Date.parse(to),
    vague: from !== to || approximate || uncertain,
    heading: headingOf(part, index),
    date: index.dates.sayShort(value),
  };
}

/** Beginnings of years, or of months where all lies within two years, in the reader's calendar. */
function ticksBetween(first: number, last: number, locale: EditionIndex['locale']) {
  const calendar = locale === 'fa' ? 'persian' : 'gregory';
  const isShort = last - first < 730 * dayMs;
  const format = new Intl.DateTimeFormat(`${locale}-u-ca-${calendar}-nu-latn`, {
    timeZone: 'UTC',
    year: 'numeric',
    ...(isShort && { month: 'short' }),
  });
  const inYears = new Intl.DateTimeFormat(`en-u-ca-${calendar}-nu-latn`, {
    timeZone: 'UTC',
    year: 'numeric',
    ...(isShort && { month: 'numeric' }),
  });
  const found: { at: number; label: string }[] = [];
  let before = inYears.format(first);
  for (let at = first + dayMs; at <= last; at += dayMs) {
    const now = inYears.format(at);
    if (now === before) continue;
    before = now;
    const label = format.formatToParts(at).filter(({ type }) => type !== 'era');
    const words = label.map(({ type, value }) => (type === 'literal' ? ' ' : value)).join('');
    found.push({ at, label: localDigits(words.trim(), locale) });
  }
  const every = Math.ceil(found.length / mostTicks);
  return found.filter((_, position) => position % every === 0);
}
