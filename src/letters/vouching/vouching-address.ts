import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { writeJournal } from '#record';
import type { Db, Tx } from '#platform/database';
import { LetterRefusal } from '../letter-refusal.ts';
import { holdMailboxes, holdRowsOf } from '../signing/hold-mailboxes.ts';
import { hashLink, type LetterSealer } from '../signing/signer-keys.ts';
import { holdSignature, readSignatures, type HeldSignature } from '../signing/signer-link.ts';
import { vouchStanding, type VouchStanding } from './vouching-rules.ts';

/**
 * Makes the address that a signer gives to people who know them; the same one until they end it.
 *
 * @throws LetterRefusal `signature-link`; `vouch-standing` of who cannot be vouched for.
 */
export async function makeVouchingAddress(
  tx: Tx,
  sealer: LetterSealer,
  link: string,
): Promise<void> {
  const signature = await holdOwn(tx, sealer, link);
  // Who was set aside by a rule is not told so for a day.
  const standing = await standingOf(tx, signature);
  if (standing !== 'open' && standing !== 'aside') {
    throw new LetterRefusal({ code: 'vouch-standing' });
  }
  const nonce = randomUUID();
  const address = hashLink(signature.keys.vouchingAddress(nonce));
  const { numAffectedRows } = await sql`
    update signature_vouching set nonce = coalesce(nonce, ${nonce}), address = coalesce(address, ${address})
    where ${ofMailbox(signature)}`.execute(tx);
  if (numAffectedRows !== 0n) return;
  await sql`
    insert into signature_vouching (signature_id, nonce, address)
    values (${signature.id}, ${nonce}, ${address})`.execute(tx);
}

/**
 * Ends the address: nobody vouches by it any more. Who did so stays.
 *
 * @throws LetterRefusal `signature-link`.
 */
export async function endVouchingAddress(
  tx: Tx,
  sealer: LetterSealer,
  link: string,
): Promise<void> {
  const signature = await holdOwn(tx, sealer, link);
  const { rows } = await sql<{ nonce: string }>`
    update signature_vouching b set nonce = null, address = null from signature_vouching o
    where b.signature_id = o.signature_id and o.nonce is not null and b.${ofMailbox(signature)}
    returning o.nonce`.execute(tx);
  // A backup from before must not open it again.
  for (const { nonce } of rows) {
    await writeJournal(tx, nonce, [{ kind: 'signature', thing: nonce }]);
  }
}

/** Whether somebody can be vouched for by a signature, or why not. */
export async function standingOf(db: Db, signature: HeldSignature): Promise<VouchStanding> {
  const { rows } = await sql`
    select from signature_mandate where signature_id = ${signature.id}`.execute(db);
  return vouchStanding({ ...signature, isByAgent: rows.length > 0 });
}

/** Holds what a link is for, and all else of its mailbox. */
export async function holdOwn(tx: Tx, sealer: LetterSealer, link: string): Promise<HeldSignature> {
  await holdMailboxes(tx, [link], true);
  await holdRowsOf(tx, [link]);
  return holdSignature(tx, sealer, link);
}

/** @returns a condition on `signature_id`. */
export function ofMailbox({ letterId, mailbox }: Pick<HeldSignature, 'letterId' | 'mailbox'>) {
  return sql`signature_id in (select id from letter_signature
    where letter_id = ${letterId} and mailbox = ${mailbox})`;
}

/** The code at the end of what somebody pasted: an address, or the code alone. */
export function readAddress(typed: string): string {
  return /([A-Za-z0-9_-]{43})\/?\s*$/u.exec(typed.slice(0, 1_000))?.[1] ?? '';
}

/** Whose address it is, under one letter. @returns undefined when it is nobody's any more. */
export async function findAsking(
  db: Db,
  sealer: LetterSealer,
  letterId: string,
  address: string,
): Promise<HeldSignature | undefined> {
  const asking = sql`g.letter_id = ${letterId} and g.id = (
    select b.signature_id from signature_vouching b where b.address = ${hashLink(address)}
      and not exists (select from erasure_journal j where j.kind = 'signature' and j.thing = b.nonce))`;
  const [signature] = await readSignatures(db, sealer, asking, 1);
  return signature;
}
