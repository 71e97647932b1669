import { createHash } from 'node:crypto';
import { Hono, type Context } from 'hono';
import { buildDossier, type DossierMaker } from '#publish';
import {
  buildPressKit,
  cardOf,
  labelLocale,
  type PressLetter,
  type PressWords,
} from '#publish/press';
import { eachSignature, readQuotes, type Quote } from '#letters';
import type { TreeFiles } from '#log';
import type { Db } from '#platform/database';
import { defaultLocale, isLocale } from '#platform/languages';
import { csvLine, csvMark } from '../csv.ts';
import { queueOf, type Enter } from '../dossier/queue.ts';
import { lineOf, listColumns } from './list-files.ts';
import { readPressLetter } from './press-facts.ts';
import {
  createKitShelf,
  keepDrawn,
  type Drawn,
  type KeptKit,
  type KitShelf,
} from './press-shelf.ts';

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;

export interface PressDeps {
  /** A reader's connection. */
  readonly readerDb: Db;
  readonly files: TreeFiles;
  /** Read for every kit: an instance may become a demonstration while it runs. */
  readonly maker: () => DossierMaker;
  readonly words: PressWords;
  readonly now?: () => Date;
  /** Called once; what it is given forgets the kits. To be called when the record changes. */
  readonly onChange?: (forget: () => void) => void;
}

/** Longest for which a kit is given again: whoever leaves is out of it after this. */
const keepMs = 60_000;
const shelfBytes = 64 * 1024 * 1024;
/** More names than this are not put into a kit; the list itself has them. */
const mostNames = 50_000;

/**
 * What journalists take away: the kit of a letter, made at most once a minute and never two at once, and
 * the picture that is shown where a link to it is.
 */
export function pressRoutes(deps: PressDeps): Hono {
  const routes = new Hono();
  const enter = queueOf(1, 16);
  const shelf = createKitShelf(shelfBytes);
  const drawn = keepDrawn(64);
  deps.onChange?.(() => shelf.clear());
  routes.get('/letters/:letter/press-kit.zip', async (c) => {
    const uid = c.req.param('letter');
    const found = uuid.test(uid) && (await readPressLetter(deps.readerDb, uid, defaultLocale));
    return found ? answerKit(c, { deps, enter, shelf, drawn }, found) : absent(c);
  });
  routes.get('/letters/:letter/card/:file', async (c) => {
    const { letter: uid, file } = c.req.param();
    const [locale, end] = file.split('.', 2);
    if (!uuid.test(uid) || !isLocale(locale) || end !== 'png') return absent(c);
    const found = await readPressLetter(deps.readerDb, uid, locale);
    const { publisher, publicUrl } = deps.maker();
    const { words } = deps;
    const picture =
      found && (await cardOf({ ...found, words, publisher, publicUrl, drawn }, locale));
    if (picture === undefined) return absent(c);
    return send(c, picture, { 'Content-Type': 'image/png', 'Cache-Control': 'public, max-age=60' });
  });
  return routes;
}

interface Work {
  readonly deps: PressDeps;
  readonly enter: Enter;
  readonly shelf: KitShelf;
  readonly drawn: Drawn;
}

async function answerKit(c: Context, work: Work, letter: PressLetter): Promise<Response> {
  const quotes = await readQuotes(work.deps.readerDb, letter.uid);
  const kit =
    keptKit(work, letter, quotes) ??
    (await work.enter(
      () => madeKit(work, letter),
      () => undefined,
    ));
  if (kit === undefined) {
    const later = { 'Cache-Control': 'no-store', 'Retry-After': '20' };
    return c.text('Many ask for press kits just now. Ask again in a moment.\n', 503, later);
  }
  return send(c, kit.bytes, {
    'Content-Type': 'application/zip',
    'Content-Disposition': 'attachment; filename="press-kit.zip"',
    'Content-Security-Policy': "sandbox; default-src 'none'",
    // Nobody else keeps it: it may have names.
    'Cache-Control': 'no-store',
  });
}

/** One of a while ago, as long as it shows no more than the page does now. */
function keptKit(
  { shelf }: Work,
  { uid, signing }: PressLetter,
  quotes: readonly Quote[],
): KeptKit | undefined {
  const kit = shelf.get(uid, performance.now());
  const isSame = kit?.namesHidden === (signing?.namesHidden ?? false);
  // Who has left, or taken their words back, is quoted no more, whether or not anybody told this process.
  return isSame && kit.quotes === digestOf(quotes) ? kit : undefined;
}

function digestOf(quotes: readonly Quote[]): string {
  return createHash('sha256').update(JSON.stringify(quotes)).digest('hex');
}

async function madeKit(work: Work, asked: PressLetter): Promise<KeptKit | undefined> {
  // Somebody before us may have had it made; and much can have changed while we waited.
  const { deps, shelf, drawn } = work;
  const { readerDb, files, words, now = () => new Date() } = deps;
  const begun = shelf.generation();
  const letter = await readPressLetter(readerDb, asked.uid, defaultLocale);
  if (letter === undefined) return undefined;
  const quotes = await readQuotes(readerDb, letter.uid);
  const known = keptKit(work, letter, quotes);
  if (known !== undefined) return known;
  const maker = deps.maker();
  const { publisher, publicUrl } = maker;
  const locale = labelLocale(letter.letter.versions[0].text.language);
  const dossier = await buildDossier(readerDb, files, maker, letter.uid, locale);
  const bytes = await buildPressKit({
    ...{ ...letter, words, publisher, publicUrl, drawn },
    day: now().toISOString().slice(0, 10),
    list: await readList(readerDb, letter, publicUrl),
    quotes,
    dossier: dossier.state === 'built' ? dossier.bytes : undefined,
  });
  // Names hidden, or a quote taken back, while it was made: what was read of them is not given out.
  const after = await readPressLetter(readerDb, letter.uid, defaultLocale);
  const namesHidden = letter.signing?.namesHidden ?? false;
  if (after === undefined || (after.signing?.namesHidden ?? false) !== namesHidden)
    return undefined;
  const digest = digestOf(quotes);
  if (digestOf(await readQuotes(readerDb, letter.uid)) !== digest) return undefined;
  const kit = { bytes, namesHidden, quotes: digest, untilMs: performance.now() + keepMs };
  shelf.put(letter.uid, kit, begun);
  return kit;
}

/** @returns undefined for no names, hidden ones, or too many. */
async function readList(
  db: Db,
  { uid, signing }: PressLetter,
  publicUrl: string,
): Promise<string | undefined> {
  if (signing === undefined || signing.namesHidden) return undefined;
  const lines: string[] = [];
  const filter = {
    ...{ q: '', credit: '', affiliation: '', country: '', version: 0 },
    verification: '',
    order: 'time',
  } as const;
  for await (const part of eachSignature(db, uid, filter)) {
    lines.push(...part.map((one) => csvLine(Object.values(lineOf(one, publicUrl)).map(String))));
    if (lines.length > mostNames) return undefined;
  }
  return lines.length === 0 ? undefined : csvMark + csvLine(listColumns) + lines.join('');
}

function tagOf(bytes: Uint8Array): string {
  return `"${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}"`;
}

function send(c: Context, bytes: Uint8Array, headers: Record<string, string>): Response {
  return c.body(new Uint8Array(bytes), 200, { ...headers, ETag: tagOf(bytes) });
}

function absent(c: Context): Response {
  return c.text('There is no such letter here.\n', 404, { 'Cache-Control': 'no-store' });
}
