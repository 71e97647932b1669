import { canonicalJson, type JsonValue } from '@countersign/proof';
import { boundsOf, parseHumanDate } from '#platform/calendar';
import { invisibleIn, withoutInvisible, type Locale } from '#platform/languages';
import { figureInput } from './figure-input.ts';
import { parseCoordinates, parseLanguageTag, parseMoney, parseUrl } from './plain-values.ts';
import { parseDuration } from '../figures/index.ts';
import type { ParsedClaimInput } from '../claims/claim-input.ts';
import type { Known } from '../claims/look-up.ts';
import type { RecordCode } from '../record-refusal.ts';
import { termOf } from '../terms.ts';
import { findCountry, parseIdentifier, type Property } from '../vocabulary/index.ts';

/** A value as it is stored: canonical text, and what must be sortable or followed beside it. */
export interface StoredValue {
  readonly text: string;
  readonly entityId: string | null;
  readonly measure: JsonValue;
  readonly from: string | null;
  readonly to: string | null;
  readonly language: string | null;
  /** What was typed, where the canonical text differs from it. */
  readonly original: string | null;
}

export type ValueResult =
  | { readonly ok: true; readonly value: StoredValue }
  | {
      readonly ok: false;
      readonly code: RecordCode;
      readonly params?: Readonly<Record<string, string | number>>;
    };

const maxTextLength = 10_000;
const maxNameLength = 500;

/**
 * Reads what a person typed as a value of a property. Words and names with invisible characters are
 * refused, for nobody could see what they are; out of a date or a number they are left.
 *
 * @param locale the language it was typed in: month names, number words, digits.
 */
export function parseValue(
  property: Property,
  input: ParsedClaimInput,
  known: Known,
  locale: Locale,
): ValueResult {
  const isWords = property.valueType === 'text' || property.valueType === 'name';
  const hidden = isWords ? invisibleIn(input.value) : undefined;
  if (hidden !== undefined) return refuse('invisible-character', { ...hidden });
  return parseVisible(property, { ...input, value: withoutInvisible(input.value) }, known, locale);
}

function parseVisible(
  property: Property,
  input: ParsedClaimInput,
  known: Known,
  locale: Locale,
): ValueResult {
  const typed = input.value.normalize('NFC').trim();
  if (typed === '') return refuse('value-missing');
  switch (property.valueType) {
    case 'text':
    case 'name':
      return linguistic(property.valueType, typed, input);
    case 'date':
      return date(typed, locale, input);
    case 'term': {
      const found = termOf(property.vocabulary, typed, known.addedTerms);
      return found === undefined || found.retired === true
        ? refuse('value-bad-term')
        : plain(found.code, input);
    }
    case 'entity': {
      const entity = known.entities.get(typed);
      if (entity === undefined) return refuse('value-bad-entity');
      if (!property.range.some((kind) => kind === entity.kind)) return refuse('value-bad-kind');
      return stored({ text: typed, entityId: entity.id }, input);
    }
    case 'figure':
      return figure(typed, input, known, locale);
    case 'identifier': {
      const identifier = parseIdentifier(property.scheme, typed);
      return identifier.ok ? plain(identifier.value, input) : refuse('value-bad-identifier');
    }
    case 'duration':
      return plainOr(parseDuration(typed, property.inYears === true), 'value-bad-duration', input);
    case 'url':
      return plainOr(parseUrl(typed), 'value-bad-url', input);
    case 'country':
      return plainOr(findCountry(typed), 'value-bad-country', input);
    case 'language':
      return plainOr(parseLanguageTag(typed), 'value-bad-language', input);
    case 'money':
      return plainOr(parseMoney(typed), 'value-bad-money', input);
    case 'coordinates':
      return plainOr(parseCoordinates(typed), 'value-bad-coordinates', input);
  }
}

function refuse(code: RecordCode, params?: Readonly<Record<string, string | number>>): ValueResult {
  return { ok: false, code, ...(params && { params }) };
}

function stored(
  value: Partial<StoredValue> & { text: string },
  input: ParsedClaimInput,
): ValueResult {
  const typed = input.value.trim();
  const original =
    input.original ?? (value.entityId == null && typed !== value.text ? typed : null);
  const empty = { entityId: null, measure: null, from: null, to: null, language: null };
  return { ok: true, value: { ...empty, ...value, original } };
}

function plain(text: string, input: ParsedClaimInput): ValueResult {
  return stored({ text }, input);
}

function plainOr(text: string | undefined, code: RecordCode, input: ParsedClaimInput): ValueResult {
  return text === undefined ? refuse(code) : plain(text, input);
}

function linguistic(type: 'text' | 'name', typed: string, input: ParsedClaimInput): ValueResult {
  const most = type === 'name' ? maxNameLength : maxTextLength;
  if (typed.length > most) return refuse('value-too-long', { most });
  const language = parseLanguageTag(input.language ?? '');
  if (input.language !== undefined && input.language !== '' && language === undefined) {
    return refuse('value-bad-language');
  }
  return stored({ text: typed, language: language ?? null }, input);
}

function date(typed: string, locale: Locale, input: ParsedClaimInput): ValueResult {
  const parsed = parseHumanDate(typed, { locale });
  if (!parsed.ok) return refuse('value-bad-date');
  const { earliest, latest } = boundsOf(parsed.edtf);
  return stored({ text: parsed.edtf, from: earliest ?? null, to: latest ?? null }, input);
}

function figure(typed: string, input: ParsedClaimInput, known: Known, locale: Locale): ValueResult {
  const measure = figureInput(typed, input.measure, known, locale);
  if (measure === undefined) return refuse('value-bad-figure');
  // Spread, because an interface has no index signature and JSON does.
  const json: JsonValue = { ...measure };
  return stored({ text: canonicalJson(json), measure: json, original: typed }, input);
}
