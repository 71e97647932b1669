import { createHash } from 'node:crypto';
import { Hono, type Context } from 'hono';
import { readBatchLeaves } from '#log';
import { readCount, readRoll, readRollPart } from '#letters';
import type { Db } from '#platform/database';
import { queueOf } from '../dossier/queue.ts';
import { keepShortly } from './keep-shortly.ts';

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;
// A part has a million and a half bytes, the leaves of a batch two million.
const atOnce = 8;
const waiting = 256;

/**
 * What recounts a letter (spec/count.md), for anybody from anywhere: its count, its roll, the roll's
 * parts, and the leaves of private batches.
 *
 * @param readerDb a reader's connection.
 * @param keepMs how long a count and a roll are given again without asking.
 */
export function rollRoutes(readerDb: Db, keepMs = 2_000): Hono {
  const routes = new Hono();
  const enter = queueOf(atOnce, waiting);
  const count = keepShortly((letter) => readCount(readerDb, letter), keepMs);
  const roll = keepShortly((letter) => readRoll(readerDb, letter), keepMs);
  const json = (read: (letter: string) => Promise<string | undefined>) => async (c: Context) => {
    const letter = c.req.param('letter') ?? '';
    const text = uuid.test(letter) ? await read(letter) : undefined;
    if (text === undefined) return absent(c);
    return send(c, text, { 'Content-Type': 'application/json', 'Cache-Control': fresh });
  };
  routes.get('/letters/:letter/count.json', json(count));
  routes.get('/letters/:letter/roll.json', json(roll));
  routes.get('/letters/:letter/roll/:hash', async (c) => {
    const { letter, hash } = c.req.param();
    if (!uuid.test(letter) || !/^[0-9a-f]{64}$/u.test(hash)) return absent(c);
    return enter(
      async () => {
        const bytes = await readRollPart(readerDb, letter, hash);
        // Not for ever: lines of somebody who left must not lie in caches.
        return sendBytes(c, bytes, 'text/plain; charset=us-ascii', 'public, max-age=60');
      },
      () => busy(c),
    );
  });
  routes.get('/log/batch/:entry', async (c) => {
    const entry = c.req.param('entry');
    if (!uuid.test(entry)) return absent(c);
    return enter(
      async () => {
        const bytes = await readBatchLeaves(readerDb, entry);
        const cache = 'public, max-age=31536000, immutable';
        return sendBytes(c, bytes, 'application/octet-stream', cache);
      },
      () => busy(c),
    );
  });
  return routes;
}

const fresh = 'public, max-age=2';
const shared = {
  'Access-Control-Allow-Origin': '*',
  'Cross-Origin-Resource-Policy': 'cross-origin',
};

function sendBytes(c: Context, bytes: Buffer | undefined, type: string, cache: string): Response {
  if (bytes === undefined) return absent(c);
  const headers = { 'Content-Type': type, 'Cache-Control': cache, ...shared };
  return c.body(new Uint8Array(bytes), 200, headers);
}

function send(c: Context, text: string, headers: Record<string, string>): Response {
  const tag = `"${createHash('sha256').update(text).digest('hex').slice(0, 32)}"`;
  const all = { ...headers, ...shared, ETag: tag };
  if (c.req.header('If-None-Match') === tag) return c.body(null, 304, all);
  return c.body(text, 200, all);
}

function absent(c: Context): Response {
  return c.text('There is no such thing here.\n', 404, { 'Cache-Control': 'no-store' });
}

function busy(c: Context): Response {
  const headers = { 'Cache-Control': 'no-store', 'Retry-After': '5' };
  return c.text('Many recount just now. Ask again in a moment.\n', 503, headers);
}
