import { may, writeAudit } from '#accounts';
import {
  captionsByUid,
  label,
  listDisputes,
  loadAddedTerms,
  property as propertyOf,
  type DisputeList,
} from '#record';
import { pageContext } from '#web/context';
import { readForm } from '../../forms/index.ts';
import { notFound } from '../../not-found.ts';
import { csvFile } from '../csv-file.ts';
import { deskRequest } from '../desk-request.ts';
import { disputeFilters, disputeViewOf } from './dispute-views.ts';
import type { Route } from './+types/export.ts';

const pageLength = 1_000;

/** Answers with the whole list of disagreements as CSV; the audit trail takes a line of it. */
export async function action({ request, context }: Route.ActionArgs): Promise<Response> {
  const { actor, locale, house } = deskRequest(context);
  if (!may(actor, 'export.take')) notFound();
  const view = disputeViewOf((await readForm(request)).get('show'));
  const added = await loadAddedTerms(house.db);
  const rows = [
    [
      'entity',
      'kind',
      'name',
      'property',
      'disagreement',
      'values',
      'settled',
      'property_in_words',
      'link',
    ],
  ];
  const { publicUrl } = context.get(pageContext).instance;
  let at: string | undefined = '';
  while (at !== undefined) {
    const filter = { ...disputeFilters[view], limit: pageLength, at };
    const { disputes, next }: DisputeList = await listDisputes(house.db, actor, filter);
    const uids = disputes.map(({ entityUid }) => entityUid);
    const captions = await captionsByUid(house.db, actor, uids, locale, added);
    for (const { entityUid, kind, property, dispute, values, settled } of disputes) {
      const text = captions.get(entityUid)?.text ?? '';
      const definition = propertyOf(property);
      rows.push([
        ...[entityUid, kind, text, property, dispute, String(values), String(settled)],
        definition === undefined ? property : label(definition, locale),
        new URL(`/desk/entities/${entityUid}/decide/${property}`, publicUrl).href,
      ]);
    }
    at = next;
  }
  await writeAudit(house.db, {
    accountId: actor.accountId,
    action: 'export.taken',
    detail: { list: 'disputes', view, rows: rows.length - 1 },
  });
  return csvFile('disputes', rows);
}
