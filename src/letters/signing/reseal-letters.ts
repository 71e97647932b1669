import type { Db } from '#platform/database';
import { spoolContext } from '../spool/spool-key.ts';
import { letterContext } from './signer-keys.ts';

/** What sealing anew needs of the sealer of letters' secrets. */
export interface LetterResealer {
  /** The value under the current key; the very same where it is already. */
  reseal(sealed: string, context: string): string;
}

/**
 * Seals the secret of every letter under the current master key, and the key of the spool. What hangs on
 * them need not be touched.
 *
 * @returns how many were sealed anew.
 */
export async function resealLetterSecrets(db: Db, sealer: LetterResealer): Promise<number> {
  const rows = await db
    .selectFrom('letter_signing as s')
    .innerJoin('letter as l', 'l.id', 's.letter_id')
    .select(['s.letter_id', 's.secret', 'l.uid'])
    .execute();
  let resealed = await resealSpoolKey(db, sealer);
  for (const { letter_id: id, uid, secret } of rows) {
    const next = sealer.reseal(secret, letterContext(uid));
    if (next === secret) continue;
    const { numUpdatedRows } = await db
      .updateTable('letter_signing')
      .set({ secret: next })
      .where('letter_id', '=', id)
      .where('secret', '=', secret)
      .executeTakeFirst();
    resealed += Number(numUpdatedRows);
  }
  return resealed;
}

async function resealSpoolKey(db: Db, sealer: LetterResealer): Promise<number> {
  const [row] = await db.selectFrom('letter_spool_key').select('identity').execute();
  const next = row && sealer.reseal(row.identity, spoolContext);
  if (next === undefined || next === row?.identity) return 0;
  await db.updateTable('letter_spool_key').set({ identity: next }).execute();
  return 1;
}

/** Every letter's secret as it is stored, and the spool's key, for counting the keys in use. */
export async function sealedLetterSecrets(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('letter_signing').select('secret').execute();
  const keys = await db.selectFrom('letter_spool_key').select('identity').execute();
  return [...rows.map(({ secret }) => secret), ...keys.map(({ identity }) => identity)];
}
