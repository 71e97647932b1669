import { redirect } from 'react-router';
import * as z from 'zod';
import { exportRequest, LetterRefusal } from '#letters';
import { parseForm } from '../../../forms/index.ts';
import { notFound } from '../../../not-found.ts';
import { deciderRequest } from '../letter-request.ts';
import type { Route } from './+types/request.ts';

/** Nothing is there to be read by its address alone. */
export function loader() {
  notFound();
}

const posted = z.object({ round: z.uuid(), openers: z.string().max(2_200) });

/** The request that organisations are sent, as a file. A new one makes the one before worthless. */
export async function action({ request, params, context }: Route.ActionArgs): Promise<Response> {
  const { actor, house, letter } = await deciderRequest(context, params.uid);
  const page = `/desk/letters/${letter.uid}/withheld`;
  const form = await parseForm(request, posted);
  if (!form.ok) return redirect(`${page}?refused=form-invalid`, 303);
  try {
    const bytes = await house.db
      .transaction()
      .execute((tx) =>
        exportRequest(
          tx,
          actor,
          house.letterSealer,
          { ...form.values, letter: letter.uid },
          new Date(),
        ),
      );
    return new Response(new Uint8Array(bytes), {
      headers: {
        'Content-Type': 'application/json',
        'Content-Disposition': 'attachment; filename="opening-request.json"',
        'Cache-Control': 'no-store',
      },
    });
  } catch (error) {
    if (!(error instanceof LetterRefusal)) throw error;
    return redirect(`${page}?refused=${error.code}`, 303);
  }
}
