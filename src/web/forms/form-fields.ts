import * as z from 'zod';
import { parseHumanDate, type Edtf } from '#platform/calendar';
import type { Locale } from '#platform/languages';

/** A line or text that must be there; white space around it is not part of it. */
export function text(maxCharacters: number) {
  return z.string().trim().min(1).max(maxCharacters);
}

/** The same, where an empty field means that nothing is known. */
export function optionalText(maxCharacters: number) {
  return z
    .string()
    .trim()
    .max(maxCharacters)
    .optional()
    .transform((value) => (value === '' ? undefined : value));
}

/** One of a closed list. */
export function choice<const Value extends string>(values: readonly Value[]) {
  return z.enum(values);
}

/** One of a closed list, or nothing chosen. */
export function optionalChoice<const Value extends string>(values: readonly Value[]) {
  return z
    .union([z.enum(values), z.literal('')])
    .optional()
    .transform((value) => (value === '' ? undefined : value));
}

/** A single check box: sent or not sent. */
export function flag() {
  return z
    .string()
    .optional()
    .transform((value) => value !== undefined);
}

/**
 * A date as a person types it, in either calendar; comes out as EDTF.
 *
 * @param locale the language of the page, in which two possible readings are named.
 */
export function date(locale: Locale) {
  return z
    .string()
    .trim()
    .transform((value, context): Edtf => readDate(value, locale, context) ?? z.NEVER);
}

/** The same, where an empty field means that the date is not known. */
export function optionalDate(locale: Locale) {
  return z
    .string()
    .trim()
    .optional()
    .transform((value, context): Edtf | undefined =>
      value === undefined || value === '' ? undefined : readDate(value, locale, context),
    );
}

function readDate(value: string, locale: Locale, context: z.core.$RefinementCtx): Edtf | undefined {
  const result = parseHumanDate(value, { locale });
  if (result.ok) return result.edtf;
  const { code, word, choices = [] } = result.problem;
  const [first, second] = choices;
  context.addIssue({
    code: 'custom',
    input: value,
    message: `date-${code}`,
    params: { word: word ?? value, first: first?.text ?? '', second: second?.text ?? '' },
  });
  return undefined;
}
