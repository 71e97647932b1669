import { sql } from 'kysely';
import type { Tx } from '#platform/database';
import type { HeldSignature } from '../signing/signer-link.ts';
import type { Aside } from './judge-signature.ts';

/** For how long what is set aside can be counted again; then it is erased. */
export const asideDays = 30;

/** A signature, and why it is set aside. */
export type ToSetAside = Pick<HeldSignature, 'id' | 'letterId'> & Aside;

/**
 * Notes why signatures are set aside, and puts each into the ledger by a line of its own, so that no signer
 * waits for another.
 */
export async function noteAside(tx: Tx, signatures: readonly ToSetAside[]): Promise<void> {
  if (signatures.length === 0) return;
  const rows = signatures.map(({ id, letterId, reasons, actId }) => ({
    id,
    letterId,
    reasons,
    actId,
  }));
  await sql`
    with given as materialized (
      select id, "letterId" as letter_id, "actId" as act_id,
        array(select jsonb_array_elements_text(reasons)) as reasons
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r(id bigint, "letterId" bigint, "actId" bigint, reasons jsonb)
    ), noted as (
      insert into signature_aside (signature_id, letter_id, reasons, act_id)
      select id, letter_id, reasons, act_id from given on conflict do nothing
    )
    insert into letter_aside_line (letter_id, act, reason, by_rule, signed)
    select letter_id, 'aside', reasons[1], act_id is null, 1 from given`.execute(tx);
}

/**
 * Has what is set aside already wait for an organiser too: its signer took a well-known name. Who undoes the act that
 * set it aside does not bring that name onto the list.
 */
export async function addWellKnown(tx: Tx, id: string): Promise<void> {
  await sql`
    update signature_aside set act_id = null, reasons = reasons || '{well-known}'
    where signature_id = ${id}`.execute(tx);
  await sql`update letter_signature set verification = null where id = ${id}`.execute(tx);
}
