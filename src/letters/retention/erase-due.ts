import { sql } from 'kysely';
import { announceChange } from '#editions';
import { inTransaction, type Db, type Tx } from '#platform/database';
import { writeJournal } from '#record';
import { tellAsideGone } from '../fraud/fraud-upkeep.ts';
import { markAllGone } from '../roll/mark-gone.ts';
import { forgetMany } from '../signing/forget-signature.ts';
import type { KeptSignature } from '../signing/log-signature.ts';
import { journalErased } from './journal-retention.ts';

const atOnce = 1_000;

/**
 * Erases whatever was given by those who signed letters, or were invited to, whose last day has passed: rows,
 * seals, mails that have not left, and what opens them in the log. What remains is a number. A slice is one
 * transaction, so that it can be killed anywhere; a restored backup is erased again.
 *
 * @param isSteady the clock is believed; else only what was decided to be erased at once is: a last day that had
 * passed already.
 * @param signal no further slice is begun when it is aborted.
 * @returns how many signatures.
 * @throws what hindered it at one letter, after all others.
 */
export async function eraseDue(
  db: Db,
  now: Date,
  { isSteady, signal }: { readonly isSteady: boolean; readonly signal?: AbortSignal },
): Promise<number> {
  const { rows } = await sql<{ letterId: string }>`
    select r.letter_id as "letterId" from letter_retention r
    where r.until < ${now.toISOString().slice(0, 10)}::date and (r.erased_at is null
      or exists (select from letter_signature g where g.letter_id = r.letter_id))
      and (${isSteady}::boolean or r.until < (r.decided_at at time zone 'UTC')::date)
    order by r.letter_id`.execute(db);
  let erased = 0;
  const failures: unknown[] = [];
  for (const { letterId } of rows) {
    if (signal?.aborted === true) break;
    try {
      erased += await eraseLetter(db, letterId, now, signal);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return erased;
}

async function eraseLetter(
  db: Db,
  letterId: string,
  now: Date,
  signal: AbortSignal | undefined,
): Promise<number> {
  await inTransaction(db, (tx) => closeSigning(tx, letterId, now));
  let erased = 0;
  // From where the slice before ended: the rows it left behind would be looked at again and again.
  for (let after: string | undefined = '0'; after !== undefined;) {
    if (signal?.aborted === true) return erased;
    const from: string = after;
    const slice = await inTransaction(db, (tx) => eraseSlice(tx, letterId, from));
    erased += slice.length;
    after = slice.at(-1);
  }
  await inTransaction(db, (tx) => endLetter(tx, letterId, now));
  return erased;
}

/** From here on nothing comes in: whoever signs and confirms looks at the state. */
async function closeSigning(tx: Tx, letterId: string, now: Date): Promise<void> {
  const { numAffectedRows } = await sql`
    update letter_signing set state = 'closed', message = '', opens_at = null, closed_at = ${now}
    where letter_id = ${letterId} and state <> 'closed'`.execute(tx);
  if (numAffectedRows !== 0n) await announceChange(tx);
}

interface Erased extends KeptSignature {
  readonly isAside: boolean;
  readonly isCounted: boolean;
}

/** @returns the ids that were erased, in their order. */
async function eraseSlice(tx: Tx, letterId: string, after: string): Promise<string[]> {
  const { rows } = await sql<Erased>`
    select id, uid, entry, state = 'aside' as "isAside",
      (state = 'confirmed' and affirms = 'first') as "isCounted"
    from letter_signature where letter_id = ${letterId} and id > ${after}
    order by id limit ${atOnce} for no key update`.execute(tx);
  if (rows.length === 0) return [];
  await tellAsideGone(
    tx,
    rows.filter(({ isAside }) => isAside).map(({ id }) => id),
  );
  const counted = rows.filter(({ isCounted }) => isCounted).length;
  if (counted > 0) {
    await sql`
      insert into letter_left (letter_id, how, signed) values (${letterId}, 'erased', ${counted})
      on conflict (letter_id, day, how) do update
        set signed = letter_left.signed + excluded.signed`.execute(tx);
    await journalErased(tx, letterId);
  }
  await forgetMany(tx, rows);
  await markAllGone(tx, letterId);
  return rows.map(({ id }) => id);
}

/** What else is kept of people for this letter's sake. */
async function endLetter(tx: Tx, letterId: string, now: Date): Promise<void> {
  const { rows: invited } = await sql<{ uid: string }>`
    delete from letter_invitation where letter_id = ${letterId} returning uid`.execute(tx);
  const things = invited.map(({ uid }) => ({ kind: 'invitation', thing: uid }) as const);
  if (things[0] !== undefined) await writeJournal(tx, things[0].thing, things);
  await sql`delete from letter_uninvited where letter_id = ${letterId}`.execute(tx);
  await sql`delete from letter_import where letter_id = ${letterId}`.execute(tx);
  await sql`
    update letter_retention set erased_at = ${now}
    where letter_id = ${letterId} and erased_at is null`.execute(tx);
  await journalErased(tx, letterId);
  await announceChange(tx);
}
