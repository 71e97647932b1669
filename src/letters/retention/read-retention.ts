import { sql } from 'kysely';
import { may, scopesOf, type Actor } from '#accounts';
import { asUid, type Db } from '#platform/database';

/** An earlier day that waits for another person. */
export interface ProposedRetention {
  /** `2027-12-31`, UTC. */
  readonly until: string;
  readonly by: string;
  /** Whoever looks proposed it. */
  readonly isOwn: boolean;
}

/** What the desk sees of how long signatures are kept. */
export interface RetentionDesk {
  /** The last day, UTC; null when nobody has said. */
  readonly until: string | null;
  readonly proposed: ProposedRetention | null;
  /** Somebody could sign already: the day can only become earlier. */
  readonly hasBegun: boolean;
  /** Signatures that would be erased now, in every state. */
  readonly kept: number;
  readonly invited: number;
  /** The day on which everything was erased, and how many had been counted; null before. */
  readonly erased: ErasedSignatures | null;
}

export interface ErasedSignatures {
  readonly day: string;
  readonly signed: number;
}

/** @returns undefined for a letter that is not for this actor, or not for signing. */
export async function readRetentionDesk(
  db: Db,
  actor: Actor,
  letter: string,
): Promise<RetentionDesk | undefined> {
  if (!may(actor, 'letter.write')) return undefined;
  const { rows } = await sql<Row>`
    select r.until::text as until, r.proposed::text as proposed, a.name as "by",
      r.proposed_by = ${actor.accountId} as "isOwn", r.erased_at::date::text as "erasedOn",
      coalesce(s.state <> 'planned', false) as "hasBegun",
      (select count(*)::integer from letter_signature g where g.letter_id = l.id) as kept,
      (select count(*)::integer from letter_invitation i where i.letter_id = l.id) as invited,
      (select coalesce(sum(e.signed), 0)::integer from letter_left e
        where e.letter_id = l.id and e.how = 'erased') as signed
    from letter l left join letter_retention r on r.letter_id = l.id
    left join letter_signing s on s.letter_id = l.id
    left join account a on a.id = r.proposed_by
    where l.uid = ${asUid(letter)} and l.kind = 'collective'
      and l.scope_id = any(${sql.val(scopesOf(actor))}::integer[])`.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  const { proposed, by, isOwn, erasedOn, signed, ...view } = row;
  return {
    ...view,
    proposed: proposed === null ? null : { until: proposed, by: by ?? '', isOwn: isOwn === true },
    erased: erasedOn === null ? null : { day: erasedOn, signed },
  };
}

interface Row extends Pick<RetentionDesk, 'until' | 'hasBegun' | 'kept' | 'invited'> {
  readonly proposed: string | null;
  readonly by: string | null;
  readonly isOwn: boolean | null;
  readonly erasedOn: string | null;
  readonly signed: number;
}

/** What readers and signers are told of it. */
export interface RetentionFacts {
  readonly until: string;
  readonly erased: ErasedSignatures | null;
}

/** On a reader's connection. @returns null when nobody has said. */
export async function readRetention(db: Db, letter: string): Promise<RetentionFacts | null> {
  const { rows } = await sql<{ until: string; day: string | null; signed: number }>`
    select until, erased_on as day, erased as signed from published.letter_retention
    where letter = ${asUid(letter)}`.execute(db);
  const [row] = rows;
  if (row === undefined) return null;
  const { until, day, signed } = row;
  return { until, erased: day === null ? null : { day, signed } };
}

/** The last day on which what signers give is kept; null when nobody has said. On our own connection. */
export async function readKeptUntil(db: Db, letterId: string): Promise<string | null> {
  const { rows } = await sql<{ until: string | null }>`
    select until::text as until from letter_retention where letter_id = ${letterId}`.execute(db);
  return rows[0]?.until ?? null;
}
