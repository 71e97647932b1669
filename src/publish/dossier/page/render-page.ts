import type { PageContents } from '@countersign/dossier';
import {
  createTranslator,
  defaultLocale,
  direction,
  isLocale,
  type Catalog,
  type Locale,
} from '#platform/languages';
import type { NameReading } from '../../reading/reading.ts';
import { readDocument } from './read-document.ts';
import { html, Markup, type Part } from './markup.ts';
import { pageStyle } from './page-style.ts';
import { webAddress, type PageWords } from './page-words.ts';
import { subjectMarkup } from './subject-markup.ts';

/** Messages of the areas `common`, `public` and `dossier` together, by language. */
export type PageCatalogs = Readonly<Record<Locale, Catalog>>;

// The only styles there are; no script, no picture, nothing from elsewhere.
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** The whole `index.html`. Pure: the same contents give the same text. */
export function renderPage(contents: PageContents, catalogs: PageCatalogs): string {
  const { head } = contents;
  const locale = isLocale(head.lang) ? head.lang : defaultLocale;
  const words = wordsFor(contents, catalogs, locale);
  const content = contentMarkup(contents, words);
  const title = [nameOf(contents, locale), head.publisher].filter(Boolean).join(' – ');
  return html`<!doctype html>
    <html lang="${locale}" dir="${direction(locale)}">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        <style>
          ${new Markup(pageStyle)}
        </style>
      </head>
      <body>
        ${content}
      </body>
    </html> `.html;
}

/** What the dossier is of; empty where its document says no name. */
function nameOf({ head, editions }: PageContents, locale: Locale): string {
  const own = editions.find(({ document }) => subjectOf(document) === head.subject);
  if (own === undefined) return '';
  return readDocument(own, locale).name.text;
}

/** What was published, to be put into another page, without any word on where it came from. */
export function renderSubjects(
  contents: PageContents,
  catalogs: PageCatalogs,
  locale: Locale,
): string {
  return subjectsMarkup(contents, wordsFor(contents, catalogs, locale)).html;
}

function wordsFor(contents: PageContents, catalogs: PageCatalogs, locale: Locale): PageWords {
  const present = new Map(
    contents.editions.map((edition) => [subjectOf(edition.document), edition] as const),
  );
  const names = new Map<string, NameReading>();
  return {
    locale,
    t: createTranslator(locale, catalogs[locale]),
    anchorOf: (address) => {
      const uid = address?.split('/').at(-1) ?? '';
      return present.has(uid) ? `subject-${uid}` : undefined;
    },
    nameOf: (subject) => {
      const edition = present.get(subject);
      if (edition === undefined) return undefined;
      // Sentences of a letter may rest on one page a hundred times.
      const name = names.get(subject) ?? readDocument(edition, locale).name;
      names.set(subject, name);
      return name;
    },
  };
}

function contentMarkup(contents: PageContents, words: PageWords): Markup {
  const { head } = contents;
  const { t } = words;
  const notices: Part = [
    head.demonstration && html`<p class="notice"><strong>${t('demonstration')}</strong></p> `,
    head.singleReviewer && html`<p class="notice">${t('method.review.single')}</p> `,
  ].filter((notice) => notice !== false);
  return html`<header>
      <p class="eyebrow">${t('page.published', { publisher: head.publisher })}</p>
      ${notices}
      <p class="notice">${t('page.check')}</p>
    </header>
    <main>${subjectsMarkup(contents, words)}</main>
    ${footMarkup(contents, words)}`;
}

function subjectsMarkup({ editions }: PageContents, words: PageWords): Markup {
  const [own, ...others] = editions;
  const { t } = words;
  const rest: Part =
    others.length === 0
      ? undefined
      : html`<section class="others">
          <h2>${t('page.others')}</h2>
          <p class="small muted">${t('page.others.note')}</p>
          ${others.map((edition) => subjectMarkup(edition, words))}
        </section> `;
  return html`${own === undefined ? undefined : subjectMarkup(own, words)}${rest}`;
}

function footMarkup({ head }: PageContents, { t }: PageWords): Markup {
  const { generator } = head;
  const address = webAddress(head.address);
  const at: Part =
    address === undefined
      ? undefined
      : html`<p class="small">
          ${t('page.address')}
          <a href="${address}" rel="noopener noreferrer"><bdi dir="ltr">${address}</bdi></a>
        </p> `;
  return html`<footer>
    <h2>${t('page.file')}</h2>
    ${at}
    <p class="small muted">
      ${t('page.made', { name: generator.name, version: generator.version })} (<bdi dir="ltr"
        >${generator.page}</bdi
      >). <bdi dir="ltr">${head.kind} ${head.subject}</bdi>
    </p>
  </footer> `;
}

function subjectOf(document: PageContents['editions'][number]['document']): string {
  const { subject } = document as Readonly<Record<string, unknown>>;
  return typeof subject === 'string' ? subject : '';
}
