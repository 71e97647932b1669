import { may, writeAudit } from '#accounts';
import { listDecisions } from '#editions';
import { readForm } from '../../forms/index.ts';
import { translatorOf } from '../../messages/catalogs.ts';
import { pageContext } from '#web/context';
import { notFound } from '../../not-found.ts';
import { csvFile } from '../csv-file.ts';
import { deskRequest } from '../desk-request.ts';
import { decisionViewOf } from './decision-views.ts';
import type { Route } from './+types/export.ts';

const pageLength = 1_000;

/** Answers with the whole list of decisions as CSV; the audit trail takes a line of it. */
export async function action({ request, context }: Route.ActionArgs): Promise<Response> {
  const { actor, locale, house } = deskRequest(context);
  const { publicUrl } = context.get(pageContext).instance;
  const t = translatorOf(locale, 'record');
  if (!may(actor, 'export.take')) notFound();
  const view = decisionViewOf((await readForm(request)).get('show'));
  const rows = [
    [
      ...['decision', 'kind', 'title', 'state', 'proposed_by', 'proposed_at'],
      ...[
        'decided_by',
        'decided_at',
        'review_on',
        'overdue',
        'subjects',
        'kind_in_words',
        'state_in_words',
        'link',
      ],
    ],
  ];
  for (let offset = 0; ; offset += pageLength) {
    const { decisions } = await listDecisions(house.db, actor, {
      ...(view !== 'all' && { show: view }),
      limit: pageLength,
      offset,
    });
    for (const one of decisions) {
      rows.push([
        ...[one.uid, one.kind, one.title, one.state, one.author, one.createdAt.toISOString()],
        ...[one.decidedBy ?? '', one.decidedAt?.toISOString() ?? '', one.reviewOn ?? ''],
        ...[String(one.overdue), String(one.subjects)],
        ...[t(`decision.kind.${one.kind as 'publish'}`), t(`decision.${one.state as 'proposed'}`)],
        new URL(`/desk/publications/${one.uid}`, publicUrl).href,
      ]);
    }
    if (decisions.length < pageLength) break;
  }
  await writeAudit(house.db, {
    accountId: actor.accountId,
    action: 'export.taken',
    detail: { list: 'decisions', view, rows: rows.length - 1 },
  });
  return csvFile('decisions', rows);
}
