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
  const found = ticksBetween(first, last, index.locale);
  const ticks =
    found.length > 1
      ? found
      : [
          { at: first, label: earliest?.date ?? '' },
          { at: last, label: latest?.date ?? '' },
        ];
  return {
    marks: dated.map(({ start, end, ...mark }) => ({
      ...mark,
      from: share(start),
      to: share(end),
    })),
    lanes: lanes.filter((lane) => dated.some((one) => one.lane === lane)),
    ticks: ticks.map(({ at, label }) => ({ at: share(at), label })),
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
  const isShort = last - first < 730 * dayMs;
  const format = dateFormat(locale, isShort ? 'short' : undefined);
  const inYears = dateFormat(locale, isShort ? 'numeric' : undefined);
  const found: { at: number; label: string }[] = [];
  // Shorter than a month or a year of either calendar, so that no beginning is stepped over.
  const stride = (isShort ? 28 : 350) * dayMs;
  for (let from = first; from < last; from += stride) {
    const to = Math.min(last, from + stride);
    if (inYears.format(from) === inYears.format(to)) continue;
    const at = firstDayUnlike(inYears, from, to);
    const label = format.formatToParts(at).filter(({ type }) => type !== 'era');
    const words = label.map(({ type, value }) => (type === 'literal' ? ' ' : value)).join('');
    found.push({ at, label: localDigits(words.trim(), locale) });
  }
  const every = Math.ceil(found.length / mostTicks);
  return found.filter((_, position) => position % every === 0);
}

const formats = new Map<string, Intl.DateTimeFormat>();

// Kept, because making one costs as much as the rest of the drawing.
function dateFormat(
  locale: EditionIndex['locale'],
  month: 'short' | 'numeric' | undefined,
): Intl.DateTimeFormat {
  const key = `${locale} ${month ?? ''}`;
  let format = formats.get(key);
  if (format === undefined) {
    const calendar = locale === 'fa' ? 'persian' : 'gregory';
    format = new Intl.DateTimeFormat(`${locale}-u-ca-${calendar}-nu-latn`, {
      timeZone: 'UTC',
      year: 'numeric',
      ...(month !== undefined && { month }),
    });
    formats.set(key, format);
  }
  return format;
}

/** The first day after `from` that the format names otherwise; `to` is one such day. */
function firstDayUnlike(format: Intl.DateTimeFormat, from: number, to: number): number {
  const before = format.format(from);
  let [same, unlike] = [from, to];
  while (unlike - same > dayMs) {
    const middle = same + Math.round((unlike - same) / dayMs / 2) * dayMs;
    if (format.format(middle) === before) same = middle;
    else unlike = middle;
  }
  return unlike;
}
