import { sql } from 'kysely';
import type { Db } from '#platform/database';
import { refuse } from './account-refusal.ts';
import { foldEmail, parseEmail } from './accounts.input.ts';
import { loadActor, type Actor } from './actor.ts';

// For the command line only: whoever runs it holds the machine, so nothing is asked of them.

/**
 * The person with this mailbox, as whom a command acts.
 *
 * @throws AccountRefusal `account-unknown`, `account-suspended`, and those of an address.
 */
export async function personAt(db: Db, email: unknown): Promise<Actor> {
  const row = await db
    .selectFrom('account')
    .where('email_folded', '=', foldEmail(parseEmail(email)))
    .select('id')
    .executeTakeFirst();
  if (row === undefined) refuse('account-unknown', 'as');
  return (await loadActor(db, row.id)) ?? refuse('account-suspended', 'as');
}

/** The one active administrator; the word instead when there is no such choice. */
export async function onlyAdministrator(db: Db): Promise<Actor | 'none' | 'several'> {
  const { rows } = await sql<{ id: string }>`
    select id from account where state = 'active' and 'administrator' = any(roles)
    order by id limit 2`.execute(db);
  const [only, other] = rows;
  if (only === undefined) return 'none';
  if (other !== undefined) return 'several';
  return (await loadActor(db, only.id)) ?? 'none';
}
