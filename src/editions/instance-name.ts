import { sql } from 'kysely';
import { isKeepable, type Tx } from '#platform/database';
import { announceChange } from './revision.ts';

/** Longest name of an instance, in UTF-16 units. */
export const longestInstanceName = 120;

/**
 * Says what organisation runs this instance: pages, mails and what signers agree to name it.
 *
 * @returns false for a name that is empty, too long, or holds signs that cannot be kept; nothing changes then.
 */
export async function nameInstance(tx: Tx, typed: string): Promise<boolean> {
  const name = typed.normalize('NFC').replaceAll(/\s+/gu, ' ').trim();
  const isName = name !== '' && name.length <= longestInstanceName && isKeepable(name);
  if (!isName || /[\p{Cc}\p{Cf}<>]/u.test(name)) return false;
  await sql`
    insert into setting (key, value) values ('name', ${JSON.stringify(name)}::jsonb)
    on conflict (key) do update set value = excluded.value`.execute(tx);
  await announceChange(tx);
  return true;
}
