import { findAlarm } from '#log';
import { notFound } from '../../not-found.ts';
import { uidParam } from '../desk-request.ts';
import { logRequest } from './log-request.ts';
import type { Route } from './+types/evidence.ts';

/** One checkpoint of an alarm, byte for byte, to be kept or shown to others. */
export async function loader({ params, context }: Route.LoaderArgs) {
  const { house } = logRequest(context);
  const uid = uidParam(params.uid);
  const { side } = params;
  if (side !== 'ours' && side !== 'theirs') notFound();
  const note = (await findAlarm(house.db, uid))?.[side] ?? '';
  if (note === '') notFound();
  return new Response(note, {
    headers: {
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Disposition': `attachment; filename="checkpoint-${uid.slice(0, 8)}-${side}.txt"`,
      'Cache-Control': 'private, no-store',
    },
  });
}
