import { CalendarDate, GregorianCalendar, PersianCalendar } from '@internationalized/date';

/** The two calendars people date by here: Gregorian and Solar Hijri (the calendar of Iran and Afghanistan). */
export type CalendarName = 'gregorian' | 'persian';

/** A day in the calendar it is named in. It has no hour and no zone, so no zone can shift it. */
export interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const gregorian = new GregorianCalendar();
const persian = new PersianCalendar();

function systemOf(calendar: CalendarName): GregorianCalendar | PersianCalendar {
  return calendar === 'gregorian' ? gregorian : persian;
}

/** Days in a month, or 0 when the calendar has no such month. */
export function daysInMonth(calendar: CalendarName, year: number, month: number): number {
  if (!Number.isInteger(month) || month < 1 || month > 12) return 0;
  return systemOf(calendar).getDaysInMonth(new CalendarDate(systemOf(calendar), year, month, 1));
}

/** The day's running number (Julian day), equal for the same day in both calendars. */
export function dayNumber(calendar: CalendarName, { year, month, day }: Day): number {
  return systemOf(calendar).toJulianDay(new CalendarDate(systemOf(calendar), year, month, day));
}

export function dayOfNumber(calendar: CalendarName, number: number): Day {
  const { year, month, day } = systemOf(calendar).fromJulianDay(number);
  return { year, month, day };
}

/** The same day in the other calendar. */
export function convertDay(day: Day, from: CalendarName, to: CalendarName): Day {
  return from === to ? day : dayOfNumber(to, dayNumber(from, day));
}

/** Day of the week by ISO 8601: 1 is Monday, 7 Sunday. */
export function weekday(calendar: CalendarName, day: Day): number {
  return (Math.floor(dayNumber(calendar, day)) % 7) + 1;
}

/** A Gregorian day as `YYYY-MM-DD`, which sorts and which PostgreSQL reads as a `date`. */
export function isoDay({ year, month, day }: Day): string {
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`;
}

export function padded(number: number, length: number): string {
  return String(number).padStart(length, '0');
}

/** The Gregorian day some days after another (before it, when negative). */
export function addDays(day: Day, days: number): Day {
  return dayOfNumber('gregorian', dayNumber('gregorian', day) + days);
}
