import { Hono } from 'hono';

/**
 * Where the mail program of a signer, or of somebody invited, posts, by itself, that no more mails are wanted (RFC 8058). It names no
 * origin, and the code in the address lets it do nothing else. The answer is the same for every code; opening the
 * address in a browser leads to the page with the button.
 *
 * @param stop ends the mails that a code is for, and does nothing for what is none.
 */
export function stopRoute(stop: (code: string) => Promise<void>): Hono {
  const app = new Hono();
  app.post('/stop/:code', async (c) => {
    await stop(c.req.param('code'));
    return c.text('', 200, { 'Cache-Control': 'no-store' });
  });
  app.get('/stop/:code', (c) =>
    c.redirect(`/en/stop/${encodeURIComponent(c.req.param('code'))}`, 302),
  );
  return app;
}
