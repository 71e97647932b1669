import type { FigureReading, NameReading, Shown } from '../../reading/reading.ts';
import { html, type Markup, type Part } from './markup.ts';
import { tag, webAddress, type PageWords } from './page-words.ts';

export function textMarkup(text: string, language?: string): Markup {
  const known = tag(language);
  return known === undefined ? html`<bdi>${text}</bdi>` : html`<bdi lang="${known}">${text}</bdi>`;
}

/** A name, leading to where its bearer stands in this file. */
export function nameMarkup(name: NameReading, words: PageWords, address?: string): Markup {
  const anchor = words.anchorOf(address);
  const text = textMarkup(name.text, name.language);
  return anchor === undefined ? text : html`<a href="#${anchor}">${text}</a>`;
}

export function shownMarkup(shown: Shown, words: PageWords): Markup {
  switch (shown.type) {
    case 'text':
      return textMarkup(shown.text, shown.language);
    case 'date':
      return html`<bdi>${shown.text}</bdi>`;
    case 'entity':
      return nameMarkup(shown.name, words, shown.address);
    case 'link': {
      const address = webAddress(shown.address);
      const text = html`<bdi dir="ltr">${shown.text}</bdi>`;
      return address === undefined
        ? text
        : html`<a href="${address}" rel="noopener noreferrer">${text}</a>`;
    }
    case 'figure':
      return figureMarkup(shown.figure, words);
  }
}

function figureMarkup(figure: FigureReading, words: PageWords): Markup {
  const counted: Part = figure.counted === '' ? undefined : html` <bdi>${figure.counted}</bdi>`;
  return html`${figure.number}${counted} <span class="small">${measureText(figure, words)}</span>`;
}

/** What a figure measures besides the number: unit, place, period, the day it stood so. */
export function measureText(
  { unit, place, period, asOf }: Omit<FigureReading, 'number' | 'counted'>,
  { t }: PageWords,
): string {
  const parts = [
    unit,
    place === undefined ? '' : t('figures.place', { name: place.text }),
    period === undefined ? '' : t('figures.period', { period }),
    asOf === undefined ? '' : t('figures.asOf', { date: asOf }),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}
