import { asciiDigits, localDigits, type Locale } from '#platform/languages';
import type { useT } from './messages/catalogs.ts';

/** A box of a picture in fractions of it, or seconds of a recording. */
export type Place =
  | {
      readonly page: number;
      readonly x: number;
      readonly y: number;
      readonly w: number;
      readonly h: number;
    }
  | { readonly from: number; readonly to: number };

/** Where something was seen or heard, in words. */
export function placeWords(
  place: Place,
  t: ReturnType<typeof useT<'common'>>,
  locale: Locale,
): string {
  if ('from' in place) {
    const [from, to] = [clockText(place.from, locale), clockText(place.to, locale)];
    return t('passage.recording', { from, to });
  }
  const { page, x, y, w, h } = place;
  const where = t('passage.picture', { x, y, w, h });
  return page === 1 ? where : `${t('passage.page', { page })}${t('list.comma')}${where}`;
}

/** Seconds as a player shows them: `0:07`, `12:30.5`, `1:02:03`; hundredths only where they are. */
export function clockText(seconds: number, locale: Locale): string {
  return localDigits(clockOf(seconds), locale);
}

/** The same in plain digits, for a field. */
export function clockOf(seconds: number): string {
  const hundredths = Math.round(seconds * 100);
  const whole = Math.floor(hundredths / 100);
  const rest = hundredths % 100;
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const pad = (n: number) => String(n).padStart(2, '0');
  const clock =
    hours > 0 ? `${hours}:${pad(minutes)}:${pad(whole % 60)}` : `${minutes}:${pad(whole % 60)}`;
  return rest === 0 ? clock : `${clock}.${pad(rest).replace(/0$/, '')}`;
}

/** Reads `12.5`, `1:02` or `1:02:03.5`, in the digits of any of our languages; undefined: no time. */
export function parseClock(typed: string): number | undefined {
  const match = /^(?:(?:(\d{1,3}):)?(\d{1,4}):)?(\d{1,6}(?:\.\d{1,3})?)$/.exec(plainDigits(typed));
  if (match === null) return undefined;
  const [, hours = '0', minutes = '0', seconds = '0'] = match;
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}

/** Reads a number of 0 or more, likewise. */
export function decimalOf(typed: string): number | undefined {
  const plain = plainDigits(typed);
  return /^\d{1,6}(?:\.\d{1,6})?$/.test(plain) ? Number(plain) : undefined;
}

function plainDigits(typed: string): string {
  return asciiDigits(typed.trim()).replaceAll(/[٫,]/g, '.');
}
