import { sql } from 'kysely';
import { writeJournal } from '#record';
import type { Db, Tx } from '#platform/database';
import { LetterRefusal } from '../letter-refusal.ts';
import { findSignature, type HeldSignature } from '../signing/signer-link.ts';
import type { LetterSealer } from '../signing/signer-keys.ts';
import { shownDigest } from './shown-digest.ts';
import { makeVouch, readVouches, writeVouches } from './vouch-list.ts';
import { findAsking, holdOwn, readAddress, standingOf } from './vouching-address.ts';
import { mostVouches, voucherClasses } from './vouching-rules.ts';

/** What a voucher is shown of whom they are asked to vouch for. */
export interface AskingPerson {
  readonly name: string;
  readonly credit: string;
  /** ISO 3166-1 alpha-2, or empty. */
  readonly country: string;
  readonly affiliation: string;
  /** Of just this: who changes it meanwhile is not vouched for unseen. */
  readonly seen: string;
  /** The code of the address. */
  readonly address: string;
}

/**
 * Shows whom an address asks to vouch for, to who may do so.
 *
 * @param typed an address, as it was pasted.
 * @throws LetterRefusal `signature-link`, `vouch-class`, `vouch-address`, `vouch-own`, `vouch-needless`.
 */
export async function lookAtAsking(
  db: Db,
  sealer: LetterSealer,
  link: string,
  typed: string,
): Promise<AskingPerson> {
  const voucher = await findSignature(db, sealer, link);
  const { person } = await requireAsking(db, sealer, voucher, typed);
  const { name, credit, country, affiliation } = person;
  const shown = { name, credit, country, affiliation };
  return { ...shown, seen: shownDigest(shown), address: readAddress(typed) };
}

/** Somebody's word for another, as the page showed it. */
export interface GivenVouch {
  readonly address: string;
  /** Of `AskingPerson`. */
  readonly seen: string;
  readonly words: string;
  /** BCP 47. */
  readonly language: string;
}

/**
 * Vouches for somebody, by one's own link. Once is enough: again it changes nothing. It is counted in the
 * night.
 *
 * @throws LetterRefusal as `lookAtAsking`; `vouch-changed` when they show something else by now, `vouch-most`.
 */
export async function vouchFor(
  tx: Tx,
  sealer: LetterSealer,
  link: string,
  { address, seen, words, language }: GivenVouch,
  now: Date,
): Promise<void> {
  const voucher = await holdOwn(tx, sealer, link);
  const asking = await requireAsking(tx, sealer, voucher, address);
  if (shownDigest(asking.person) !== seen) throw new LetterRefusal({ code: 'vouch-changed' });
  const of = asking.mailbox.toString('base64');
  const before = await readVouches(tx, voucher);
  const others = before.filter((one) => one.of !== of);
  // What they showed before, nobody vouches for any more.
  if (before.some((one) => one.of === of && one.seen === seen)) return;
  if (others.length >= mostVouches) {
    throw new LetterRefusal({ code: 'vouch-most', params: { most: mostVouches } });
  }
  const on = now.toISOString().slice(0, 10);
  const vouch = makeVouch({ of, seen, words, language, on });
  await writeVouches(tx, voucher, voucher.id, [...others, vouch]);
}

/**
 * Takes one's word for somebody back. What is not there (any more) is nothing to take back.
 *
 * @param id of the vouch.
 * @throws LetterRefusal `signature-link`.
 */
export async function takeVouchBack(
  tx: Tx,
  sealer: LetterSealer,
  link: string,
  id: string,
): Promise<void> {
  const voucher = await holdOwn(tx, sealer, link);
  const before = await readVouches(tx, voucher);
  if (!before.some((one) => one.id === id)) return;
  await writeVouches(
    tx,
    voucher,
    voucher.id,
    before.filter((one) => one.id !== id),
  );
  // Like a signature: a backup from before must not bring it back.
  await writeJournal(tx, id, [{ kind: 'signature', thing: id }]);
}

async function requireAsking(
  db: Db,
  sealer: LetterSealer,
  voucher: HeldSignature,
  typed: string,
): Promise<HeldSignature> {
  // First: whoever may not vouch learns nothing of anybody.
  if (!(await canVouch(db, voucher))) throw new LetterRefusal({ code: 'vouch-class' });
  const asking = await findAsking(db, sealer, voucher.letterId, readAddress(typed));
  if (asking === undefined) throw new LetterRefusal({ code: 'vouch-address', field: 'address' });
  if (asking.mailbox.equals(voucher.mailbox)) throw new LetterRefusal({ code: 'vouch-own' });
  const standing = await standingOf(db, asking);
  if (standing === 'needless') throw new LetterRefusal({ code: 'vouch-needless' });
  // Who was set aside is told nothing of it, neither by others.
  if (standing !== 'open' && (standing !== 'aside' || asking.person.name === '')) {
    throw new LetterRefusal({ code: 'vouch-address', field: 'address' });
  }
  return asking;
}

/** Lines of the list, on `signature_shown h` and `letter_signature g`, whose signers can vouch for others. */
export const canVouchLine = sql`h.name <> ''
  and h.verification = any(${sql.val([...voucherClasses])}::text[])`;

/** Whether somebody stands on this letter's list by name, in a class that is enough. */
export async function canVouch(
  db: Db,
  { letterId, mailbox }: Pick<HeldSignature, 'letterId' | 'mailbox'>,
): Promise<boolean> {
  const { rows } = await sql`
    select from signature_shown h join letter_signature g on g.id = h.signature_id
    where g.letter_id = ${letterId} and g.mailbox = ${mailbox} and ${canVouchLine} limit 1`.execute(
    db,
  );
  return rows.length > 0;
}
