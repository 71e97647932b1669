import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';
import type { DocumentRead, ReadingOptions } from '../document-read.ts';
import { decodeText } from '../encoding.ts';
import { engineOf } from '../engine.ts';
import { declaredCharset, htmlMetadata, type HtmlMetadata } from '../html-metadata.ts';
import { htmlToText } from '../html-text.ts';

/** Above these a tree is not built (time, stack); the page is then read whole. */
const treeLimits = { elements: 100_000, depth: 500, characters: 10_000_000 };

/** An article with fewer characters than this and less than a quarter of the page is a bad guess. */
const shortArticle = 500;

/** A saved web page: its article if one is found, else all of it, and what the page says of itself. */
export function readHtml(bytes: Uint8Array, options: ReadingOptions): DocumentRead {
  const declared = options.encoding ?? declaredCharset(bytes);
  const { text: html, encoding, guessed } = decodeText(bytes, declared);
  const said = htmlMetadata(html);
  const whole = htmlToText(html);
  const article = readArticle(html, said);
  const isArticle =
    article !== undefined &&
    (article.text.length >= shortArticle || article.text.length * 4 >= whole.length);
  return {
    text: isArticle ? article.text : whole,
    title: said.title ?? article?.title,
    authors: said.authors ?? (article?.byline === undefined ? undefined : [article.byline]),
    publishedEdtf: said.publishedEdtf,
    metadata: {
      publisher: said.publisher,
      description: said.description,
      address: said.address,
      declaredLanguage: said.language,
      encoding,
      encodingGuessed: guessed || undefined,
      extraction: isArticle ? 'article' : 'whole-page',
    },
    engine: isArticle ? engineOf('@mozilla/readability') : engineOf('htmlparser2'),
  };
}

function readArticle(
  html: string,
  said: HtmlMetadata,
): { text: string; title?: string | undefined; byline?: string | undefined } | undefined {
  const { elements, depth, characters } = treeLimits;
  if (said.elements > elements || said.depth > depth || html.length > characters) return undefined;
  try {
    const article = new Readability(parseHTML(html).document).parse();
    const text = htmlToText(article?.content ?? '');
    if (text === '') return undefined;
    return { text, title: article?.title ?? undefined, byline: article?.byline ?? undefined };
  } catch {
    // The article finder is a convenience; the page can always be read whole.
    return undefined;
  }
}
