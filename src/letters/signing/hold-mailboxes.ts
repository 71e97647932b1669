import { sql, type RawBuilder } from 'kysely';
import { keptPlan, type Tx } from '#platform/database';
import { hashLink } from './signer-keys.ts';

// Whoever touches more than one row of a mailbox holds the mailbox first, then its rows in the order of their ids, as
// whoever erases a letter does: else each would wait for the other.

/**
 * Holds the mailboxes that links are of until the transaction ends.
 *
 * @returns by link whether its mailbox is held; without those that are for nothing.
 */
export async function holdMailboxes(
  tx: Tx,
  links: readonly string[],
  waits: boolean,
): Promise<Map<string, boolean>> {
  const hold = waits
    ? sql`pg_advisory_xact_lock(mailbox) is not null`
    : sql`pg_try_advisory_xact_lock(mailbox)`;
  const { rows } = await sql<{ at: string; isHeld: boolean }>`${keptPlan}
    select at, ${hold} as "isHeld" from (
      select a.at, ${lockOf(sql`g.mailbox`)} as mailbox
      from unnest(${sql.val(links.map(hashLink))}::bytea[]) with ordinality as a(link, at)
      cross join lateral (select mailbox from letter_signature where link = a.link limit 1) g
      order by 2) as mailboxes`.execute(tx);
  return new Map(rows.map(({ at, isHeld }) => [links[Number(at) - 1] ?? '', isHeld]));
}

/** Holds one mailbox, and all that it has sent under a letter, for who has no link of it. */
export async function holdMailbox(
  tx: Tx,
  { letterId, mailbox }: { readonly letterId: string; readonly mailbox: Buffer },
): Promise<void> {
  await sql`select pg_advisory_xact_lock(${lockOf(sql`${mailbox}::bytea`)})`.execute(tx);
  await sql`
    select id from letter_signature where letter_id = ${letterId} and mailbox = ${mailbox}
    order by id for no key update`.execute(tx);
}

/** By which number a mailbox is held. */
const lockOf = (mailbox: RawBuilder<unknown>) =>
  sql`hashtextextended('letter signer ' || encode(${mailbox}, 'hex'), 0)`;

/** Holds all that the mailboxes of links sent under the same letters. */
export async function holdRowsOf(tx: Tx, links: readonly string[]): Promise<void> {
  await sql`${keptPlan}
    select o.id from letter_signature o where (o.letter_id, o.mailbox) in (
      select g.letter_id, g.mailbox from letter_signature g
      where g.link = any(${sql.val(links.map(hashLink))}::bytea[]))
    order by o.id for no key update of o`.execute(tx);
}
