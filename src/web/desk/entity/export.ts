import { writeAudit, may } from '#accounts';
import { entityPage } from '#record';
import { pageContext } from '#web/context';
import { readForm } from '../../forms/index.ts';
import { notFound } from '../../not-found.ts';
import { deskRequest, uidParam } from '../desk-request.ts';
import { claimsAsCsv, claimsAsJsonLines } from '../claims/export-claims.ts';
import { claimsInWords } from '../claims/claim-words.ts';
import type { Route } from './+types/export.ts';

/** Answers with every claim about an entity as a file; the audit trail takes a line of it. */
export async function action({ request, params, context }: Route.ActionArgs): Promise<Response> {
  const { actor, locale, house } = deskRequest(context);
  const uid = uidParam(params.uid);
  const page = await entityPage(house.db, actor, uid, locale);
  if (page === undefined || !may(actor, 'export.take')) notFound();
  const format = (await readForm(request)).get('format') === 'jsonl' ? 'jsonl' : 'csv';
  const words = await claimsInWords(house.db, actor, locale, page.history);
  await writeAudit(house.db, {
    accountId: actor.accountId,
    action: 'export.taken',
    subject: uid,
    detail: { format, claims: page.history.length },
  });
  const { publicUrl } = context.get(pageContext).instance;
  const body =
    format === 'csv'
      ? claimsAsCsv(page.history, words, publicUrl)
      : claimsAsJsonLines(page.history, words);
  const mediaType = format === 'csv' ? 'text/csv' : 'application/jsonl';
  return new Response(body, {
    headers: {
      'Content-Type': `${mediaType}; charset=utf-8`,
      // The id, not the name: file names travel further than files.
      'Content-Disposition': `attachment; filename="${uid}.${format}"`,
      'Cache-Control': 'private, no-store',
    },
  });
}
