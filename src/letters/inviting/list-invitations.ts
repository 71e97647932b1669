import { sql } from 'kysely';
import type { Actor } from '#accounts';
import { asUid, isKeepable, type Db } from '#platform/database';
import { foldForSearch } from '#platform/languages';
import type { LetterSealer, SignerKeys } from '../signing/signer-keys.ts';
import { invitationStates, type InvitationState, type LineProblem } from './invitation-lists.ts';
import { findInvitedLetter } from './invited-letter.ts';
import { openAgent, type Agent } from '../agents/agent.ts';
import { openMandate, type Mandate } from '../agents/mandate.ts';
import type { InvitedPerson } from './parse-people.ts';

/** Somebody who is invited, as the desk sees them. */
export interface InvitedRow {
  readonly uid: string;
  readonly state: InvitationState;
  /** Asked for no more mail. */
  readonly stopped: boolean;
  readonly mails: number;
  readonly mailedAt: Date | null;
  /** Their page in the record, if an organiser has chosen it. */
  readonly entity: string | null;
  readonly person: InvitedPerson;
  /** Who may sign for them. */
  readonly agent: (Agent & { readonly mails: number }) | null;
  /** By which word their agent has signed for them, where an agent has. */
  readonly mandate: Mandate | null;
}

/** A list that was brought in. */
export interface ImportSummary {
  readonly uid: string;
  readonly madeAt: Date;
  readonly people: number;
  /** Of these, not sent yet. */
  readonly drafts: number;
  /** Of the drafts, those with an address of their own or of an agent. */
  readonly mailable: number;
  readonly problems: readonly { readonly line: number; readonly code: LineProblem }[];
}

/** How the organisers invite. */
export interface InvitingSettings {
  readonly reminders: number;
  readonly reminderDays: number;
  readonly showsSigners: boolean;
}

export interface InvitationsView {
  readonly settings: InvitingSettings;
  readonly counts: Readonly<Record<InvitationState, number>>;
  /** Ended without a name: never whose. */
  readonly ended: Readonly<Record<'answered' | 'unknown', number>>;
  /** The newest first, at most 20. */
  readonly imports: readonly ImportSummary[];
  readonly people: readonly InvitedRow[];
  /** Uid of the last one here, when more follow. */
  readonly next: string | undefined;
}

export interface InvitationFilter {
  /** A part of name, credit, affiliation or address, in any spelling. */
  readonly q?: string;
  readonly state?: InvitationState | undefined;
  /** Uid of an import. */
  readonly made?: string | undefined;
  /** Uid of the last one of the page before. */
  readonly after?: string;
  /** How many, 100 unless said. */
  readonly limit?: number;
}

/**
 * Who is invited to sign a letter. Names are sealed, so they are looked through here and not by the
 * database.
 *
 * @returns undefined for who may not see addresses, or before signing was opened.
 */
export async function listInvitations(
  db: Db,
  actor: Actor,
  sealer: LetterSealer,
  letter: string,
  filter: InvitationFilter = {},
): Promise<InvitationsView | undefined> {
  const found = await findInvitedLetter(db, actor, sealer, letter);
  if (found === undefined) return undefined;
  const [settings, counts, ended, imports, people] = await Promise.all([
    readSettings(db, found.id),
    countStates(db, found.id),
    countEnded(db, found.id),
    listImports(db, found.id),
    readPeople(db, found.id, found.keys, filter),
  ]);
  const { limit = 100 } = filter;
  return {
    ...{ settings, counts, ended, imports },
    people: people.slice(0, limit),
    next: people.length > limit ? people[limit - 1]?.uid : undefined,
  };
}

/** One invitation. @returns undefined where there is none for this actor. */
export async function readInvitation(
  db: Db,
  actor: Actor,
  sealer: LetterSealer,
  { letter, invitation }: { readonly letter: string; readonly invitation: string },
): Promise<InvitedRow | undefined> {
  const found = await findInvitedLetter(db, actor, sealer, letter);
  if (found === undefined) return undefined;
  const { rows } = await sql<SealedRow>`
    ${columns} where i.letter_id = ${found.id} and i.uid = ${asUid(invitation)}`.execute(db);
  return rows[0] && opened(found.keys, rows[0]);
}

type SealedRow = Omit<InvitedRow, 'person' | 'agent' | 'mandate'> & {
  readonly person: string;
  readonly agent: string | null;
  readonly agentUid: string | null;
  readonly agentMails: number | null;
  readonly mandate: string | null;
  readonly signature: string | null;
};

const columns = sql`
  select i.uid, i.state, i.stopped, i.mails, i.mailed_at as "mailedAt", i.entity, i.person,
    a.agent, a.uid as "agentUid", a.mails as "agentMails", m.mandate, g.uid as signature
  from letter_invitation i left join letter_agent a on a.invitation_id = i.id
  left join signature_mandate m on m.signature_id = i.signature_id
  left join letter_signature g on g.id = m.signature_id`;

function opened(keys: SignerKeys, row: SealedRow): InvitedRow {
  const { agent, agentUid, agentMails, mandate, signature, ...plain } = row;
  return {
    ...plain,
    person: JSON.parse(keys.person.openText(row.person, row.uid)) as InvitedPerson,
    agent:
      agent === null || agentUid === null
        ? null
        : { ...openAgent(keys, agentUid, agent), mails: agentMails ?? 0 },
    mandate: mandate === null || signature === null ? null : openMandate(keys, signature, mandate),
  };
}

async function readPeople(
  db: Db,
  letterId: string,
  keys: SignerKeys,
  { q = '', state, made, after = '', limit = 100 }: InvitationFilter,
): Promise<InvitedRow[]> {
  const wanted = isKeepable(q) ? foldForSearch(q.slice(0, 200)) : '';
  const { rows } = await sql<SealedRow>`
    ${columns} where i.letter_id = ${letterId}
      and (${state ?? ''} = '' or i.state = ${state ?? ''})
      and (${made === undefined} or i.import_id =
        (select id from letter_import where uid = ${asUid(made ?? '')}))
      and (${after === ''} or i.id >
        (select id from letter_invitation where uid = ${asUid(after)}))
    order by i.id limit ${wanted === '' ? limit + 1 : null}`.execute(db);
  if (wanted === '') return rows.map((row) => opened(keys, row));
  const found: InvitedRow[] = [];
  for (const row of rows) {
    const one = opened(keys, row);
    const { name, credit, affiliation, address } = one.person;
    if (!foldForSearch(`${name} ${credit} ${affiliation} ${address}`).includes(wanted)) continue;
    found.push(one);
    if (found.length > limit) break;
  }
  return found;
}

async function readSettings(db: Db, letterId: string): Promise<InvitingSettings> {
  const { rows } = await sql<InvitingSettings>`
    select reminders, reminder_days as "reminderDays", shows_signers as "showsSigners"
    from letter_signing where letter_id = ${letterId}`.execute(db);
  return rows[0] ?? { reminders: 0, reminderDays: 7, showsSigners: false };
}

async function countStates(db: Db, letterId: string): Promise<InvitationsView['counts']> {
  const { rows } = await sql<{ state: InvitationState; n: number }>`
    select state, count(*)::int as n from letter_invitation
    where letter_id = ${letterId} group by state`.execute(db);
  const counts = Object.fromEntries(invitationStates.map((one) => [one, 0]));
  for (const { state, n } of rows) counts[state] = n;
  return counts as Record<InvitationState, number>;
}

async function countEnded(db: Db, letterId: string): Promise<InvitationsView['ended']> {
  const { rows } = await sql<{ how: 'answered' | 'unknown'; people: number }>`
    select how, people from letter_invitation_ended where letter_id = ${letterId}`.execute(db);
  const of = (how: string) => rows.find((row) => row.how === how)?.people ?? 0;
  return { answered: of('answered'), unknown: of('unknown') };
}

async function listImports(db: Db, letterId: string): Promise<ImportSummary[]> {
  const { rows } = await sql<ImportSummary>`
    select m.uid, m.made_at as "madeAt", m.problems, count(i.id)::int as people,
      (count(i.id) filter (where i.state = 'draft'))::int as drafts,
      (count(i.id) filter (where i.state = 'draft' and (i.mailbox is not null
        or exists (select from letter_agent a where a.invitation_id = i.id))))::int as mailable
    from letter_import m left join letter_invitation i on i.import_id = m.id
    where m.letter_id = ${letterId} group by m.id order by m.id desc limit 20`.execute(db);
  return rows;
}
