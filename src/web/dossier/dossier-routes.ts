import { createHash } from 'node:crypto';
import { Hono, type Context } from 'hono';
import { isSubject } from '@countersign/dossier';
import { canonicalJson } from '@countersign/proof';
import type { TreeFiles } from '#log';
import type { Db } from '#platform/database';
import { defaultLocale, isLocale } from '#platform/languages';
import { buildDossier, provenDocument, type BuiltDossier, type DossierMaker } from '#publish';
import { queueOf } from './queue.ts';
import type { VerifyPage } from './verify-page.ts';

export interface DossierRouteDeps {
  /** A reader's connection. */
  readonly readerDb: Db;
  readonly files: TreeFiles;
  /** Read for every dossier: an instance may become a demonstration while it runs. */
  readonly maker: () => DossierMaker;
  /** The verification page as it was built; undefined where it was not. */
  readonly verifyPage: () => Promise<VerifyPage | undefined>;
}

// Shown nowhere, kept by whoever asked: what is inside must not act in our name.
const sandboxed = "sandbox; default-src 'none'";
const cache = 'public, max-age=10';
const atOnce = 2;
const waiting = 16;

/**
 * What a stranger takes away: `/dossier/<subject>.zip`, the document that a proof is of, and the page
 * that checks both. Anybody may ask from anywhere, so that making them is bounded.
 */
export function dossierRoutes(deps: DossierRouteDeps): Hono {
  const enter = queueOf(atOnce, waiting);
  const routes = new Hono();
  routes.get('/dossier/:file', async (c) => {
    const [subject = '', extension = ''] = c.req.param('file').split('.', 2);
    if (!isSubject(subject)) return absent(c);
    if (extension === 'json')
      return enter(
        () => answerDocument(c, deps, subject),
        () => busy(c),
      );
    if (extension !== 'zip') return absent(c);
    return enter(
      () => answerDossier(c, deps, subject),
      () => busy(c),
    );
  });
  routes.get('/verify.html', async (c) => {
    const page = await deps.verifyPage();
    if (page === undefined) return absent(c);
    return send(c, new TextEncoder().encode(page.html), {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Disposition': 'attachment; filename="verify.html"',
      'Content-Security-Policy': page.contentSecurityPolicy,
      'Cache-Control': 'public, max-age=3600',
    });
  });
  return routes;
}

async function answerDossier(
  c: Context,
  { readerDb, files, maker }: DossierRouteDeps,
  subject: string,
): Promise<Response> {
  const lang = c.req.query('lang');
  if (lang !== undefined && !isLocale(lang)) return absent(c);
  const built = await buildDossier(readerDb, files, maker(), subject, lang ?? defaultLocale);
  if (built.state !== 'built') return missing(c, built.state);
  return send(c, built.bytes, {
    'Content-Type': 'application/zip',
    'Content-Disposition': `attachment; filename="${subject}.zip"`,
    'Content-Security-Policy': sandboxed,
    'Cache-Control': cache,
  });
}

async function answerDocument(
  c: Context,
  { readerDb, files }: DossierRouteDeps,
  subject: string,
): Promise<Response> {
  const document = await provenDocument(readerDb, files, subject);
  if (document === undefined) return absent(c);
  return send(c, new TextEncoder().encode(canonicalJson(document)), {
    'Content-Type': 'application/json',
    'Content-Security-Policy': sandboxed,
    'Cache-Control': cache,
  });
}

function send(c: Context, bytes: Uint8Array, headers: Record<string, string>): Response {
  const tag = `"${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}"`;
  const all = { ...headers, ...shared, ETag: tag };
  if (c.req.header('If-None-Match') === tag) return c.body(null, 304, all);
  return c.body(new Uint8Array(bytes), 200, all);
}

const shared = {
  'Access-Control-Allow-Origin': '*',
  'Cross-Origin-Resource-Policy': 'cross-origin',
};

const sentences = {
  absent: [404, 'There is no such dossier.'],
  removed: [410, 'This was taken back. The log says so: see /log/proof/ and its id.'],
  'not-yet': [503, 'This is not in the published log yet. Ask again in a minute.'],
  'too-large': [404, 'This is too large for a dossier.'],
} as const satisfies Record<Exclude<BuiltDossier['state'], 'built'>, readonly [number, string]>;

function missing(c: Context, state: keyof typeof sentences): Response {
  const [status, sentence] = sentences[state];
  const headers = { 'Cache-Control': 'no-store', ...(status === 503 && { 'Retry-After': '30' }) };
  return c.text(`${sentence}\n`, status, headers);
}

function absent(c: Context): Response {
  return missing(c, 'absent');
}

function busy(c: Context): Response {
  const headers = { 'Cache-Control': 'no-store', 'Retry-After': '10' };
  return c.text('Many ask for dossiers just now. Ask again in a moment.\n', 503, headers);
}
