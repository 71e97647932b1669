import { sql } from 'kysely';
import { isLanguageTag } from '@countersign/letter';
import { asUid, isKeepable, type Db, type Tx } from '#platform/database';
import { may, scopesOf, teamScope, type Actor } from '#accounts';
import { LetterRefusal } from './letter-refusal.ts';
import { waitingForSecond, type WaitingStep } from './waiting.ts';

export const letterKinds = ['collective', 'testimony'] as const;
export type LetterKind = (typeof letterKinds)[number];

/**
 * How far a letter has come; read from what was done with it, never stored. `approved`: a version is,
 * and nobody signs; `collecting`: people sign and readers see nothing; `closed`: signing has ended, or
 * the letter was taken back.
 */
export const letterStates = [
  'draft',
  'approved',
  'collecting',
  'published',
  'delivered',
  'closed',
] as const;
export type LetterState = (typeof letterStates)[number];

export interface NewLetter {
  readonly kind: LetterKind;
  /** What the desk calls it. */
  readonly name: string;
  /** The language that is signed (BCP 47); English unless said. */
  readonly language?: string;
  readonly scopeId?: number;
}

/**
 * Opens a letter without a text.
 *
 * @returns its uid.
 * @throws LetterRefusal `not-allowed`, `letter-name-missing`, `letter-language-unknown`, `bad-characters`.
 */
export async function createLetter(tx: Tx, actor: Actor, input: NewLetter): Promise<string> {
  const { kind, language = 'en', scopeId = teamScope } = input;
  if (!may(actor, 'letter.write', { scopeId })) throw new LetterRefusal({ code: 'not-allowed' });
  const name = input.name.trim();
  if (name === '' || name.length > 300) {
    throw new LetterRefusal({ code: 'letter-name-missing', field: 'name' });
  }
  if (!isKeepable(name)) throw new LetterRefusal({ code: 'bad-characters', field: 'name' });
  if (!isLanguageTag(language)) {
    throw new LetterRefusal({ code: 'letter-language-unknown', field: 'language' });
  }
  const { uid } = await tx
    .insertInto('letter')
    .values({ kind, name, language, scope_id: scopeId, author_id: actor.accountId })
    .returning('uid')
    .executeTakeFirstOrThrow();
  return uid;
}

export interface LetterSummary {
  readonly uid: string;
  readonly kind: LetterKind;
  readonly name: string;
  /** The language that is signed. */
  readonly language: string;
  readonly scopeId: number;
  readonly state: LetterState;
  readonly changedAt: Date;
  /** Number of the newest approved version; 0 before there is one. */
  readonly version: number;
  /** What waits for a second person, each once. */
  readonly waits: readonly WaitingStep[];
  /** Number of the version that readers see; 0 where they see none. */
  readonly publicVersion: number;
  /** It was published and taken back. */
  readonly takenBack: boolean;
}

/** Letters of the actor's scopes, the last changed first; at most 200. */
export async function listLetters(db: Db, actor: Actor): Promise<LetterSummary[]> {
  if (!may(actor, 'desk.enter')) return [];
  const { rows } = await sql<LetterSummary>`
    ${summaries} where l.scope_id = any(${sql.val(scopesOf(actor))}::integer[])
    order by l.changed_at desc, l.id desc limit 200`.execute(db);
  return rows;
}

/** How much of all letters waits for this person's decision: others' alone, unless one runs it all. */
export async function countProposed(
  db: Db,
  actor: Actor,
  { singlePerson = false }: { readonly singlePerson?: boolean } = {},
): Promise<number> {
  if (!may(actor, 'letter.decide')) return 0;
  const isOthers = singlePerson ? sql`true` : sql`w.author_id <> ${actor.accountId}`;
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from ${waitingForSecond} w
    join letter l on l.id = w.letter_id
    where ${isOthers} and l.scope_id = any(${sql.val(scopesOf(actor))}::integer[])`.execute(db);
  return rows[0]?.n ?? 0;
}

/** @returns undefined when there is none, or none for this actor. */
export async function readLetter(
  db: Db,
  actor: Actor,
  uid: string,
): Promise<LetterSummary | undefined> {
  const { rows } = await sql<LetterSummary>`
    ${summaries} where l.uid = ${asUid(uid)}
      and l.scope_id = any(${sql.val(scopesOf(actor))}::integer[])`.execute(db);
  return rows[0];
}

const summaries = sql`
  select l.uid, l.kind, l.name, l.language, l.scope_id as "scopeId", l.changed_at as "changedAt",
    (select case
        when p.removed_at is not null or g.state = 'closed' then 'closed'
        when e.document #> '{letter,deliveries}' is not null then 'delivered'
        when e.uid is not null then 'published'
        when g.state in ('open','paused') then 'collecting'
        when exists (select from letter_version v where v.letter_id = l.id and v.state = 'approved')
          then 'approved'
        else 'draft' end
      from (select) one left join published.subject p on p.subject = l.uid
      left join published.edition e on e.uid = p.edition
      left join letter_signing g on g.letter_id = l.id) as state,
    coalesce((select max(v.number) from letter_version v
      where v.letter_id = l.id and v.state = 'approved'), 0) as version,
    array(select distinct w.step from ${waitingForSecond} w where w.letter_id = l.id) as waits,
    coalesce((select jsonb_array_length(e.document #> '{letter,versions}')
      from published.subject s join published.edition e on e.uid = s.edition
      where s.subject = l.uid), 0) as "publicVersion",
    exists (select from published.subject s where s.subject = l.uid and s.removed_at is not null)
      as "takenBack"
  from letter l`;

/** A letter that is about to be changed. */
export interface HeldLetter {
  readonly id: string;
  readonly uid: string;
  readonly kind: LetterKind;
  readonly language: string;
  readonly scopeId: number;
}

/**
 * Holds a letter until the transaction ends.
 *
 * @throws LetterRefusal `not-found`, also for one outside the actor's scopes; `not-allowed`.
 */
export async function holdLetter(tx: Tx, actor: Actor, uid: string): Promise<HeldLetter> {
  const { rows } = await sql<HeldLetter>`
    select id, uid, kind, language, scope_id as "scopeId" from letter
    where uid = ${asUid(uid)} and scope_id = any(${sql.val(scopesOf(actor))}::integer[])
    for no key update`.execute(tx);
  const [letter] = rows;
  if (letter === undefined) throw new LetterRefusal({ code: 'not-found' });
  if (!may(actor, 'letter.write', { scopeId: letter.scopeId })) {
    throw new LetterRefusal({ code: 'not-allowed' });
  }
  await sql`update letter set changed_at = now() where id = ${letter.id}`.execute(tx);
  return letter;
}
