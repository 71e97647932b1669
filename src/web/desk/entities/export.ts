import { may, writeAudit } from '#accounts';
import { kindCodes, listEntities, type EntityList } from '#record';
import { readForm } from '../../forms/index.ts';
import { notFound } from '../../not-found.ts';
import { deskRequest } from '../desk-request.ts';
import { csvFile } from '../csv-file.ts';
import type { Route } from './+types/export.ts';

// A page of the export; the whole list is never in memory at once as rows of the database.
const pageLength = 1_000;

/** Answers with a whole list as CSV; the audit trail takes a line of it. */
export async function action({ request, context }: Route.ActionArgs): Promise<Response> {
  const { actor, locale, house } = deskRequest(context);
  if (!may(actor, 'export.take')) notFound();
  const form = await readForm(request);
  const kind = kindCodes.find((code) => code === form.get('kind')) ?? 'person';
  const typed = form.get('q');
  const name = typeof typed === 'string' ? typed.slice(0, 200) : '';
  const disputed = form.has('disputed');
  const rows: string[][] = [
    ['entity', 'kind', 'name', 'starts', 'ends', 'country', 'claims', 'disputed'],
  ];
  let at: string | undefined = '';
  while (at !== undefined) {
    const filter = { kind, name, disputed, limit: pageLength, at };
    // oxlint-disable-next-line no-await-in-loop
    const { entities, next }: EntityList = await listEntities(house.db, actor, filter, locale);
    for (const one of entities) {
      const { uid, text, starts, ends, country, claims } = one;
      rows.push([
        ...[uid, kind, text, starts ?? '', ends ?? '', country ?? ''],
        ...[String(claims), String(one.disputed)],
      ]);
    }
    at = next;
  }
  await writeAudit(house.db, {
    accountId: actor.accountId,
    action: 'export.taken',
    detail: { list: 'entities', kind, rows: rows.length - 1 },
  });
  return csvFile(kind, rows);
}
