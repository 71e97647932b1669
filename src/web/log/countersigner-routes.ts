import { Hono } from 'hono';
import { maxSubmissionBytes } from '@countersign/countersigner';
import { findWitnessed, type OwnCountersigner } from '#log';
import type { Db } from '#platform/database';
import { openBodies, type BodyLimits } from './bounded-bodies.ts';

const submissionLimits: BodyLimits = { bytes: maxSubmissionBytes, timeoutMs: 10_000, atOnce: 64 };

/**
 * The countersigner that this instance is for others (C2SP tlog-witness), submission and monitoring
 * under `/countersigner`. A request is believed by its signatures alone, so that it needs no session
 * and no origin.
 */
export function countersignerRoutes(
  db: Db,
  countersigner: Pick<OwnCountersigner, 'addCheckpoint' | 'verifierKey'>,
  limits = submissionLimits,
): Hono {
  const bodies = openBodies(limits);
  const routes = new Hono();
  const plain = { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' };
  routes.post('/countersigner/add-checkpoint', async (c) => {
    const body = await bodies.read(c.req.raw.body);
    // What is still to come of it is not waited for.
    const closing = { ...plain, Connection: 'close' };
    if (body === 'too-long') return c.body('The request is too long.\n', 413, closing);
    if (body === 'too-slow') return c.body('The request came too slowly.\n', 408, closing);
    const answer = await countersigner.addCheckpoint(body);
    return c.body(answer.body, answer.status, { ...plain, 'Content-Type': answer.type });
  });
  routes.get('/countersigner', (c) => c.body(`${countersigner.verifierKey}\n`, 200, plain));
  routes.get('/countersigner/:hash/checkpoint', async (c) => {
    const hash = c.req.param('hash');
    const note = /^[0-9a-f]{64}$/.test(hash) ? await findWitnessed(db, hash) : undefined;
    return note === undefined ? c.body('Never seen.\n', 404, plain) : c.body(note, 200, plain);
  });
  return routes;
}
