import { parseHumanDate } from '#platform/calendar';
import type { Locale } from '#platform/languages';
import type { ParsedClaimInput } from '../claims/claim-input.ts';
import type { Known } from '../claims/look-up.ts';
import { parseFigureText, type Figure } from '../figures/index.ts';
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
  const bounds = parseFigureText(typed);
  if (!bounds.ok) return undefined;
  const unit = measure?.unit ?? individuals;
  if (!vocabulary('counting-units').terms.some((entry) => entry.code === unit)) return undefined;
  if (measure?.place !== undefined && known.entities.get(measure.place)?.kind !== 'place') {
    return undefined;
  }
  const period = parseOptionalDate(measure?.period, locale);
  const asOf = parseOptionalDate(measure?.asOf, locale);
  if (period === undefined || asOf === undefined) return undefined;
  return {
    ...bounds.bounds,
    unit,
    counted: measure?.counted ?? '',
    ...(measure?.place !== undefined && { place: measure.place }),
    ...(period !== null && { period }),
    ...(asOf !== null && { asOf }),
  };
}

// null: not given; undefined: given and unreadable.
function parseOptionalDate(text: string | undefined, locale: Locale) {
  if (text === undefined || text.trim() === '') return null;
  const parsed = parseHumanDate(text, { locale });
  return parsed.ok ? parsed.edtf : undefined;
}
