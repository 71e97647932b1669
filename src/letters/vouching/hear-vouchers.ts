import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from '#platform/database';
import type { HeldSignature } from '../signing/signer-link.ts';
import { shownDigest } from './shown-digest.ts';
import {
  openVouches,
  sealVouches,
  withoutTakenBack,
  type Vouch,
  type Voucher,
} from './vouch-list.ts';
import { canVouchLine } from './vouch.ts';

/** How many vouch for somebody under a letter, by their mailbox and what they show. Of nobody else's kept anywhere. */
export type HeardVouchers = ReadonlyMap<string, number>;

const atOnce = 200;

/**
 * Opens every list of a letter, and counts whose voucher stands on the list by name, in a class that is enough: who
 * left, hid their name, was set aside or is verified by less counts for nobody, without anything being done when they
 * did so. Words for people who have left are forgotten, and every list is sealed anew.
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
    const kept = lists.map((list) => ({
      ...list,
      valid: list.own.filter(({ id, of }) => standing.has(id) && there.has(of)),
    }));
    await sealAnew(db, letter, kept);
    for (const { of, seen } of kept.flatMap(({ speaks, valid }) => (speaks ? valid : []))) {
      const key = keyOf(of, seen);
      heard.set(key, (heard.get(key) ?? 0) + 1);
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

/**
 * Keeps lists without those who left, every one in other bytes: whoever compares the disk of two nights would else
 * see which lists changed when somebody left, or was vouched for. What its voucher has changed since it was read
 * stays until the next night, and so does what somebody holds.
 */
async function sealAnew(
  db: Db,
  { letter, keys }: Pick<Voucher, 'letter' | 'keys'>,
  lists: readonly (ListRow & { readonly valid: readonly Vouch[] })[],
): Promise<void> {
  const before = lists.map(({ vouches }) => createHash('sha256').update(vouches).digest());
  const after = lists.map(({ mailbox, valid }) => sealVouches({ letter, keys, mailbox }, valid));
  await sql`
    with sealed as (
      select * from unnest(${sql.val(lists.map(({ id }) => id))}::bigint[], ${sql.val(before)}::bytea[],
        ${sql.val(after)}::text[]) as r(id, before, after)
    ), held as (
      select signature_id as id from signature_vouches
      where signature_id in (select id from sealed) order by 1 for no key update skip locked
    )
    update signature_vouches v set vouches = r.after
    from sealed r join held using (id)
    where v.signature_id = r.id and sha256(convert_to(v.vouches, 'UTF8')) = r.before`.execute(db);
}
