import { writeAudit } from '#accounts';
import { listInvitations } from '#letters';
import { invitingLimits, listColumns } from '#letters/form';
import { notFound } from '../../../not-found.ts';
import { csvFile } from '../../csv-file.ts';
import { deciderRequest } from '../letter-request.ts';
import type { Route } from './+types/export.ts';

/** Nothing is there to be read by its address alone. */
export function loader() {
  notFound();
}

/** Who is invited, as a table that can be brought in again; the audit trail takes a line of it. */
export async function action({ params, context }: Route.ActionArgs): Promise<Response> {
  const { actor, house, letter } = await deciderRequest(context, params.uid);
  const limit = invitingLimits.letter;
  const view = await listInvitations(house.db, actor, house.letterSealer, letter.uid, { limit });
  if (view === undefined) notFound();
  await writeAudit(house.db, {
    ...{ accountId: actor.accountId, action: 'export.taken', subject: letter.uid },
    detail: { format: 'csv', people: view.people.length },
  });
  const rows = view.people.map(({ person, agent, state }) => {
    const cells = {
      ...{ ...person, mail: person.address },
      ...{ agent: agent?.name ?? '', agentMail: agent?.address ?? '' },
    };
    return [...listColumns.map((column) => cells[column]), state];
  });
  return csvFile('invitations', [[...listColumns, 'state'], ...rows]);
}
