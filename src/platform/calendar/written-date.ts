import {
  daysInMonth,
  isoDay,
  padded,
  weekday,
  convertDay,
  type CalendarName,
  type Day,
} from './day.ts';
import { dateWord } from './names.ts';

export type WrittenDateProblemCode =
  /** Not understood as a date at all. */
  | 'not-a-date'
  /** `word` is no part of a date in any of the languages. */
  | 'unknown-word'
  | 'no-year'
  /** Two digits for a year: 26 may be 1926, 2026 or 1426. */
  | 'short-year'
  /** A year the calendar is not used for here: a Solar Hijri month with 2026, or 0. */
  | 'no-such-year'
  | 'no-such-month'
  | 'no-such-day'
  /** The day named is another day of the week. */
  | 'wrong-weekday'
  /** Day and month cannot be told apart; `choices` has both readings. */
  | 'ambiguous';

export interface WrittenDateProblem {
  readonly code: WrittenDateProblemCode;
  readonly word?: string;
  /** Both readings as EDTF texts. */
  readonly choices?: readonly [string, string];
}

/** One date as written, turned into an EDTF text without qualifiers (an interval for a Solar Hijri month). */
export type WrittenDate =
  | { readonly text: string; readonly calendar: CalendarName }
  | { readonly problem: WrittenDateProblem };

interface Named {
  readonly calendar: CalendarName;
  readonly year: number;
  readonly month?: number | undefined;
  readonly day?: number | undefined;
}

const yearFirst = /^(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?$/;
const yearLast = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/;
const monthAndYear = /^(\d{1,2})[-/.](\d{4})$/;
const numberWord = /^(\d{1,4})(?:st|nd|rd|th|er|e|ام|م)?$/;
const decadeWord = /^(\d{3})0s$/;

/**
 * Reads one date in the folded form of `foldForSearch`: numbers (`2026-01-09`, `1404/10/19`,
 * `19.1.2026`), or words in any order in any of the three languages and either calendar.
 *
 * Bare years from 1200 to 1500 are Solar Hijri, unless `wanted` says otherwise; nobody documents
 * the Middle Ages here. Month names decide for themselves.
 */
export function readWrittenDate(folded: string, wanted: CalendarName | undefined): WrittenDate {
  const first = yearFirst.exec(folded);
  if (first !== null) {
    const [year, month, day] = first
      .slice(1)
      .map((digits) => (digits === undefined ? undefined : Number(digits)));
    return named({ calendar: calendarOf(year ?? 0, wanted), year: year ?? 0, month, day });
  }
  const last = yearLast.exec(folded);
  if (last !== null) return readYearLast(Number(last[1]), Number(last[3]), Number(last[4]), wanted);
  const [, month, year] = monthAndYear.exec(folded) ?? [];
  if (month !== undefined) {
    return named({
      calendar: calendarOf(Number(year), wanted),
      year: Number(year),
      month: Number(month),
    });
  }
  return readWords(folded, wanted);
}

function calendarOf(year: number, wanted: CalendarName | undefined): CalendarName {
  return wanted ?? (year >= 1200 && year <= 1500 ? 'persian' : 'gregorian');
}

function readYearLast(
  a: number,
  b: number,
  year: number,
  wanted: CalendarName | undefined,
): WrittenDate {
  const calendar = calendarOf(year, wanted);
  const dayFirst = named({ calendar, year, month: b, day: a });
  // No one writes a Solar Hijri month before its day.
  if (calendar === 'persian') return dayFirst;
  const monthFirst = named({ calendar, year, month: a, day: b });
  if ('problem' in dayFirst) return 'problem' in monthFirst ? dayFirst : monthFirst;
  if ('problem' in monthFirst || monthFirst.text === dayFirst.text) return dayFirst;
  return { problem: { code: 'ambiguous', choices: [dayFirst.text, monthFirst.text] } };
}

interface Found {
  readonly years: number[];
  readonly days: number[];
  readonly months: { calendar: CalendarName; month: number }[];
  readonly seasons: number[];
  readonly weekdays: number[];
  readonly calendars: CalendarName[];
  decade: boolean;
}

function readWords(folded: string, wanted: CalendarName | undefined): WrittenDate {
  const found: Found = {
    years: [],
    days: [],
    months: [],
    seasons: [],
    weekdays: [],
    calendars: [],
    decade: false,
  };
  const text = folded.replaceAll(/(یک|دو|سه|چهار|پنج) شنبه/g, '$1شنبه');
  for (const word of text.split(/[\s,،.'/-]+/).filter((piece) => piece !== '')) {
    if (!sortWord(word, found)) return { problem: { code: 'unknown-word', word } };
  }
  const { years, days, months, seasons, weekdays, calendars } = found;
  const isOnce = [years, days, months, seasons, weekdays, calendars].every(
    (list) => list.length <= 1,
  );
  const month = months[0];
  const [year] = years;
  if (month !== undefined && years.length === 0 && days.length === 2) return problem('short-year');
  if (!isOnce) return problem('not-a-date');
  if (year === undefined) {
    const isOtherwiseDate = month !== undefined || seasons.length > 0;
    if (!isOtherwiseDate) return problem('not-a-date');
    return problem('no-year');
  }
  const calendar = month?.calendar ?? calendarOf(year, calendars[0] ?? wanted);
  const isBare = month === undefined && days.length === 0 && weekdays.length === 0;
  if (found.decade)
    return isBare && seasons.length === 0 ? readDecade(calendar, year) : problem('not-a-date');
  if (seasons[0] !== undefined)
    return isBare ? readSeason(calendar, year, seasons[0]) : problem('not-a-date');
  if (month === undefined && days.length > 0) return problem('not-a-date');
  const date = named({ calendar, year, month: month?.month, day: days[0] });
  if (weekdays[0] === undefined || 'problem' in date) return date;
  const day: Day = { year, month: month?.month ?? 1, day: days[0] ?? 1 };
  if (days[0] === undefined) return problem('not-a-date');
  return weekday(calendar, day) === weekdays[0] ? date : problem('wrong-weekday');
}

/** Puts a word where it belongs; false when it means nothing. */
function sortWord(word: string, found: Found): boolean {
  const decade = decadeWord.exec(word)?.[1];
  if (decade !== undefined) {
    found.decade = true;
    found.years.push(Number(decade) * 10);
    return true;
  }
  const digits = numberWord.exec(word)?.[1];
  if (digits !== undefined) {
    if (digits.length === 3) return false;
    (digits.length === 4 ? found.years : found.days).push(Number(digits));
    return true;
  }
  const meaning = dateWord(word) ?? dateWord(word.replace(/ماه$/, ''));
  if (meaning === undefined) return false;
  if (meaning.kind === 'month') found.months.push(meaning);
  if (meaning.kind === 'season') found.seasons.push(meaning.season);
  if (meaning.kind === 'weekday') found.weekdays.push(meaning.weekday);
  if (meaning.kind === 'calendar') found.calendars.push(meaning.calendar);
  if (meaning.kind === 'decade') found.decade = true;
  return true;
}

function named({ calendar, year, month, day }: Named): WrittenDate {
  if (!isYearOf(calendar, year)) return problem('no-such-year');
  if (month !== undefined && daysInMonth(calendar, year, month) === 0)
    return problem('no-such-month');
  if (
    month !== undefined &&
    day !== undefined &&
    (day < 1 || day > daysInMonth(calendar, year, month))
  ) {
    return problem('no-such-day');
  }
  if (calendar === 'persian') return solarHijri(year, month ?? 1, month ?? 12, day);
  const text = [
    padded(year, 4),
    ...[month, day].flatMap((part) => (part === undefined ? [] : [padded(part, 2)])),
  ];
  return { text: text.join('-'), calendar };
}

function isYearOf(calendar: CalendarName, year: number): boolean {
  return calendar === 'persian' ? year >= 1000 && year <= 1600 : year >= 1 && year <= 9999;
}

/** A Solar Hijri day, or the interval of days that a month or several months are. */
function solarHijri(
  year: number,
  firstMonth: number,
  lastMonth: number,
  day?: number,
): WrittenDate {
  const iso = (month: number, dayOfMonth: number) =>
    isoDay(convertDay({ year, month, day: dayOfMonth }, 'persian', 'gregorian'));
  if (day !== undefined) return { text: iso(firstMonth, day), calendar: 'persian' };
  const last = daysInMonth('persian', year, lastMonth);
  return { text: `${iso(firstMonth, 1)}/${iso(lastMonth, last)}`, calendar: 'persian' };
}

function readSeason(calendar: CalendarName, year: number, season: number): WrittenDate {
  if (!isYearOf(calendar, year)) return problem('no-such-year');
  if (calendar === 'persian') return solarHijri(year, season * 3 - 2, season * 3);
  return { text: `${padded(year, 4)}-${season + 20}`, calendar };
}

function readDecade(calendar: CalendarName, year: number): WrittenDate {
  if (year % 10 !== 0 || !isYearOf(calendar, year)) return problem('not-a-date');
  if (calendar === 'gregorian')
    return { text: `${String(year).padStart(4, '0').slice(0, 3)}X`, calendar };
  const [start, end] = [solarHijri(year, 1, 12), solarHijri(year + 9, 1, 12)];
  if ('problem' in start || 'problem' in end) return problem('no-such-year');
  return { text: `${start.text.slice(0, 10)}/${end.text.slice(-10)}`, calendar };
}

function problem(code: WrittenDateProblemCode): { readonly problem: WrittenDateProblem } {
  return { problem: { code } };
}
