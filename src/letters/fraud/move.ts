import { sql, type RawBuilder } from 'kysely';
import type { Db, Tx } from '#platform/database';
import { markAllGone } from '../roll/mark-gone.ts';
import { restoreSignatures } from '../signing/enrol-signatures.ts';
import type { AsideReason } from '../signing/form-lists.ts';
import type { LetterSealer } from '../signing/signer-keys.ts';

/** Signatures that an act is about. */
export interface Chosen {
  readonly letterId: string;
  /** On `letter_signature g`. */
  readonly condition: RawBuilder<unknown>;
  /** What came in later is not touched. */
  readonly until: Date;
}

// Whoever signed two versions is one person: what is chosen of them is all.
const chosenRows = ({ letterId, condition, until }: Chosen, states: RawBuilder<unknown>) => sql`
  letter_signature w where w.letter_id = ${letterId} and w.state in ${states}
    and w.received_at <= ${until}
    and w.mailbox in (select g.mailbox from letter_signature g
      where ${condition} and g.received_at <= ${until})`;

// Whoever was confirmed since the statement began is picked as they are now, and checked by the database as they were
// then: before it looks again, the moment of their confirming is missing. So it is always given.

const countable = sql`('confirmed','waiting')`;
const setAside = sql`('aside')`;

/** How many an act would move. */
export async function countChosen(db: Db, kind: 'aside' | 'accept', chosen: Chosen) {
  const states = kind === 'aside' ? countable : setAside;
  const { rows } = await sql<{ n: number }>`
    select count(*)::integer as n from ${chosenRows(chosen, states)}`.execute(db);
  return rows[0]?.n ?? 0;
}

/**
 * Sets signatures aside: off the list, out of tally and count, their entries in the log as they are. Those
 * that wait for their mailbox are marked, and set aside when it confirms. In one statement; rows that
 * somebody else holds, whose signer is leaving or confirming, are passed over rather than waited for.
 *
 * @returns how many, with those marked.
 */
export async function moveAside(
  tx: Tx,
  chosen: Chosen,
  { reason, actId }: { readonly reason: AsideReason; readonly actId: string },
): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    with picked as (
      select w.id, w.state, w.confirmed_at from ${chosenRows(chosen, countable)}
      order by w.id for no key update of w skip locked
    ), moved as (
      update letter_signature g set state = 'aside', confirmed_at = p.confirmed_at from picked p
      where g.id = p.id and p.state = 'confirmed' returning g.id
    ), hidden as (
      delete from signature_shown where signature_id in (select id from moved)
    ), marked as (
      insert into signature_aside (signature_id, letter_id, reasons, act_id)
      select id, ${chosen.letterId}, array[${reason}::text], ${actId} from picked
      on conflict do nothing returning signature_id
    ), line as (
      insert into letter_aside_line (letter_id, act, reason, by_rule, signed)
      select ${chosen.letterId}, 'aside', ${reason}, false, count(*) from moved having count(*) > 0
    )
    select count(*)::integer as n from marked`.execute(tx);
  await markAllGone(tx, chosen.letterId);
  return rows[0]?.n ?? 0;
}

/**
 * Counts signatures again that were set aside, and brings them back to log and list. What was in the log
 * before is there still; only what never was gets an entry.
 *
 * @param isReached an organiser has reached them: those that nobody verified yet are verified so.
 * @returns how many.
 */
export async function countAgain(
  tx: Tx,
  sealer: LetterSealer,
  chosen: Chosen,
  isReached: boolean,
): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    with picked as (
      select w.id, w.confirmed_at from ${chosenRows(chosen, setAside)}
      order by w.id for no key update of w skip locked
    ), moved as (
      update letter_signature g set state = 'confirmed', confirmed_at = p.confirmed_at,
        verification = coalesce(g.verification, ${isReached ? 'organiser' : 'mailbox'})
      from picked p where g.id = p.id returning g.id
    ), forgotten as (
      delete from signature_aside where signature_id in (select id from picked)
      returning signature_id as id, reasons[1] as reason
    ), line as (
      insert into letter_aside_line (letter_id, act, reason, by_rule, signed)
      select ${chosen.letterId}, 'restored', reason, false, count(*) from forgotten group by reason
    )
    select id from moved order by id`.execute(tx);
  // Marks on those that wait still go as well; whose signer confirms or leaves at this moment is passed over.
  await sql`
    with picked as (
      select w.id from ${chosenRows(chosen, sql`('waiting')`)}
      order by w.id for no key update of w skip locked
    )
    delete from signature_aside where signature_id in (select id from picked)`.execute(tx);
  await restoreSignatures(
    tx,
    sealer,
    rows.map(({ id }) => id),
  );
  if (rows.length > 0) await markAllGone(tx, chosen.letterId);
  return rows.length;
}
