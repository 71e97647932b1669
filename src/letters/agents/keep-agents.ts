import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Actor } from '#accounts';
import type { Tx } from '#platform/database';
import { enqueue } from '#platform/jobs';
import { writeJournal } from '#record';
import { dispatchJob } from '../inviting/dispatch-job.ts';
import {
  holdInvitation,
  type HeldInvitation,
  type OneInvitation,
} from '../inviting/held-invitation.ts';
import {
  auditInviting,
  holdInvitedLetter,
  type InvitedLetter,
} from '../inviting/invited-letter.ts';
import { withdrawInvitations } from '../inviting/settle-invitation.ts';
import { LetterRefusal } from '../letter-refusal.ts';
import type { LetterSealer } from '../signing/signer-keys.ts';
import { parseAgent, sealAgent, type Agent } from './agent.ts';

/** An agent of somebody whose invitation has this public id. */
export interface AgentOf {
  readonly invitation: string;
  readonly agent: Agent;
}

/**
 * Keeps agents beside invitations that are there; nothing is sent.
 *
 * @returns invitations whose agent has asked not to be written to, and is not kept.
 */
export async function storeAgents(
  tx: Tx,
  { id: letterId, keys }: Pick<InvitedLetter, 'id' | 'keys'>,
  agents: readonly AgentOf[],
): Promise<ReadonlySet<string>> {
  if (agents.length === 0) return new Set();
  const rows = agents.map(({ invitation, agent }) => {
    const uid = randomUUID();
    const mailbox = keys.mailbox(agent.address).toString('hex');
    return { invitation, uid, mailbox, agent: sealAgent(keys, uid, agent) };
  });
  const { rows: kept } = await sql<{ invitation: string }>`
    with made as (
      insert into letter_agent (invitation_id, uid, letter_id, mailbox, agent)
      select i.id, r.uid, ${letterId}, decode(r.mailbox, 'hex'), r.agent
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r(invitation uuid, uid uuid, mailbox text, agent text)
      join letter_invitation i on i.uid = r.invitation and i.letter_id = ${letterId}
      where not exists (select from letter_uninvited u
        where u.letter_id = ${letterId} and u.mailbox = decode(r.mailbox, 'hex'))
      returning invitation_id
    ) select i.uid as invitation from made join letter_invitation i on i.id = made.invitation_id`.execute(
    tx,
  );
  const stored = new Set(kept.map(({ invitation }) => invitation));
  return new Set(agents.map(({ invitation }) => invitation).filter((one) => !stored.has(one)));
}

/**
 * Says who may sign for somebody that is invited, in the place of whoever might before, and has them mailed
 * a link of their own.
 *
 * @throws LetterRefusal as `holdInvitedLetter`; `not-found`; `agent-malformed`; `agent-uninvited`;
 * `agent-signed`; `invite-rest`.
 */
export async function nameAgent(
  tx: Tx,
  actor: Actor,
  sealer: LetterSealer,
  { letter: uid, invitation, agent: typed }: OneInvitation & { readonly agent: Agent },
): Promise<void> {
  const letter = await holdInvitedLetter(tx, actor, sealer, uid);
  const agent = parseAgent(typed);
  if (agent === undefined) throw new LetterRefusal({ code: 'agent-malformed', field: 'agentMail' });
  const one = await holdInvitation(tx, letter, invitation);
  if (one.state === 'signed') throw new LetterRefusal({ code: 'agent-signed' });
  const mailbox = letter.keys.mailbox(agent.address);
  // An agent's word would be worth what the person's own is.
  if (one.mailbox?.equals(mailbox) === true) {
    throw new LetterRefusal({ code: 'agent-malformed', field: 'agentMail' });
  }
  if (one.agentRests) throw new LetterRefusal({ code: 'invite-rest' });
  await dropRow(tx, one);
  const unkept = await storeAgents(tx, letter, [{ invitation: one.uid, agent }]);
  if (unkept.size > 0) throw new LetterRefusal({ code: 'agent-uninvited', field: 'agentMail' });
  await sql`update letter_agent set due_at = now() where invitation_id = ${one.id}`.execute(tx);
  await enqueue(tx, dispatchJob, {});
  await auditInviting(tx, actor, letter, { step: 'agent-named' });
}

/** Takes back that somebody has an agent: the agent's link leads to nothing. */
export async function dropAgent(
  tx: Tx,
  actor: Actor,
  sealer: LetterSealer,
  { letter: uid, invitation }: OneInvitation,
): Promise<void> {
  const letter = await holdInvitedLetter(tx, actor, sealer, uid);
  await dropRow(tx, await holdInvitation(tx, letter, invitation));
  await auditInviting(tx, actor, letter, { step: 'agent-dropped' });
}

/**
 * Erases an agent who wants none of it; a keyed hash of their mailbox stays until the letter's end, so that no
 * list brings them back.
 */
export async function endAgent(tx: Tx, invitationId: string): Promise<void> {
  const { rows } = await sql<{ uid: string }>`
    with ended as (
      delete from letter_agent where invitation_id = ${invitationId}
      returning uid, letter_id, mailbox
    ), kept as (
      insert into letter_uninvited (letter_id, mailbox) select letter_id, mailbox from ended
      on conflict do nothing
    ) select uid from ended`.execute(tx);
  await withdrawInvitations(tx, rows);
  for (const { uid } of rows) await writeJournal(tx, uid, [{ kind: 'invitation', thing: uid }]);
}

/** Ends again agents whom the journal names and this database still has. Idempotent. */
export async function replayEndedAgents(tx: Tx): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select a.invitation_id as id from letter_agent a
    join erasure_journal j on j.kind = 'invitation' and j.thing = a.uid`.execute(tx);
  for (const { id } of rows) await endAgent(tx, id);
}

async function dropRow(tx: Tx, { id }: Pick<HeldInvitation, 'id'>): Promise<void> {
  const { rows } = await sql<{ uid: string }>`
    delete from letter_agent where invitation_id = ${id} returning uid`.execute(tx);
  await withdrawInvitations(tx, rows);
}
