import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { maxSubmissionBytes } from '@countersign/countersigner';
import { findWitnessed, type OwnCountersigner } from '#log';
import type { Db } from '#platform/database';

/**
 * The countersigner that this instance is for others (C2SP tlog-witness), submission and monitoring
 * under `/countersigner`. A request is believed by its signatures alone, so that it needs no session
 * and no origin.
 */
export function countersignerRoutes(db: Db, countersigner: OwnCountersigner): Hono {
  const routes = new Hono();
  const plain = { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' };
  routes.post(
    '/countersigner/add-checkpoint',
    bodyLimit({
      maxSize: maxSubmissionBytes,
      onError: (c) => c.body('The request is too long.\n', 413, plain),
    }),
    async (c) => {
      const body = new Uint8Array(await c.req.arrayBuffer());
      const answer = await countersigner.addCheckpoint(body);
      return c.body(answer.body, answer.status, { ...plain, 'Content-Type': answer.type });
    },
  );
  routes.get('/countersigner', (c) => c.body(`${countersigner.verifierKey}\n`, 200, plain));
  routes.get('/countersigner/:hash/checkpoint', async (c) => {
    const hash = c.req.param('hash');
    const note = /^[0-9a-f]{64}$/.test(hash) ? await findWitnessed(db, hash) : undefined;
    return note === undefined ? c.body('Never seen.\n', 404, plain) : c.body(note, 200, plain);
  });
  return routes;
}
