import { sql } from 'kysely';
import { inTransaction, type Db, type Tx } from '#platform/database';
import { forgetMany } from '../signing/forget-signature.ts';
import type { KeptSignature } from '../signing/log-signature.ts';
import { asideDays } from './set-aside.ts';
import { makeDays } from './signing-days.ts';
import { networkDays } from './signals.ts';

/** For how long signatures of one hand can be told by host, mailbox and words. */
export const signalDays = 60;

const atOnce = 1_000;

/**
 * What is done every hour around signatures that are doubted.
 *
 * @param isSteady the clock is believed; else those whose time is over are left for a later hour.
 * @returns how many were erased.
 */
export async function keepUpFraud(
  db: Db,
  { isSteady }: { readonly isSteady: boolean },
): Promise<number> {
  await forgetSignals(db);
  await joinLines(db);
  await makeDays(db);
  if (!isSteady) return 0;
  let erased = 0;
  for (let last = atOnce; last === atOnce; erased += last) {
    last = await inTransaction(db, eraseAside);
  }
  return erased;
}

/** Destroys the secrets of weeks, the networks hashed under them, and old signals. */
async function forgetSignals(db: Db): Promise<void> {
  await sql`
    delete from letter_signal_secret where since <= current_date - ${networkDays}::integer`.execute(
    db,
  );
  await sql`
    update signature_signal set network = null where network is not null
      and received_at < now() - make_interval(days => ${networkDays})`.execute(db);
  await sql`
    update letter_guard r set trusted_networks = '{}' where trusted_networks <> '{}'
      and not exists (select from letter_signal_secret k where k.letter_id = r.letter_id)`.execute(
    db,
  );
  await sql`
    delete from signature_signal
    where received_at < now() - make_interval(days => ${signalDays})`.execute(db);
}

/** Puts the lines of each day that is over together. */
async function joinLines(db: Db): Promise<void> {
  await sql`
    with gone as (
      delete from letter_aside_line where day < current_date and (letter_id, day) in (
        select letter_id, day from letter_aside_line where day < current_date
        group by letter_id, day having count(*) > count(distinct (act, reason, by_rule)))
      returning *
    )
    insert into letter_aside_line (letter_id, day, act, reason, by_rule, signed)
    select letter_id, day, act, reason, by_rule, sum(signed) from gone
    group by letter_id, day, act, reason, by_rule`.execute(db);
}

interface Expired extends KeptSignature {
  readonly letterId: string;
  readonly reason: string;
}

/** Erases those that were set aside and whose time is over. */
async function eraseAside(tx: Tx): Promise<number> {
  const { rows } = await sql<Expired>`
    select g.id, g.uid, g.entry, g.letter_id as "letterId", a.reasons[1] as reason
    from signature_aside a join letter_signature g on g.id = a.signature_id
    where a.since < now() - make_interval(days => ${asideDays}) and g.state = 'aside'
    order by g.id limit ${atOnce} for no key update of g skip locked`.execute(tx);
  if (rows.length === 0) return 0;
  const ids = rows.map(({ id }) => id);
  await tellAsideGone(tx, ids);
  await sql`
    insert into letter_aside_line (letter_id, act, reason, by_rule, signed)
    select letter_id, 'erased', reasons[1], false, count(*) from signature_aside
    where signature_id = any(${sql.val(ids)}::bigint[]) group by letter_id, reasons[1]`.execute(tx);
  await forgetMany(tx, rows);
  return rows.length;
}

/** Counts signatures that were set aside and are about to be erased: of those in the log, how many of each class. */
export async function tellAsideGone(tx: Tx, ids: readonly string[]): Promise<void> {
  await sql`
    insert into letter_aside_gone as t
    select letter_id, version_id, affirms, appearance, verification, count(*)
    from letter_signature where id = any(${sql.val(ids)}::bigint[]) and verification is not null
    group by letter_id, version_id, affirms, appearance, verification
    on conflict (letter_id, version_id, affirms, appearance, verification)
      do update set signed = t.signed + excluded.signed`.execute(tx);
}
