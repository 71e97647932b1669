import { localDigits, type Locale } from '#platform/languages';
import { convertDay, dayNumber, daysInMonth, type CalendarName, type Day } from './day.ts';
import { firstDay, lastDay, type EdtfDate } from './edtf-date.ts';
import { partsOf, type Edtf, type EdtfParts, type IntervalEnd } from './edtf.ts';
import { monthNames, seasonNames } from './names.ts';
import { phrases, type Phrases, type Side } from './phrases.ts';

export interface FormatEdtfOptions {
  /** The calendar shown first; Solar Hijri in Persian and Gregorian elsewhere unless said. */
  readonly calendar?: CalendarName;
  /** Adds the other calendar in brackets where it can be said truly. */
  readonly both?: boolean;
}

/**
 * An expression in words: `9 January 2026`, `about January 2026`, `from August 2022 on`,
 * `۱۹ دی ۱۴۰۴`. Plain text with the language's digits; wrap it in `<bdi>` beside other text.
 *
 * A Gregorian month or year is never shown as a Solar Hijri one: January 2026 is neither all of Dey
 * nor of Bahman 1404, and a reader in Tehran must see what the source said. It stays Gregorian, in
 * Persian words and digits, and with `both` the Solar Hijri months it touches follow in brackets:
 * «ژانویهٔ ۲۰۲۶ (دی–بهمن ۱۴۰۴)», as the Persian press writes. An interval that is exactly a Solar
 * Hijri month, season or year is shown as that. What `parseHumanDate` made of one day, month or year
 * in either calendar, it reads back from this text.
 *
 * @throws RangeError when the text was not checked by `parseEdtf`.
 */
export function formatEdtf(edtf: Edtf, locale: Locale, options: FormatEdtfOptions = {}): string {
  const parts = partsOf(edtf);
  const calendar = options.calendar ?? (locale === 'fa' ? 'persian' : 'gregorian');
  const isPersianFirst = calendar === 'persian' && isExactInPersian(parts);
  const first = textIn(isPersianFirst ? 'persian' : 'gregorian', parts, locale);
  const remarks = parts.kind === 'date' ? remarksOn(parts.date, locale) : [];
  if (options.both === true) {
    const bare = withoutDoubt(parts);
    const second = isPersianFirst
      ? textIn('gregorian', bare, locale)
      : isExactInPersian(parts)
        ? textIn('persian', bare, locale)
        : monthsTouched(parts, locale);
    if (second !== undefined) remarks.unshift(second);
  }
  return remarks.length === 0 ? first : `${first} (${remarks.join(phrases[locale].separator)})`;
}

// Only days are the same length in both calendars.
function isExactInPersian(parts: EdtfParts): boolean {
  const ends = parts.kind === 'date' ? [parts.date] : [parts.start, parts.end];
  return ends.every((end) => typeof end === 'string' || end.precision === 'day');
}

function textIn(calendar: CalendarName, parts: EdtfParts, locale: Locale): string {
  const say = phrases[locale];
  const text = (date: EdtfDate) =>
    calendar === 'persian' ? persianDay(firstDay(date), locale) : gregorianText(date, locale);
  if (parts.kind === 'date') return approximately(parts.date, text(parts.date), say);
  const { start, end } = parts;
  const whole = calendar === 'persian' ? wholeUnit(start, end, locale) : undefined;
  return whole ?? interval(start, end, locale, text);
}

function withoutDoubt(parts: EdtfParts): EdtfParts {
  if (parts.kind === 'date') return { kind: 'date', date: certain(parts.date) };
  const { start, end } = parts;
  return {
    kind: 'interval',
    start: typeof start === 'string' ? start : certain(start),
    end: typeof end === 'string' ? end : certain(end),
  };
}

function certain(date: EdtfDate): EdtfDate {
  return { ...date, approximate: false, uncertain: false };
}

function approximately(date: EdtfDate, text: string, say: Phrases): string {
  return date.approximate ? say.about(text) : text;
}

function remarksOn(date: EdtfDate, locale: Locale): string[] {
  const say = phrases[locale];
  return [
    ...(date.unknown === undefined ? [] : [say.unknown[date.unknown]]),
    ...(date.uncertain ? [say.uncertain] : []),
  ];
}

function gregorianText(date: EdtfDate, locale: Locale): string {
  const say = phrases[locale];
  const year = localDigits(String(date.year), locale);
  const month = monthNames.gregorian[locale][(date.month ?? 0) - 1];
  if (date.precision === 'decade') return say.decade(year);
  if (date.precision === 'century')
    return say.century(year, localDigits(String(date.year + 99), locale));
  if (date.season !== undefined)
    return `${seasonNames[locale][date.season - 21] ?? ''} ${say.year(year)}`;
  if (month === undefined) return say.year(year);
  if (date.day === undefined) return `${month} ${year}`;
  return `${say.day(localDigits(String(date.day), locale))} ${month} ${year}`;
}

function persianDay(gregorian: Day, locale: Locale): string {
  const { year, month, day } = convertDay(gregorian, 'gregorian', 'persian');
  return `${phrases[locale].day(localDigits(String(day), locale))} ${persianMonth(year, month, locale)}`;
}

function persianMonth(year: number, month: number, locale: Locale): string {
  return `${monthNames.persian[locale][month - 1] ?? ''} ${localDigits(String(year), locale)}`;
}

/** An interval that is exactly one Solar Hijri month, season or year, by its name. */
function wholeUnit(start: IntervalEnd, end: IntervalEnd, locale: Locale): string | undefined {
  if (typeof start === 'string' || typeof end === 'string') return undefined;
  if (start.approximate !== end.approximate || start.uncertain !== end.uncertain) return undefined;
  const first = convertDay(firstDay(start), 'gregorian', 'persian');
  const last = convertDay(lastDay(end), 'gregorian', 'persian');
  const isWhole = first.day === 1 && first.year === last.year && last.day === lastOf(last);
  if (!isWhole) return undefined;
  const length = last.month - first.month + 1;
  const year = localDigits(String(first.year), locale);
  const say = phrases[locale];
  const said = (text: string) => remarked(approximately(start, text, say), start, locale);
  if (length === 12) return said(say.persianYear(year));
  if (length === 1) return said(persianMonth(first.year, first.month, locale));
  const season = seasonNames[locale][(first.month - 1) / 3];
  if (length !== 3 || season === undefined) return undefined;
  return said(`${season} ${say.persianYear(year)}`);
}

function lastOf({ year, month }: Day): number {
  return daysInMonth('persian', year, month);
}

function remarked(text: string, date: EdtfDate, locale: Locale): string {
  const remarks = remarksOn(date, locale);
  return remarks.length === 0 ? text : `${text} (${remarks.join(phrases[locale].separator)})`;
}

function interval(
  start: IntervalEnd,
  end: IntervalEnd,
  locale: Locale,
  text: (date: EdtfDate) => string,
): string {
  const say = phrases[locale];
  const side = (date: EdtfDate): Side => {
    const words = date.approximate ? say.aboutWithin(text(date)) : text(date);
    return { text: remarked(words, date, locale), date };
  };
  if (typeof start === 'string') {
    if (typeof end === 'string') return '';
    return start === 'open' ? say.until(side(end)) : say.range(say.unknownTime, side(end));
  }
  if (typeof end === 'string') {
    return end === 'open' ? say.from(side(start)) : say.range(side(start), say.unknownTime);
  }
  return say.range(shortened(side(start), side(end)), side(end));
}

/** Leaves out of the first date the month and year that the second repeats: 9 to 12 January 2026. */
function shortened(start: Side, end: Side): Side {
  const plain = [start, end].every(({ date }) => date?.approximate === false && !date.uncertain);
  if (!plain || start.date?.precision !== end.date?.precision) {
    return start;
  }
  const [words, others] = [start.text.split(' '), end.text.split(' ')];
  if (start.text === end.text || start.date?.unknown !== undefined) return start;
  while (words.length > 1 && words.at(-1) === others.at(-1)) {
    words.pop();
    others.pop();
  }
  // The Persian ezafe joins a month to its year, and the year is gone.
  return { ...start, text: words.join(' ').replace(/\u0654$/, '') };
}

/** The Solar Hijri months that a Gregorian month or year touches, for the brackets only. */
function monthsTouched(parts: EdtfParts, locale: Locale): string | undefined {
  if (parts.kind !== 'date') return undefined;
  const { precision } = parts.date;
  if (precision !== 'month' && precision !== 'year') return undefined;
  const first = convertDay(firstDay(parts.date), 'gregorian', 'persian');
  const last = convertDay(lastDay(parts.date), 'gregorian', 'persian');
  // Before the calendar's first year the number says nothing to anyone.
  if (first.year < 1 || dayNumber('persian', first) > dayNumber('persian', last)) return undefined;
  const digits = (year: number) => localDigits(String(year), locale);
  if (precision === 'year') {
    return phrases[locale].persianYear(`${digits(first.year)}–${digits(last.year)}`);
  }
  const names = monthNames.persian[locale];
  const [from = '', to = ''] = [names[first.month - 1], names[last.month - 1]];
  return first.year === last.year
    ? `${from}–${to} ${digits(first.year)}`
    : `${from} ${digits(first.year)} – ${to} ${digits(last.year)}`;
}
