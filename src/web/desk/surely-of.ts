import type { Edtf } from '#platform/calendar';

/**
 * What is surely true of a time of which only the first day is at hand, and that may be known by its month
 * or its year alone: the first of a month is told as that month, the first of a year as that year.
 *
 * @param day such as `2026-01-01`.
 */
export function surelyOf(day: string): Edtf {
  return day.replace(/-01$/u, '').replace(/^(\d{4})-01$/u, '$1') as Edtf;
}
