import { may, writeAudit } from '#accounts';
import {
  countryName,
  isCountryCode,
  kind as kindOf,
  kindCodes,
  label,
  listEntities,
  type EntityList,
} from '#record';
import { pageContext } from '#web/context';
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
  const named = kindOf(kind);
  const kindName = named === undefined ? kind : label(named, locale);
  const { publicUrl } = context.get(pageContext).instance;
  const typed = form.get('q');
  const name = typeof typed === 'string' ? typed.slice(0, 200) : '';
  const disputed = form.has('disputed');
  const rows: string[][] = [
    [
      'entity',
      'kind',
      'name',
      'starts',
      'ends',
      'country',
      'claims',
      'disputed',
      'kind_in_words',
      'country_in_words',
      'link',
    ],
  ];
  let at: string | undefined = '';
  while (at !== undefined) {
    const filter = { kind, name, disputed, limit: pageLength, at };
    const { entities, next }: EntityList = await listEntities(house.db, actor, filter, locale);
    for (const one of entities) {
      const { uid, text, starts, ends, country, claims } = one;
      rows.push([
        ...[uid, kind, text, starts ?? '', ends ?? '', country ?? ''],
        ...[String(claims), String(one.disputed), kindName],
        country !== null && isCountryCode(country) ? countryName(country, locale) : '',
        new URL(`/desk/entities/${uid}`, publicUrl).href,
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
