import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Db, Tx } from '#platform/database';
import type { HeldSignature } from '../signing/signer-link.ts';
import type { SignerKeys } from '../signing/signer-keys.ts';
import { mostVouches } from './vouching-rules.ts';

/** That somebody knows a person who signed. Opened, it names both: it is nowhere but in the voucher's list. */
export interface Vouch {
  /** Random; what is left of it in the journal when it was taken back. */
  readonly id: string;
  /** Keyed hash of the other's mailbox, base64. */
  readonly of: string;
  /** What was shown of them (`shownDigest`). */
  readonly seen: string;
  /** What the button said. */
  readonly words: string;
  /** BCP 47. */
  readonly language: string;
  /** `2026-03-01`. */
  readonly on: string;
}

/** Longest words of the button, as a JSON string in UTF-8 bytes. */
const wordsBytes = 600;

// Above ten of the longest. A size that followed the number would tell it to whoever has the disk.
const listBytes = 10_240;

/** Whose list it is: one of a mailbox under a letter, whichever version it signed. */
export type Voucher = Pick<HeldSignature, 'letterId' | 'letter' | 'mailbox' | 'keys'>;

const contextOf = ({ letter, mailbox }: Pick<Voucher, 'letter' | 'mailbox'>) =>
  `vouches ${letter} ${mailbox.toString('base64')}`;

/** @returns it sealed; of the same length, however many there are. */
export function sealVouches(voucher: Omit<Voucher, 'letterId'>, vouches: readonly Vouch[]): string {
  const isLong = vouches.some(({ words }) => Buffer.byteLength(JSON.stringify(words)) > wordsBytes);
  if (isLong || vouches.length > mostVouches) throw new RangeError('"vouches" expected fewer');
  const json = JSON.stringify(vouches);
  // White space after a value is none of it.
  const padded = json + ' '.repeat(listBytes - Buffer.byteLength(json));
  return voucher.keys.vouches.seal(padded, contextOf(voucher));
}

/** @throws SealBroken for the list of another. */
export function openVouches(
  keys: SignerKeys,
  of: Pick<Voucher, 'letter' | 'mailbox'>,
  sealed: string,
): Vouch[] {
  return JSON.parse(keys.vouches.openText(sealed, contextOf(of))) as Vouch[];
}

/** A new vouch. */
export function makeVouch(vouch: Omit<Vouch, 'id'>): Vouch {
  return { id: randomUUID(), ...vouch };
}

/** For whom somebody vouches; without what they took back before a backup brought it here again. */
export async function readVouches(db: Db, voucher: Voucher): Promise<Vouch[]> {
  const { rows } = await sql<{ vouches: string }>`
    select v.vouches from signature_vouches v join letter_signature g on g.id = v.signature_id
    where g.letter_id = ${voucher.letterId} and g.mailbox = ${voucher.mailbox}`.execute(db);
  const [row] = rows;
  if (row === undefined) return [];
  return withoutTakenBack(db, openVouches(voucher.keys, voucher, row.vouches));
}

/** Those of many lists that nobody took back. */
export async function withoutTakenBack(db: Db, vouches: readonly Vouch[]): Promise<Vouch[]> {
  const { rows } = await sql<{ thing: string }>`
    select thing from erasure_journal where kind = 'signature'
      and thing = any(${sql.val(vouches.map(({ id }) => id))}::uuid[])`.execute(db);
  const gone = new Set(rows.map(({ thing }) => thing));
  return vouches.filter(({ id }) => !gone.has(id));
}

/**
 * Keeps somebody's list, also an empty one: a row that went with a word would tell whose it was. The caller holds
 * their mailbox.
 *
 * @param signatureId of theirs, for a first list.
 */
export async function writeVouches(
  tx: Tx,
  voucher: Voucher,
  signatureId: string,
  vouches: readonly Vouch[],
): Promise<void> {
  const own = sql`signature_id in (select id from letter_signature
    where letter_id = ${voucher.letterId} and mailbox = ${voucher.mailbox})`;
  const sealed = sealVouches(voucher, vouches);
  const { numAffectedRows } = await sql`
    update signature_vouches set vouches = ${sealed} where ${own}`.execute(tx);
  if (numAffectedRows !== 0n) return;
  await sql`
    insert into signature_vouches (signature_id, vouches)
    values (${signatureId}, ${sealed})`.execute(tx);
}
