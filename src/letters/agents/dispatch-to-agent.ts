import { sql } from 'kysely';
import { parseLetterText } from '@countersign/letter';
import type { Tx } from '#platform/database';
import { MailRefusal } from '#platform/mail';
import type { InvitationDesk } from '../inviting/dispatch-invitations.ts';
import type { InvitedPerson } from '../inviting/parse-people.ts';
import { hashLink, openSignerKeys } from '../signing/signer-keys.ts';
import { openAgent } from './agent.ts';

interface Due {
  readonly id: string;
  readonly uid: string;
  readonly letter: string;
  readonly secret: string;
  readonly agent: string;
  readonly invited: string;
  readonly person: string;
  readonly text: string;
}

/**
 * Mails the next agent who is due a link of their own; once, agents are not reminded.
 *
 * @returns whether there was one.
 */
export async function dispatchToAgent(desk: InvitationDesk, tx: Tx): Promise<boolean> {
  const due = await nextDue(tx);
  if (due === undefined) return false;
  const keys = openSignerKeys(desk.sealer, due.letter, due.secret);
  const agent = openAgent(keys, due.uid, due.agent);
  const person = JSON.parse(keys.person.openText(due.person, due.invited)) as InvitedPerson;
  const way = desk.mailer.deliverable();
  const code = keys.agentLink(due.uid, way);
  const { title, language } = parseLetterText(Buffer.from(due.text));
  const mail = desk.writeInvitation({
    ...{ title, code, stop: keys.stop(due.uid), name: person.name, isReminder: false },
    language: person.language === '' ? language : person.language,
    agent: agent.name,
  });
  await sql`
    with mailed as (
      update letter_agent set link = ${hashLink(code)}, way = ${way}, mails = mails + 1,
        mailed_at = now(), due_at = null where invitation_id = ${due.id}
    )
    update letter_invitation set state = 'sent'
    where id = ${due.id} and state in ('draft','queued')`.execute(tx);
  try {
    await desk.mailer.send(tx, {
      ...{ ...mail, to: agent.address, kind: 'letter.agent', about: due.uid },
    });
  } catch (error) {
    if (!(error instanceof MailRefusal)) throw error;
    // The mailbox was sent too much today, and nothing was stored: tomorrow.
    await sql`
      update letter_agent set mails = mails - 1, mailed_at = null, due_at = now() + interval '1 day'
      where invitation_id = ${due.id}`.execute(tx);
  }
  return true;
}

/** What a paused or closed letter has waiting goes on when it is open again. */
async function nextDue(tx: Tx): Promise<Due | undefined> {
  const { rows } = await sql<Due>`
    select i.id, a.uid, l.uid as letter, s.secret, a.agent, i.uid as invited, i.person,
      (select v.text from letter_version v where v.letter_id = l.id and v.state = 'approved'
        order by v.number desc limit 1) as text
    from letter_agent a join letter_invitation i on i.id = a.invitation_id
    join letter l on l.id = i.letter_id
    join letter_signing s on s.letter_id = l.id and s.state = 'open'
    where a.due_at <= now()
    order by a.due_at, a.invitation_id limit 1
    for no key update of i skip locked`.execute(tx);
  return rows[0];
}
