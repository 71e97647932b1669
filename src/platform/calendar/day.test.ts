import { expect, test } from 'vitest';
import { addDays, convertDay, dayNumber, daysInMonth, isoDay, weekday } from './day.ts';

test('both calendars agree with ICU on every day from 1900 to 2100', () => {
  const numeric = {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    weekday: 'short',
    timeZone: 'UTC',
  } as const;
  const icu = new Intl.DateTimeFormat('en-u-ca-persian', numeric);
  const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
  const wrong: string[] = [];
  let day = { year: 1900, month: 1, day: 1 };
  for (let at = Date.UTC(1900, 0, 1); day.year <= 2100; at += 86_400_000) {
    const parts = new Map(icu.formatToParts(at).map(({ type, value }) => [type, value]));
    const persian = convertDay(day, 'gregorian', 'persian');
    const isSame =
      parts.get('year') === String(persian.year) &&
      parts.get('month') === String(persian.month) &&
      parts.get('day') === String(persian.day) &&
      parts.get('weekday') === weekdays[weekday('gregorian', day) - 1] &&
      dayNumber('persian', persian) === dayNumber('gregorian', day) &&
      new Date(at).toISOString().startsWith(isoDay(day));
    if (!isSame) wrong.push(isoDay(day));
    day = addDays(day, 1);
  }
  expect(wrong).toEqual([]);
});

test('Esfand has its leap day in 1399 and 1403, not in 1404', () => {
  expect([1399, 1403, 1404].map((year) => daysInMonth('persian', year, 12))).toEqual([30, 30, 29]);
});

test('there is no month outside the year', () => {
  expect(
    [0, 13, -1, 1.5, Number.NaN].map((month) => daysInMonth('gregorian', 2026, month)),
  ).toEqual([0, 0, 0, 0, 0]);
});
