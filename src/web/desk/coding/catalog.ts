import type { Locale } from '#platform/languages';
import { inLocale, kinds, properties, type KindCode, type ValueType } from '#record';
import { termOptions } from '../finder/find.ts';
import { nameProperty } from './entity-choices.ts';

/** A kind as the forms need it. */
export interface KindEntry {
  readonly code: KindCode;
  readonly label: string;
  /** It has a name by which it can be found again. */
  readonly isNamed: boolean;
}

/** A property as the forms need it. */
export interface PropertyEntry {
  readonly code: string;
  readonly label: string;
  readonly help: string;
  readonly kinds: readonly KindCode[];
  readonly valueType: ValueType;
  readonly vocabulary?: string;
  readonly range?: readonly KindCode[];
  /** Of a length of time: a number alone counts years. */
  readonly inYears?: true;
}

/** What can be said of whom, in the words of the page; the terms themselves are fetched when needed. */
export interface Catalog {
  readonly kinds: readonly KindEntry[];
  readonly properties: readonly PropertyEntry[];
  readonly certainties: readonly { readonly value: string; readonly label: string }[];
  readonly units: readonly { readonly value: string; readonly label: string }[];
}

const byLocale = new Map<Locale, Catalog>();

/** Made once per language: it only changes with the program. */
export function catalogIn(locale: Locale): Catalog {
  const known = byLocale.get(locale);
  if (known !== undefined) return known;
  const catalog: Catalog = {
    kinds: kinds.map((entry) => ({
      code: entry.code,
      label: inLocale(entry.labels, locale),
      isNamed: nameProperty(entry.code) !== undefined,
    })),
    properties: properties.map((entry) => ({
      code: entry.code,
      label: inLocale(entry.labels, locale),
      help: inLocale(entry.help, locale),
      kinds: entry.kinds,
      valueType: entry.valueType,
      ...(entry.valueType === 'term' && { vocabulary: entry.vocabulary }),
      ...(entry.valueType === 'entity' && { range: entry.range }),
      ...(entry.valueType === 'duration' && entry.inYears === true && { inYears: true }),
    })),
    certainties: termOptions('certainties', locale),
    units: termOptions('counting-units', locale),
  };
  byLocale.set(locale, catalog);
  return catalog;
}
