import { may, teamScope } from '#accounts';
import { readForm } from '../../forms/index.ts';
import { pageContext } from '#web/context';
import { notFound } from '../../not-found.ts';
import { deskRequest } from '../desk-request.ts';
import { exportSources } from './export-sources.ts';
import { readInboxFilter, toSourceFilter } from './inbox-filter.ts';
import type { Route } from './+types/export.ts';

/** Answers with the list as a file. A post, because the audit trail takes a line of it. */
export async function action({ request, context }: Route.ActionArgs): Promise<Response> {
  const { actor, locale, house } = deskRequest(context);
  const { publicUrl } = context.get(pageContext).instance;
  const query = new URLSearchParams();
  for (const [name, value] of await readForm(request)) {
    if (typeof value === 'string') query.set(name, value);
  }
  if (!may(actor, 'export.take', { scopeId: teamScope })) notFound();
  const filter = toSourceFilter(readInboxFilter(query));
  return new Response(await exportSources(house.db, actor, filter, { locale, publicUrl }), {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': 'attachment; filename="sources.csv"',
      'Cache-Control': 'private, no-store',
    },
  });
}
