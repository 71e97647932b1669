import { parseHumanDate } from '#platform/calendar';
import type { Locale } from '#platform/languages';
import type { ParsedClaimInput } from '../claims/claim-input.ts';
import type { Known } from '../claims/look-up.ts';
import { parseFigureText, type Figure, type FigureBounds } from '../figures/index.ts';
import { vocabulary } from '../vocabulary/index.ts';

// HURIDOCS counts single people unless a record says otherwise.
const individuals = vocabulary('counting-units').terms[0]?.code ?? '';

/**
 * Puts a figure together from its typed number ("more than 3,000") and what it counts.
 *
 * @returns undefined when the number cannot be read, the unit is no counting unit, the place is not
 * a known place, or a date is none.
 */
export function figureInput(
  typed: string,
  measure: ParsedClaimInput['measure'],
  known: Known,
  locale: Locale,
): Figure | undefined {
  const read = readCount(typed);
  if (read === undefined) return undefined;
  const unit = measure?.unit ?? individuals;
  if (!vocabulary('counting-units').terms.some((entry) => entry.code === unit)) return undefined;
  if (measure?.place !== undefined && known.entities.get(measure.place)?.kind !== 'place') {
    return undefined;
  }
  const period = parseOptionalDate(measure?.period, locale);
  const asOf = parseOptionalDate(measure?.asOf, locale);
  if (period === undefined || asOf === undefined) return undefined;
  return {
    ...read.bounds,
    unit,
    // A selection takes along what is counted: "eight hundred film professionals".
    counted: (measure?.counted ?? '') === '' ? read.counted : (measure?.counted ?? ''),
    ...(measure?.place !== undefined && { place: measure.place }),
    ...(period !== null && { period }),
    ...(asOf !== null && { asOf }),
  };
}

const mostCounted = 300;

/** A number with the words behind it, as long as no other number is among them. */
function readCount(
  typed: string,
): { readonly bounds: FigureBounds; readonly counted: string } | undefined {
  const whole = parseFigureText(typed);
  if (whole.ok) return { bounds: whole.bounds, counted: '' };
  const words = typed.trim().split(/\s+/u).slice(0, 60);
  for (let length = words.length - 1; length > 0; length -= 1) {
    const head = parseFigureText(words.slice(0, length).join(' '));
    if (!head.ok) continue;
    const rest = words.slice(length);
    const isOther = rest.some((word) => /\d/u.test(word) || parseFigureText(word).ok);
    return isOther
      ? undefined
      : { bounds: head.bounds, counted: rest.join(' ').slice(0, mostCounted) };
  }
  return undefined;
}

// null: not given; undefined: given and unreadable.
function parseOptionalDate(text: string | undefined, locale: Locale) {
  if (text === undefined || text.trim() === '') return null;
  const parsed = parseHumanDate(text, { locale });
  return parsed.ok ? parsed.edtf : undefined;
}
