import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { writeAudit, type Actor } from '#accounts';
import { asUid, type Tx } from '#platform/database';
import { enqueue } from '#platform/jobs';
import { writeJournal } from '#record';
import { dispatchJob } from '../inviting/dispatch-job.ts';
import { invitingLimits } from '../inviting/invitation-lists.ts';
import { holdInvitedLetter, type InvitedLetter } from '../inviting/invited-letter.ts';
import type { OneInvitation } from '../inviting/send-invitations.ts';
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
  const one = await holdOne(tx, letter, invitation);
  if (one.state === 'signed') throw new LetterRefusal({ code: 'agent-signed' });
  const mailbox = letter.keys.mailbox(agent.address);
  // An agent's word would be worth what the person's own is.
  if (one.mailbox?.equals(mailbox) === true) {
    throw new LetterRefusal({ code: 'agent-malformed', field: 'agentMail' });
  }
  if (one.rests) throw new LetterRefusal({ code: 'invite-rest' });
  await dropRow(tx, one);
  const unkept = await storeAgents(tx, letter, [{ invitation: one.uid, agent }]);
  if (unkept.size > 0) throw new LetterRefusal({ code: 'agent-uninvited', field: 'agentMail' });
  await sql`update letter_agent set due_at = now() where invitation_id = ${one.id}`.execute(tx);
  await enqueue(tx, dispatchJob, {});
  await audit(tx, actor, letter, 'agent-named');
}

/** Takes back that somebody has an agent: the agent's link leads to nothing. */
export async function dropAgent(
  tx: Tx,
  actor: Actor,
  sealer: LetterSealer,
  { letter: uid, invitation }: OneInvitation,
): Promise<void> {
  const letter = await holdInvitedLetter(tx, actor, sealer, uid);
  await dropRow(tx, await holdOne(tx, letter, invitation));
  await audit(tx, actor, letter, 'agent-dropped');
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

interface HeldOne {
  readonly id: string;
  readonly uid: string;
  readonly state: string;
  readonly mailbox: Buffer | null;
  /** The agent was written to a short while ago. */
  readonly rests: boolean;
}

async function holdOne(tx: Tx, letter: InvitedLetter, uid: string): Promise<HeldOne> {
  const { rows } = await sql<HeldOne>`
    select id, uid, state, mailbox, exists (select from letter_agent a where a.invitation_id = i.id
      and a.mailed_at > now() - make_interval(hours => ${invitingLimits.restHours})) as rests
    from letter_invitation i where uid = ${asUid(uid)} and letter_id = ${letter.id}
    for no key update`.execute(tx);
  const [one] = rows;
  if (one === undefined) throw new LetterRefusal({ code: 'not-found' });
  return one;
}

async function dropRow(tx: Tx, { id }: Pick<HeldOne, 'id'>): Promise<void> {
  const { rows } = await sql<{ uid: string }>`
    delete from letter_agent where invitation_id = ${id} returning uid`.execute(tx);
  await withdrawInvitations(tx, rows);
}

async function audit(
  tx: Tx,
  { accountId }: Actor,
  { uid }: InvitedLetter,
  step: string,
): Promise<void> {
  await writeAudit(tx, {
    ...{ accountId, action: 'letter.inviting', subject: uid },
    detail: { step },
  });
}
