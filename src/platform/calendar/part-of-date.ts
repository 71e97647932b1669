import { addDays, daysInMonth, isoDay, padded, type CalendarName, type Day } from './day.ts';
import { readWrittenDate } from './written-date.ts';

/** "Late January 2026": EDTF has no such thing; the interval that may be meant is only offered. */
export interface PartOfDate {
  /** The words that say which part, folded. */
  readonly word: string;
  /** An EDTF interval. */
  readonly interval: string;
}

type Third = 0 | 1 | 2;

const parts: readonly (readonly [Third, RegExp])[] = [
  [0, /^(?:in )?(?:the )?(early|(?:beginning|start) of)(?: the month of)? (.+)$/],
  [0, /^(?:au |le )?(debut)(?: de| du mois de| d')? ?(.+)$/],
  [0, /^(?:در )?(اوایل|ابتدای|آغاز|اول) (.+)$/],
  [1, /^(?:in )?(?:the )?(mid|middle of)(?: the month of)?[ -](.+)$/],
  [1, /^(?:a la |le )?(mi-|milieu)(?: de| du mois de| d')? ?(.+)$/],
  [1, /^(?:در )?(اواسط|میانه|نیمه) (.+)$/],
  [2, /^(?:in |at )?(?:the )?(late|end of)(?: the month of)? (.+)$/],
  [2, /^(?:a la |la )?(fin)(?: de| du mois de| d')? ?(.+)$/],
  [2, /^(?:در )?(اواخر|پایان|آخر) (.+)$/],
];

const longestMonth = 31;

/** Reads a part of a month or year in the folded form of `foldForSearch`; undefined for anything else. */
export function readPartOfDate(
  folded: string,
  calendar: CalendarName | undefined,
): PartOfDate | undefined {
  for (const [third, pattern] of parts) {
    const [, word = '', rest = ''] = pattern.exec(folded) ?? [];
    if (rest === '') continue;
    const whole = readWrittenDate(rest, calendar);
    if ('problem' in whole) continue;
    const interval = thirdOf(whole.text, third);
    if (interval !== undefined) return { word: word.replace(/-$/, ''), interval };
  }
  return undefined;
}

function thirdOf(text: string, third: Third): string | undefined {
  const [, year, month] = /^(\d{4})(?:-(\d\d))?$/.exec(text) ?? [];
  if (year !== undefined && month === undefined) {
    const first = third * 4 + 1;
    return `${year}-${padded(first, 2)}/${year}-${padded(first + 3, 2)}`;
  }
  if (year !== undefined) {
    // A season looks like a month here, and has no thirds.
    const length = daysInMonth('gregorian', Number(year), Number(month));
    if (length === 0) return undefined;
    return tenDays({ year: Number(year), month: Number(month), day: 1 }, length, third);
  }
  // A Solar Hijri month comes as the interval of its days.
  const [start, end] = text.split('/').map(dayOf);
  if (start === undefined || end === undefined) return undefined;
  let length = 1;
  while (length <= longestMonth && isoDay(addDays(start, length - 1)) !== isoDay(end)) length += 1;
  return length > longestMonth ? undefined : tenDays(start, length, third);
}

function tenDays(first: Day, length: number, third: Third): string {
  const last = third === 2 ? length - 1 : third * 10 + 9;
  return `${isoDay(addDays(first, third * 10))}/${isoDay(addDays(first, last))}`;
}

function dayOf(text: string): Day | undefined {
  const [year, month, day] = text.split('-').map(Number);
  if (year === undefined || month === undefined || day === undefined) return undefined;
  return { year, month, day };
}
