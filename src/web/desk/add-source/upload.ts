import { deskRequest } from '../desk-request.ts';
import { submitSources } from './submit-sources.ts';
import type { Route } from './+types/upload.ts';

/**
 * Takes the form of new sources from a script that shows how far its files have come, and answers in
 * JSON: `{ to }`, or 422 with what was wrong. Without scripts the page itself takes it.
 */
export async function action({ request, context }: Route.ActionArgs): Promise<Response> {
  const submitted = await submitSources(request, deskRequest(context));
  return Response.json(submitted, {
    status: submitted.to === undefined ? 422 : 200,
    headers: { 'Cache-Control': 'private, no-store' },
  });
}
