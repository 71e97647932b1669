import type { Db } from '#platform/database';
import { sealContext } from './totp.ts';

/** What sealing anew needs of the sealer of account secrets. */
export interface Resealer {
  /** The value under the current key; the very same where it is already. */
  reseal(sealed: string, context: string): string;
}

/**
 * Seals every second factor under the current key. May be broken off and begun again; what someone
 * changes meanwhile is sealed under the current key by that.
 *
 * @param onProgress told how many rows of how many were looked at.
 * @returns how many were sealed anew.
 */
export async function resealAccountSecrets(
  db: Db,
  sealer: Resealer,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<number> {
  const rows = await db
    .selectFrom('totp')
    .select(['account_id', 'secret', 'pending_secret'])
    .orderBy('account_id')
    .execute();
  let resealed = 0;
  for (const [index, row] of rows.entries()) {
    const context = sealContext(row.account_id);
    const again = (sealed: string | null) => sealed && sealer.reseal(sealed, context);
    const next = { secret: again(row.secret), pending_secret: again(row.pending_secret) };
    if (next.secret !== row.secret || next.pending_secret !== row.pending_secret) {
      // One row at a time: a factor that is set up meanwhile must not be overwritten.
      const { numUpdatedRows } = await db
        .updateTable('totp')
        .set(next)
        .where('account_id', '=', row.account_id)
        .where('secret', 'is not distinct from', row.secret)
        .where('pending_secret', 'is not distinct from', row.pending_secret)
        .executeTakeFirst();
      resealed += Number(numUpdatedRows);
    }
    onProgress(index + 1, rows.length);
  }
  return resealed;
}

/** Every sealed secret of accounts as it is stored, for counting the keys in use. */
export async function sealedAccountSecrets(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('totp').select(['secret', 'pending_secret']).execute();
  return rows.flatMap((row) => [row.secret, row.pending_secret].filter((one) => one !== null));
}
