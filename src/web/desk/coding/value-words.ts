import { formatEdtf, type Edtf } from '#platform/calendar';
import type { Locale } from '#platform/languages';
import {
  formatFigure,
  inLocale,
  property,
  term,
  termOf,
  type AddedTerms,
  type ClaimView,
  type Figure,
} from '#record';
import { durationWords } from '#record/figures';

/** A value of a claim in the words of the reader's language. */
export function valueWords(view: ClaimView, locale: Locale, added: AddedTerms): string {
  const definition = property(view.property);
  switch (definition?.valueType) {
    case 'date':
      return formatEdtf(view.value as Edtf, locale, { both: true });
    case 'term': {
      const found = termOf(definition.vocabulary, view.value, added);
      return found === undefined ? view.value : inLocale(found.labels, locale);
    }
    case 'entity':
      return view.valueEntity?.text ?? '';
    case 'figure':
      return figureWords(view, locale);
    case 'duration':
      return durationWords(view.value, locale);
    case 'country':
      return displayName(view.value, locale, 'region');
    case 'language':
      return displayName(view.value, locale, 'language');
    case 'coordinates':
    case 'identifier':
    case 'money':
    case 'name':
    case 'text':
    case 'url':
    case undefined:
      return view.value;
  }
}

function figureWords(view: ClaimView, locale: Locale): string {
  // The record wrote the measure of a figure itself.
  const figure = view.measure as Figure | null;
  if (figure === null) return view.original ?? view.value;
  const unit = term('counting-units', figure.unit);
  const parts = [
    formatFigure(figure, locale),
    figure.counted === ''
      ? unit === undefined
        ? ''
        : inLocale(unit.labels, locale)
      : figure.counted,
    figure.period === undefined ? '' : formatEdtf(figure.period, locale),
    figure.asOf === undefined ? '' : `→ ${formatEdtf(figure.asOf, locale)}`,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

function displayName(code: string, locale: Locale, type: 'region' | 'language'): string {
  return new Intl.DisplayNames(locale, { type }).of(code) ?? code;
}
