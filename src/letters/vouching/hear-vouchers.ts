import { sql } from 'kysely';
import { inTransaction, type Db } from '#platform/database';
import { holdMailbox } from '../signing/hold-mailboxes.ts';
import type { HeldSignature } from '../signing/signer-link.ts';
import { shownDigest } from './shown-digest.ts';
import {
  openVouches,
  readVouches,
  withoutTakenBack,
  writeVouches,
  type Vouch,
  type Voucher,
} from './vouch-list.ts';
import { canVouchLine } from './vouch.ts';

/** How many vouch for somebody under a letter, by their mailbox and what they show. Of nobody else's kept anywhere. */
export type HeardVouchers = ReadonlyMap<string, number>;

const atOnce = 1_000;

/**
 * Opens every list of a letter, and counts whose voucher stands on the list by name, in a class that is enough: who
 * left, hid their name, was set aside or is verified by less counts for nobody, without anything being done when they
 * did so. Words for people who have left are forgotten.
 */
export async function hearVouchers(
  db: Db,
  letter: Pick<Voucher, 'letterId' | 'letter' | 'keys'>,
): Promise<HeardVouchers> {
  const heard = new Map<string, number>();
  for (let after: string | undefined = '0'; after !== undefined;) {
    const rows: ListRow[] = await readLists(db, letter.letterId, after);
    const lists = rows.map((row) => ({
      ...row,
      own: openVouches(letter.keys, { ...letter, ...row }, row.vouches),
    }));
    const all = lists.flatMap(({ own }) => own);
    const standing = new Set((await withoutTakenBack(db, all)).map(({ id }) => id));
    const there = await mailboxesThere(db, letter.letterId, all);
    for (const { mailbox, speaks, own } of lists) {
      const valid = own.filter(({ id, of }) => standing.has(id) && there.has(of));
      if (valid.length < own.length) await forgetGone(db, { ...letter, mailbox }, valid);
      if (!speaks) continue;
      for (const { of, seen } of valid) {
        const key = keyOf(of, seen);
        heard.set(key, (heard.get(key) ?? 0) + 1);
      }
    }
    after = rows.length < atOnce ? undefined : rows.at(-1)?.id;
  }
  return heard;
}

/** How many vouch for somebody as they are shown now. */
export function vouchersOf(
  heard: HeardVouchers,
  { mailbox, person }: Pick<HeldSignature, 'mailbox' | 'person'>,
): number {
  return heard.get(keyOf(mailbox.toString('base64'), shownDigest(person))) ?? 0;
}

const keyOf = (of: string, seen: string) => `${of} ${seen}`;

interface ListRow {
  readonly id: string;
  readonly mailbox: Buffer;
  readonly vouches: string;
  readonly speaks: boolean;
}

async function readLists(db: Db, letterId: string, after: string): Promise<ListRow[]> {
  const { rows } = await sql<ListRow>`
    select v.signature_id as id, o.mailbox, v.vouches, exists (
      select from letter_signature g join signature_shown h on h.signature_id = g.id
      where g.letter_id = o.letter_id and g.mailbox = o.mailbox and ${canVouchLine}) as speaks
    from signature_vouches v join letter_signature o on o.id = v.signature_id
    where o.letter_id = ${letterId} and v.signature_id > ${after}
    order by v.signature_id limit ${atOnce}`.execute(db);
  return rows;
}

/** Of whom vouches speak: those who are still there. */
async function mailboxesThere(
  db: Db,
  letterId: string,
  vouches: readonly Vouch[],
): Promise<Set<string>> {
  const asked = [...new Set(vouches.map(({ of }) => of))];
  const { rows } = await sql<{ of: string }>`
    select of from unnest(${sql.val(asked)}::text[]) as of where exists (
      select from letter_signature g where g.letter_id = ${letterId} and g.mailbox = decode(of, 'base64'))
    `.execute(db);
  return new Set(rows.map(({ of }) => of));
}

/** Who left is in nobody's list. What was written since it was opened stays. */
async function forgetGone(db: Db, voucher: Voucher, valid: readonly Vouch[]): Promise<void> {
  const kept = new Set(valid.map(({ of }) => of));
  await inTransaction(db, async (tx) => {
    await holdMailbox(tx, voucher);
    const now = await readVouches(tx, voucher);
    const there = await mailboxesThere(tx, voucher.letterId, now);
    const left = now.filter(({ of }) => kept.has(of) || there.has(of));
    const { rows } = await sql<{ id: string }>`
      select v.signature_id as id from signature_vouches v
      join letter_signature g on g.id = v.signature_id
      where g.letter_id = ${voucher.letterId} and g.mailbox = ${voucher.mailbox}`.execute(tx);
    const [row] = rows;
    if (row !== undefined) await writeVouches(tx, voucher, row.id, left);
  });
}
