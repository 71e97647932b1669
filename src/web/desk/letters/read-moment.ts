import { LetterRefusal } from '#letters';
import { asciiDigits } from '#platform/languages';

/**
 * The moment that two such fields say.
 *
 * @param day EDTF.
 * @returns undefined where no day is said.
 * @throws LetterRefusal `moment-malformed` on a month, a year, or no time.
 */
export function readMoment(
  name: string,
  day: string | undefined,
  time: string | undefined,
): Date | undefined {
  if (day === undefined) return undefined;
  const [, hour = '', minute = ''] = /^(\d{1,2}):(\d{2})$/u.exec(asciiDigits(time ?? '')) ?? [];
  const at = new Date(`${day}T${hour.padStart(2, '0')}:${minute}:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(day) || Number.isNaN(at.getTime())) {
    const field = /^\d{4}-\d{2}-\d{2}$/u.test(day) ? 'Time' : 'Day';
    throw new LetterRefusal({ code: 'moment-malformed', field: `${name}${field}` });
  }
  return at;
}
