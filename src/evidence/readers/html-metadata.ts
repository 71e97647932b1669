import { Parser } from 'htmlparser2';
import { jsonLdArticle, type ArticleData } from './json-ld.ts';
import { publishedDay } from './published-day.ts';

export interface HtmlMetadata {
  readonly title?: string | undefined;
  readonly authors?: readonly string[] | undefined;
  readonly publishedEdtf?: string | undefined;
  readonly publisher?: string | undefined;
  readonly description?: string | undefined;
  readonly address?: string | undefined;
  readonly language?: string | undefined;
  /** Number of elements and their greatest depth: whether building a tree is affordable. */
  readonly elements: number;
  readonly depth: number;
}

interface Found {
  metas: Map<string, string[]>;
  jsonLd: string[];
  title: string;
  time?: string;
  canonical?: string;
  language?: string;
  elements: number;
  depth: number;
}

/**
 * What a web page says of itself: JSON-LD, OpenGraph, Dublin Core, citation and HTML metadata, in
 * this order of trust. All of it is a claim of the page's maker.
 */
export function htmlMetadata(html: string): HtmlMetadata {
  const found = collect(html);
  const article: ArticleData = jsonLdArticle(found.jsonLd);
  const first = (...names: string[]): string | undefined =>
    names.flatMap((name) => found.metas.get(name) ?? []).find((value) => value !== '');
  const named = ['author', 'article:author', 'dc.creator', 'citation_author', 'parsely-author']
    .flatMap((name) => found.metas.get(name) ?? [])
    .filter((name) => name !== '' && !/^https?:/i.test(name));
  const authors = article.authors.length > 0 ? article.authors : [...new Set(named)];
  return {
    title:
      article.title ??
      first('og:title', 'dc.title', 'citation_title', 'twitter:title') ??
      words(found.title),
    authors: authors.length > 0 ? authors.slice(0, 100) : undefined,
    publishedEdtf:
      publishedDay(article.published) ??
      publishedDay(first('article:published_time', 'datepublished', 'og:published_time')) ??
      publishedDay(
        first('dc.date.issued', 'dc.date', 'citation_publication_date', 'parsely-pub-date', 'date'),
      ) ??
      publishedDay(found.time),
    publisher: article.publisher ?? first('og:site_name', 'dc.publisher', 'application-name'),
    description: first('og:description', 'description', 'dc.description'),
    address: found.canonical ?? first('og:url'),
    language: found.language ?? first('og:locale', 'content-language')?.replace('_', '-'),
    elements: found.elements,
    depth: found.depth,
  };
}

/** The charset a meta element declares within the first 4096 bytes, as browsers look for it. */
export function declaredCharset(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 4_096));
  return /<meta[^>]{1,500}?charset\s*=\s*["']?\s*([\w-]{2,40})/i.exec(head)?.[1];
}

function collect(html: string): Found {
  const found: Found = { metas: new Map(), jsonLd: [], title: '', elements: 0, depth: 0 };
  const state = { depth: 0, within: '' };
  const parser = new Parser({
    onopentag(name, attributes) {
      found.elements += 1;
      state.depth += 1;
      found.depth = Math.max(found.depth, state.depth);
      if (name === 'script' && attributes['type']?.toLowerCase() === 'application/ld+json') {
        state.within = 'json';
        if (found.jsonLd.length < 50) found.jsonLd.push('');
      } else if (name === 'title' && found.title === '') state.within = 'title';
      else takeElement(found, name, attributes);
    },
    ontext(text) {
      if (state.within === 'title') found.title += text;
      else if (state.within === 'json') found.jsonLd.push((found.jsonLd.pop() ?? '') + text);
    },
    onclosetag() {
      state.depth -= 1;
      state.within = '';
    },
  });
  parser.end(html);
  return found;
}

function takeElement(
  found: Found,
  name: string,
  attributes: Readonly<Record<string, string>>,
): void {
  if (name === 'meta') takeMeta(found.metas, attributes);
  else if (name === 'html') found.language ??= attributes['lang'] ?? attributes['xml:lang'] ?? '';
  else if (name === 'time') found.time ??= attributes['datetime'] ?? '';
  else if (name === 'link' && attributes['rel']?.toLowerCase() === 'canonical') {
    found.canonical ??= attributes['href'] ?? '';
  }
  if (found.language === '') delete found.language;
  if (found.canonical === '') delete found.canonical;
}

function takeMeta(metas: Found['metas'], attributes: Readonly<Record<string, string>>): void {
  const key =
    attributes['property'] ??
    attributes['name'] ??
    attributes['itemprop'] ??
    attributes['http-equiv'];
  const content = words(attributes['content'] ?? '');
  if (key === undefined || content === undefined || metas.size > 500) return;
  const name = key.toLowerCase().replace(/^dcterms\./, 'dc.');
  const values = metas.get(name) ?? [];
  if (values.length < 100) metas.set(name, [...values, content]);
}

function words(text: string): string | undefined {
  const folded = text.replace(/\s+/g, ' ').trim();
  return folded === '' ? undefined : folded;
}
