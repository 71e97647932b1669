import { formatEdtf, type Edtf } from '#platform/calendar';
import { formatList, type Locale } from '#platform/languages';
import {
  countryName,
  formatFigure,
  identifierAddress,
  label,
  languageName,
  property,
  termOf,
  type AddedTerms,
  type Caption,
  type ClaimView,
  type Figure,
  type Property,
} from '#record';

/** A value as a page prints it. */
export interface ValueWords {
  readonly text: string;
  /** Set where the words are a source's, not ours: a name, a title, an account. BCP 47, '' if unknown. */
  readonly lang?: string;
  /** What it points to. */
  readonly entity?: { readonly uid: string; readonly kind: string };
  /** Where it leads outside the house. */
  readonly address?: string;
  /** What a figure counts, where, over which time, as of when. */
  readonly counts?: string;
}

/** What putting values into words needs besides the claims; the same for a whole page. */
export interface Wording {
  readonly locale: Locale;
  readonly added: AddedTerms;
  /** Places that figures count in, by uid. */
  readonly places: ReadonlyMap<string, Caption>;
  /** "as of {date}", in the language of the page. */
  readonly asOf: (date: string) => string;
}

/** Puts a claim's value into the reader's words: terms by their labels, days in their calendar. */
export function valueWords(claim: ClaimView, wording: Wording): ValueWords {
  const definition = property(claim.property);
  if (claim.valueEntity !== null) {
    const { uid, kind, text } = claim.valueEntity;
    return { text: text === '' ? uid.slice(0, 8) : text, entity: { uid, kind } };
  }
  return definition === undefined ? { text: claim.value } : plainWords(claim, definition, wording);
}

function plainWords(claim: ClaimView, definition: Property, wording: Wording): ValueWords {
  const { locale, added } = wording;
  const { value } = claim;
  switch (definition.valueType) {
    case 'text':
    case 'name':
      return { text: value, lang: claim.language ?? '' };
    case 'term': {
      const found = termOf(definition.vocabulary, value, added);
      return { text: found === undefined ? value : label(found, locale) };
    }
    case 'date':
      return { text: formatEdtf(value as Edtf, locale, { both: true }) };
    case 'figure':
      return figureWords(claim, wording);
    case 'country':
      return { text: countryName(value, locale) ?? value };
    case 'language':
      return { text: languageName(value, locale) ?? value };
    case 'duration':
      return { text: durationWords(value, locale) };
    case 'money':
      return { text: moneyWords(value, locale) };
    case 'url':
      return { text: value, address: value };
    case 'identifier': {
      const address = identifierAddress(definition.scheme, value);
      return { text: value, ...(address !== undefined && { address }) };
    }
    case 'coordinates':
    case 'entity':
      return { text: value };
  }
}

function figureWords(claim: ClaimView, { locale, places, asOf, added }: Wording): ValueWords {
  // What was stored as a figure was parsed as one.
  const figure = claim.measure as Figure;
  const unit = termOf('counting-units', figure.unit, added);
  const day = (edtf: Edtf) => formatEdtf(edtf, locale);
  const parts = [
    unit === undefined ? figure.unit : label(unit, locale),
    figure.counted,
    figure.place === undefined ? '' : (places.get(figure.place)?.text ?? ''),
    figure.period === undefined ? '' : day(figure.period),
    figure.asOf === undefined ? '' : asOf(day(figure.asOf)),
  ];
  return {
    text: formatFigure(figure, locale),
    counts: parts.filter((part) => part !== '').join(' · '),
  };
}

const durationUnits = { Y: 'year', M: 'month', W: 'week', D: 'day', H: 'hour' } as const;

function durationWords(iso: string, locale: Locale): string {
  const parts = [...iso.matchAll(/(?<count>\d+)(?<unit>[YMWDH])/g)].map(({ groups }) => {
    const unit = durationUnits[(groups?.['unit'] ?? 'Y') as keyof typeof durationUnits];
    const format = new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' });
    return format.format(Number(groups?.['count'] ?? 0));
  });
  return parts.length === 0 ? iso : formatList(parts, locale);
}

function moneyWords(value: string, locale: Locale): string {
  const [amount = '', currency = ''] = value.split(' ');
  if (!/^[A-Z]{3}$/.test(currency)) return value;
  const options = { style: 'currency', currency, currencyDisplay: 'code' } as const;
  return new Intl.NumberFormat(locale, options).format(Number(amount));
}

/** The places that the figures among some claims count in. */
export function placesOf(claims: readonly ClaimView[]): string[] {
  const places = claims.flatMap((claim) => {
    const place: unknown =
      typeof claim.measure === 'object' && claim.measure !== null && 'place' in claim.measure
        ? claim.measure.place
        : undefined;
    return typeof place === 'string' ? [place] : [];
  });
  return [...new Set(places)];
}
