import { sql } from 'kysely';
import { may, writeAudit, type Actor } from '#accounts';
import { announceChange } from '#editions';
import type { Tx } from '#platform/database';
import { LetterRefusal } from '../letter-refusal.ts';
import { holdLetter } from '../letters.ts';
import { journalRetention } from './journal-retention.ts';

/** Longest that signatures can be promised to be kept. */
const mostYears = 30;

interface Held {
  readonly letterId: string;
  readonly scopeId: number;
  readonly hasBegun: boolean;
  readonly until: string | null;
  /** The earliest that signers were promised before a restore. */
  readonly journaled: string | null;
  readonly proposed: string | null;
  readonly proposedBy: string | null;
}

/**
 * Says until when what signers give is kept. Before anybody can sign it is set; after that it can only become
 * earlier, and another person decides: a day that has passed erases everything within the hour.
 *
 * @param until the last day, `2027-12-31` (UTC).
 * @returns whether it holds, or waits for the other person.
 * @throws LetterRefusal `retention-day`, `retention-later`, `retention-open` while another day waits,
 * `letter-not-signable`.
 */
export async function setRetention(
  tx: Tx,
  actor: Actor,
  letter: string,
  { until, now }: { readonly until: string; readonly now: Date },
): Promise<'set' | 'proposed'> {
  const held = await hold(tx, actor, letter);
  requireDay(until, now);
  const { accountId } = actor;
  if (!held.hasBegun) {
    if (until <= dayOf(now)) throw new LetterRefusal({ code: 'retention-day', field: 'until' });
    // Every restore would keep that earlier day again, and erase who signed under the later one.
    if (held.journaled !== null && until > held.journaled) {
      throw new LetterRefusal({ code: 'retention-later', field: 'until' });
    }
    await sql`update letter_retention set until = ${until}, decided_by = ${accountId}, decided_at = ${now}
      where letter_id = ${held.letterId}`.execute(tx);
    await settle(tx, actor, letter, { until });
    return 'set';
  }
  if (held.until !== null && until >= held.until) {
    throw new LetterRefusal({ code: 'retention-later', field: 'until' });
  }
  if (held.proposed !== null) throw new LetterRefusal({ code: 'retention-open', field: 'until' });
  await sql`update letter_retention
    set proposed = ${until}, proposed_by = ${accountId}, proposed_at = ${now}
    where letter_id = ${held.letterId}`.execute(tx);
  await audit(tx, actor, letter, { proposed: until });
  return 'proposed';
}

/**
 * Decides on an earlier day, or takes the proposal away. Whoever proposed it can take it away, not approve it.
 *
 * @param proposed the day that was shown.
 * @throws LetterRefusal `retention-decided` when no such day waits any more, `retention-own`.
 */
export async function decideRetention(
  tx: Tx,
  actor: Actor,
  letter: string,
  verdict: {
    readonly approve: boolean;
    readonly proposed: string;
    readonly now: Date;
    readonly singlePerson?: boolean;
  },
): Promise<void> {
  const held = await hold(tx, actor, letter);
  if (held.proposed === null || held.proposed !== verdict.proposed) {
    throw new LetterRefusal({ code: 'retention-decided' });
  }
  const facts = {
    ...{ scopeId: held.scopeId, authorId: held.proposedBy ?? '' },
    singlePerson: verdict.singlePerson === true,
  };
  if (verdict.approve && !may(actor, 'letter.decide', facts)) {
    throw new LetterRefusal({ code: 'retention-own' });
  }
  const until = verdict.approve ? held.proposed : held.until;
  await sql`update letter_retention
    set until = ${until}, decided_by = ${actor.accountId},
      decided_at = case when ${verdict.approve}::boolean then ${verdict.now}::timestamptz else decided_at end,
      proposed = null, proposed_by = null, proposed_at = null
    where letter_id = ${held.letterId}`.execute(tx);
  const { proposed } = held;
  if (verdict.approve) await journalRetention(tx, { letter, until: proposed });
  await settle(tx, actor, letter, verdict.approve ? { until: proposed } : { refused: proposed });
}

async function hold(tx: Tx, actor: Actor, uid: string): Promise<Held> {
  const letter = await holdLetter(tx, actor, uid);
  if (letter.kind !== 'collective') throw new LetterRefusal({ code: 'letter-not-signable' });
  await sql`insert into letter_retention (letter_id) values (${letter.id}) on conflict do nothing`.execute(
    tx,
  );
  const { rows } = await sql<Held>`
    select r.letter_id as "letterId", r.until::text as until, r.proposed::text as proposed,
      (select min(j.until)::text from erasure_journal j
        where j.kind = 'retention' and j.restored and j.thing = ${uid}) as journaled,
      r.proposed_by as "proposedBy", ${letter.scopeId}::integer as "scopeId",
      exists (select from letter_signing s
        where s.letter_id = r.letter_id and s.state <> 'planned') as "hasBegun"
    from letter_retention r where r.letter_id = ${letter.id} for no key update`.execute(tx);
  const [held] = rows;
  if (held === undefined) throw new LetterRefusal({ code: 'not-found' });
  return held;
}

function requireDay(until: string, now: Date): void {
  const malformed = new LetterRefusal({ code: 'retention-day', field: 'until' });
  if (!/^\d{4}-\d\d-\d\d$/u.test(until)) throw malformed;
  const at = new Date(`${until}T00:00:00Z`);
  if (Number.isNaN(at.getTime()) || dayOf(at) !== until) throw malformed;
  if (until > `${now.getUTCFullYear() + mostYears}-12-31` || until < '2000') throw malformed;
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}

async function settle(
  tx: Tx,
  actor: Actor,
  letter: string,
  detail: Readonly<Record<string, string>>,
): Promise<void> {
  await audit(tx, actor, letter, detail);
  await announceChange(tx);
}

async function audit(
  tx: Tx,
  { accountId }: Actor,
  subject: string,
  detail: Readonly<Record<string, string>>,
): Promise<void> {
  await writeAudit(tx, { accountId, action: 'letter.retention', subject, detail });
}
