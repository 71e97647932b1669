import type { PublicClaim } from '#editions';
import { formatNumber, localDigits, type Locale } from '#platform/languages';
import {
  countryName,
  formatFigure,
  identifierAddress,
  isCountryCode,
  languageName,
  parseLanguageTag,
  printedIsni,
  property,
  type Figure,
  type IdentifierScheme,
} from '#record';
import type { EditionIndex } from './edition-index.ts';
import { addressOf, nameOf } from './names.ts';
import type { FigureReading, Shown } from './reading.ts';

/** A claim's value in the reader's words. What cannot be read is shown as it was published. */
export function readValue(claim: PublicClaim, index: EditionIndex): Shown {
  const definition = property(claim.property);
  if (claim.entity !== undefined) return readEntity(claim.entity, index);
  switch (definition?.valueType) {
    case 'term':
      return text(index.termLabel(definition.vocabulary, claim.value));
    case 'date':
      return index.dates.shown(claim.value);
    case 'figure':
      return readFigure(claim, index);
    case 'country':
      return text(
        isCountryCode(claim.value) ? countryName(claim.value, index.locale) : claim.value,
      );
    case 'language':
      return text(nameOfLanguage(claim.value, index.locale));
    case 'duration':
      return text(readDuration(claim.value, index.locale));
    case 'money':
      return text(readMoney(claim.value, index.locale));
    case 'coordinates':
      return text(readCoordinates(claim.value, index.locale));
    case 'url':
      return { type: 'link', text: claim.value, address: claim.value };
    case 'identifier':
      return readIdentifier(definition.scheme, claim.value);
    case 'text':
    case 'name':
    case 'entity':
    case undefined:
      return {
        type: 'text',
        text: claim.value,
        ...(claim.language !== undefined && { language: claim.language }),
      };
  }
}

function text(words: string): Shown {
  return { type: 'text', text: words };
}

function readEntity(uid: string, index: EditionIndex): Shown {
  const entity = index.entities.get(uid);
  const isOther = uid !== index.document.subject && entity?.page === true;
  const address = isOther ? addressOf(index.locale, entity.kind, uid) : undefined;
  return {
    type: 'entity',
    name: nameOf(uid, index),
    ...(address !== undefined && { address }),
  };
}

/** What a figure's claim measures; undefined when the claim carries none. */
export function measureOf(claim: PublicClaim): Figure | undefined {
  const { measure } = claim;
  const isObject = typeof measure === 'object' && measure !== null && !Array.isArray(measure);
  // Written by the record's own parser and fixed by the edition's hash.
  return isObject ? (measure as unknown as Figure) : undefined;
}

function readFigure(claim: PublicClaim, index: EditionIndex): Shown {
  const figure = measureOf(claim);
  if (figure === undefined) return text(claim.value);
  return { type: 'figure', figure: figureInWords(figure, index) };
}

export function figureInWords(figure: Figure, index: EditionIndex): FigureReading {
  const place = figure.place === undefined ? undefined : nameOf(figure.place, index);
  return {
    number: formatFigure(figure, index.locale),
    counted: index.termLabel('acts', figure.counted),
    unit: index.termLabel('counting-units', figure.unit).toLocaleLowerCase(index.locale),
    ...(place !== undefined && place.text !== '' && { place }),
    ...(figure.period !== undefined && { period: index.dates.say(figure.period) }),
    ...(figure.asOf !== undefined && { asOf: index.dates.say(figure.asOf) }),
  };
}

const languageNames = new Map<string, string>();
const mostLanguageNames = 2000;

/** Name of a language for a reader; the tag itself when it is none. */
export function nameOfLanguage(tag: string, locale: Locale): string {
  const key = `${locale} ${tag}`;
  let name = languageNames.get(key);
  if (name === undefined) {
    const known = parseLanguageTag(tag);
    name = known === undefined ? tag : languageName(known, locale);
    if (languageNames.size > mostLanguageNames) languageNames.clear();
    languageNames.set(key, name);
  }
  return name;
}

const durationPattern =
  /^P(?:(?<years>\d+)Y)?(?:(?<months>\d+)M)?(?:(?<weeks>\d+)W)?(?:(?<days>\d+)D)?(?:T(?<hours>\d+)H)?$/;

function readDuration(value: string, locale: Locale): string {
  const groups = durationPattern.exec(value)?.groups;
  if (groups === undefined) return value;
  const parts = Object.entries(groups)
    .filter(([, count]) => count !== undefined)
    .map(([unit, count]) =>
      formatNumber(Number(count), locale, {
        style: 'unit',
        unit: unit.slice(0, -1),
        unitDisplay: 'long',
      }),
    );
  return new Intl.ListFormat(locale, { type: 'unit' }).format(parts);
}

function readMoney(value: string, locale: Locale): string {
  const [amount = '', currency = ''] = value.split(' ');
  if (!/^[A-Z]{3}$/.test(currency) || !Number.isFinite(Number(amount))) return value;
  const cents = Number.isInteger(Number(amount)) ? 0 : 2;
  return formatNumber(Number(amount), locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'code',
    minimumFractionDigits: cents,
    maximumFractionDigits: cents,
  });
}

function readCoordinates(value: string, locale: Locale): string {
  const match = /^geo:(-?[\d.]+),(-?[\d.]+)(?:;u=(\d+))?$/.exec(value);
  if (match === null) return value;
  const [, latitude = '', longitude = '', metres] = match;
  const point = `${latitude}, ${longitude}${metres === undefined ? '' : ` ± ${metres} m`}`;
  return localDigits(point, locale);
}

function readIdentifier(scheme: IdentifierScheme, value: string): Shown {
  const words = scheme === 'isni' ? printedIsni(value) : value;
  return { type: 'link', text: words, address: identifierAddress(scheme, value) };
}
