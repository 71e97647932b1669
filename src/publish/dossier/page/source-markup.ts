import { formatList } from '#platform/languages';
import type { CopyReading, SourceReading } from '../../reading/reading.ts';
import { html, joined, type Markup, type Part } from './markup.ts';
import { webAddress, type PageWords } from './page-words.ts';
import { textMarkup } from './value-markup.ts';

/** A source in full, with the fingerprints of what is preserved of it. */
export function sourceMarkup(source: SourceReading, words: PageWords): Markup {
  const { t, locale } = words;
  const comma = t('list.comma');
  const address = source.webAddress === undefined ? undefined : webAddress(source.webAddress);
  const facts: readonly Part[] = [
    source.authors.length === 0
      ? undefined
      : html`<bdi>${formatList(source.authors, locale)}</bdi>`,
    source.publisher === undefined ? undefined : html`<bdi>${source.publisher}</bdi>`,
    source.published,
  ].filter((fact) => fact !== undefined);
  const anchor = words.anchorOf(source.address);
  const title = textMarkup(source.title, source.language);
  return html`<li>
    <cite>${anchor === undefined ? title : html`<a href="#${anchor}">${title}</a>`}</cite>${
      facts.length === 0 ? undefined : [comma, joined(facts, comma)]
    }. <span class="muted">${seen(source, words)}.</span> ${
      address === undefined
        ? undefined
        : html`<p class="small">
            <a href="${address}" rel="noopener noreferrer"><bdi dir="ltr">${address}</bdi></a>
          </p> `
    }${source.copies.map((copy) => copyMarkup(copy, words))}
  </li> `;
}

function seen({ seen: isSeen, copies }: SourceReading, { t }: PageWords): string {
  if (!isSeen) return t('source.unseen');
  return t(copies.length === 0 ? 'source.seenOnly' : 'source.seen');
}

function copyMarkup({ sha256, grade, obtained }: CopyReading, { t }: PageWords): Markup {
  const key = `grade.${grade}`;
  const comma = t('list.comma');
  return html`<p class="small">
    ${t('source.copy')} (${t.has(key) ? t(key) : grade}${comma}${obtained}):
    <bdi class="code" dir="ltr">${sha256}</bdi>
  </p> `;
}
