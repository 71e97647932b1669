import { Hono, type Context } from 'hono';
import { firstText } from '#publish';
import type { PressWords } from '#publish/press';
import type { Db } from '#platform/database';
import { isLocale, type Locale } from '#platform/languages';
import { framedPolicy } from '../http/headers.ts';
import { embedCode, embedSizeOf } from './embed-code.ts';
import { embedPage, embedStyleHash } from './embed-page.ts';
import { keepShortly } from './keep-shortly.ts';
import { peopleOf, readPressLetter } from './press-facts.ts';

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;

export interface EmbedDeps {
  /** A reader's connection. */
  readonly readerDb: Db;
  /** Origin of the instance. */
  readonly publicUrl: string;
  readonly publisher: () => string;
  readonly words: PressWords;
  /** For how long a page is given again without asking. */
  readonly keepMs?: number;
}

/**
 * A letter on other sites: the one page that they may show in a frame, and what tells them so (oEmbed 1.0).
 * It knows nobody, sets nothing and runs nothing.
 */
export function embedRoutes(deps: EmbedDeps): Hono {
  const routes = new Hono();
  const page = keepShortly((key) => readPage(deps, key), deps.keepMs ?? 2_000);
  routes.get('/:locale/letters/:letter/embed', async (c, next) => {
    const { locale, letter } = c.req.param();
    if (!isLocale(locale) || !uuid.test(letter)) return next();
    const found = await page(`${locale} ${letter}`);
    if (found === undefined) return next();
    return c.html(found.page, 200, {
      'Content-Security-Policy': framedPolicy(embedStyleHash),
      'Cache-Control': 'public, max-age=10',
    });
  });
  routes.get('/oembed', async (c) => answerOembed(c, deps, page));
  return routes;
}

interface Embed {
  readonly title: string;
  readonly page: string;
}

async function readPage(
  { readerDb, publicUrl, publisher, words }: EmbedDeps,
  key: string,
): Promise<Embed | undefined> {
  const [locale, uid = ''] = key.split(' ', 2);
  if (!isLocale(locale)) return undefined;
  const found = await readPressLetter(readerDb, uid, locale);
  if (found === undefined) return undefined;
  const { letter, signing } = found;
  const { version, translation } = firstText(letter, locale);
  const { text } = translation ?? version;
  const facts = {
    ...{ title: text.title, language: text.language, form: letter.form, publisher: publisher() },
    signed: signing && peopleOf(signing),
    isOpen: signing?.state === 'open',
    address: `${publicUrl}/${locale}/letters/${uid}`,
  };
  return { title: text.title, page: embedPage(facts, locale, words[locale]) };
}

/** Asked by programs of other sites; what they send is anything. */
async function answerOembed(
  c: Context,
  { publicUrl, publisher }: EmbedDeps,
  page: (key: string) => Promise<Embed | undefined>,
): Promise<Response> {
  if ((c.req.query('format') ?? 'json') !== 'json') return c.text('JSON only.\n', 501);
  const asked = letterOfAddress(c.req.query('url') ?? '', publicUrl);
  const found = asked && (await page(`${asked.locale} ${asked.uid}`));
  if (asked === undefined || found === undefined) {
    return c.text('There is no such letter here.\n', 404, { 'Cache-Control': 'no-store' });
  }
  const ours = embedSizeOf(found.title);
  const width = within(c.req.query('maxwidth'), ours.width);
  const height = within(c.req.query('maxheight'), ours.height);
  const frame = embedCode(`${publicUrl}/${asked.locale}/letters/${asked.uid}/embed`, found.title, {
    ...{ width, height },
  });
  return c.json(
    {
      ...{ version: '1.0', type: 'rich', title: found.title, html: frame, width, height },
      ...{ provider_name: publisher(), provider_url: publicUrl, cache_age: 3600 },
    },
    200,
    { 'Cache-Control': 'public, max-age=60', 'Access-Control-Allow-Origin': '*' },
  );
}

function letterOfAddress(
  address: string,
  publicUrl: string,
): { readonly locale: Locale; readonly uid: string } | undefined {
  if (address.length > 2_000 || !URL.canParse(address)) return undefined;
  const { origin, pathname } = new URL(address);
  const [, locale, kind, uid = '', rest] = pathname.split('/');
  if (origin !== new URL(publicUrl).origin || kind !== 'letters' || rest) return undefined;
  return isLocale(locale) && uuid.test(uid) ? { locale, uid } : undefined;
}

function within(asked: string | undefined, ours: number): number {
  return asked !== undefined && /^[1-9][0-9]{1,4}$/u.test(asked)
    ? Math.min(Number(asked), ours)
    : ours;
}
