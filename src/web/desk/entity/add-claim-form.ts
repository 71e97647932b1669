import * as z from 'zod';
import type { Locale } from '#platform/languages';
import type { ClaimInput } from '#record';
import { choice, optionalDate, optionalText } from '../../forms/index.ts';

/** The form of a claim that rests on no passage; dates are read in the language of the page. */
export function addFormIn(locale: Locale) {
  return z.object({
    value: z.string().default(''),
    language: optionalText(35),
    basis: choice(['inferred', 'editorial']),
    inferredFrom: z.array(z.uuid()).max(50),
    /** Claims about other entities, by uid, one after another. */
    otherClaims: z
      .string()
      .max(4_000)
      .default('')
      .transform((text) => text.split(/[\s,]+/).filter((uid) => uid !== ''))
      .pipe(z.array(z.uuid()).max(50)),
    reason: z.string().default(''),
    certainty: z.string(),
    valid: optionalDate(locale),
    unit: optionalText(40),
    counted: optionalText(300),
    place: optionalText(40),
    period: optionalDate(locale),
    asOf: optionalDate(locale),
  });
}

/** The claim that a form asks for. What it follows from counts only where it is inferred. */
export function toClaim(
  entity: string,
  property: string,
  values: z.output<ReturnType<typeof addFormIn>>,
): ClaimInput {
  const { value, language, basis, reason, certainty, valid } = values;
  const { unit, counted, place, period, asOf } = values;
  const measure = {
    ...(unit !== undefined && { unit }),
    ...(counted !== undefined && { counted }),
    ...(place !== undefined && { place }),
    ...(period !== undefined && { period }),
    ...(asOf !== undefined && { asOf }),
  };
  const from = [...new Set([...values.inferredFrom, ...values.otherClaims])];
  return {
    ...{ entity, property, value, basis, reason, certainty },
    inferredFrom: basis === 'inferred' ? from : [],
    ...(language !== undefined && { language }),
    ...(valid !== undefined && { valid }),
    ...(Object.keys(measure).length > 0 && { measure }),
  };
}
