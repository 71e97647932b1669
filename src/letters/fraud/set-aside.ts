import { sql } from 'kysely';
import type { Tx } from '#platform/database';
import type { HeldSignature } from '../signing/signer-link.ts';
import type { Aside } from './judge-signature.ts';

/** For how long what is set aside can be counted again; then it is erased. */
export const asideDays = 30;

/**
 * Notes why a signature is set aside, and puts it into the ledger: a line of its own, so that no signer
 * waits for another.
 */
export async function noteAside(
  tx: Tx,
  { id, letterId }: Pick<HeldSignature, 'id' | 'letterId'>,
  { reasons, actId }: Aside,
): Promise<void> {
  await sql`
    with noted as (
      insert into signature_aside (signature_id, letter_id, reasons, act_id)
      values (${id}, ${letterId}, ${sql.val(reasons)}::text[], ${actId}) on conflict do nothing
    )
    insert into letter_aside_line (letter_id, act, reason, by_rule, signed)
    values (${letterId}, 'aside', ${reasons[0]}, ${actId === null}, 1)`.execute(tx);
}
