import { Hono } from 'hono';

/**
 * `/healthz`: the process answers. `/readyz`: it can do its work, the database included; a proxy
 * sends readers only then. Neither says anything about what is kept here.
 *
 * @param ready never rejects; a failing check is `false`.
 */
export function health(ready: () => Promise<boolean>): Hono {
  return new Hono()
    .get('/healthz', (c) => c.text('ok\n', 200, { 'Cache-Control': 'no-store' }))
    .get('/readyz', async (c) => {
      const fit = await ready();
      return c.text(fit ? 'ready\n' : 'not ready\n', fit ? 200 : 503, {
        'Cache-Control': 'no-store',
      });
    });
}
