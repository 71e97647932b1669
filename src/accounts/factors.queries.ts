import { sql } from 'kysely';
import type { Db } from '#platform/database';

/** What an account can be entered with. */
export interface Factors {
  readonly password: boolean;
  readonly totp: boolean;
  /** How many. */
  readonly passkeys: number;
  /** How many of these open the account alone. */
  readonly verifyingPasskeys: number;
  /** How many are left. */
  readonly recoveryCodes: number;
}

export async function readFactors(db: Db, accountId: string): Promise<Factors> {
  const { rows } = await sql<Factors>`
    select
      exists (select from password where account_id = ${accountId}) as password,
      exists (select from totp where account_id = ${accountId} and secret is not null) as totp,
      (select count(*)::integer from passkey where account_id = ${accountId}) as passkeys,
      (select count(*)::integer from passkey where account_id = ${accountId} and verifies)
        as "verifyingPasskeys",
      (select count(*)::integer from recovery_code where account_id = ${accountId})
        as "recoveryCodes"
  `.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error('a select without a table gives one row');
  return row;
}
