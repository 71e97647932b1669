import { Hono } from 'hono';
import { answerInvitation, LetterRefusal, type LetterSealer } from '#letters';
import type { Db } from '#platform/database';

/** Longest body that a mail program sends with it. */
const mostBytes = 1_000;

/**
 * "Unsubscribe" of mail programs (RFC 8058): a POST without cookies and from no page of ours, to the
 * address of the invitation. It stops the mails and does nothing else, whatever it holds; the answer is
 * the same for every link.
 */
export function oneClickStop(db: Db, sealer: LetterSealer): Hono {
  const routes = new Hono();
  routes.post('/:locale{[a-z]{2}}/invitation/:code', async (c, next) => {
    // A browser says where a form comes from: that is for the page.
    const isBrowser = ['Sec-Fetch-Site', 'Origin'].some((name) => c.req.header(name) !== undefined);
    const length = Number(c.req.header('Content-Length') ?? Number.NaN);
    if (isBrowser || !(length <= mostBytes)) return next();
    if (!(await c.req.text()).includes('List-Unsubscribe=One-Click')) return c.body(null, 400);
    try {
      await db
        .transaction()
        .execute((tx) => answerInvitation(tx, sealer, c.req.param('code'), 'stopped'));
    } catch (error) {
      if (!(error instanceof LetterRefusal)) throw error;
    }
    return c.body(null, 200);
  });
  return routes;
}
