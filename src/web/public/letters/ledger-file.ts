import { publicSubject } from '#publish';
import { readLedger } from '#letters';
import { houseContext } from '#web/context';
import { notFound } from '../../not-found.ts';
import type { Route } from './+types/ledger-file.ts';

/** The ledger of a public letter for programs. */
export async function loader({ params, context }: Route.LoaderArgs): Promise<Response> {
  const { readerDb } = context.get(houseContext);
  const subject = await publicSubject(readerDb, params.uid);
  if (subject?.state !== 'current' || subject.kind !== 'letter') notFound();
  const ledger = await readLedger(readerDb, params.uid);
  return new Response(`${JSON.stringify({ v: 1, letter: params.uid, ...ledger })}\n`, {
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Cache-Control': 'public, max-age=60',
      'Access-Control-Allow-Origin': '*',
    },
  });
}
