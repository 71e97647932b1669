import { sql } from 'kysely';
import type { Db } from '#platform/database';
import { readOwnSignature } from '../signing/own-signature.ts';
import { findSignature, type HeldSignature } from '../signing/signer-link.ts';
import type { LetterSealer } from '../signing/signer-keys.ts';
import { canVouch } from './vouch.ts';
import { readVouches } from './vouch-list.ts';
import { ofMailbox } from './vouching-address.ts';
import { vouchStanding, type VouchStanding } from './vouching-rules.ts';

/** What a signer reads of vouching, both ways. Nobody reads who vouches for them. */
export interface OwnVouching {
  /** Whether others can vouch for them. */
  readonly standing: VouchStanding;
  /** The code of the address that they give to people who know them; null while there is none. */
  readonly address: string | null;
  /** How many vouched, last night. */
  readonly vouchers: number;
  /** Too few vouch: on this day their class falls (`2026-03-01`). */
  readonly fallsOn: string | null;
  readonly isVouched: boolean;
  /** Whether they can vouch for others. */
  readonly canVouch: boolean;
  readonly vouches: readonly OwnVouch[];
}

/** Somebody for whom a signer vouches. */
export interface OwnVouch {
  readonly id: string;
  /**
   * As the public list has it; null of who is not on it by name. Whoever is made to open their page gives away
   * nobody who is not public.
   */
  readonly name: string | null;
  readonly words: string;
  readonly language: string;
  /** `2026-03-01`. */
  readonly on: string;
}

/** @throws LetterRefusal `signature-link`. */
export async function readVouching(
  db: Db,
  sealer: LetterSealer,
  link: string,
): Promise<OwnVouching> {
  const signature = await findSignature(db, sealer, link);
  const [own, asking, canThey, vouches] = await Promise.all([
    readOwnSignature(db, sealer, link),
    readOwnAsking(db, signature),
    canVouch(db, signature),
    readOwnVouches(db, signature),
  ]);
  return {
    standing: vouchStanding({ ...own, isByAgent: own.mandate !== null }),
    address: asking?.nonce == null ? null : signature.keys.vouchingAddress(asking.nonce),
    vouchers: asking?.vouchers ?? 0,
    fallsOn: own.verification === 'vouched' ? (asking?.fallsOn ?? null) : null,
    isVouched: own.verification === 'vouched',
    ...{ canVouch: canThey, vouches },
  };
}

interface OwnAsking {
  readonly nonce: string | null;
  readonly vouchers: number;
  readonly fallsOn: string | null;
}

async function readOwnAsking(db: Db, signature: HeldSignature): Promise<OwnAsking | undefined> {
  const { rows } = await sql<OwnAsking>`
    select case when not exists (select from erasure_journal j
        where j.kind = 'signature' and j.thing = b.nonce) then b.nonce end as nonce,
      b.vouchers, b.falls_on::text as "fallsOn"
    from signature_vouching b where ${ofMailbox(signature)}`.execute(db);
  return rows[0];
}

async function readOwnVouches(db: Db, signature: HeldSignature): Promise<OwnVouch[]> {
  const vouches = await readVouches(db, signature);
  const { rows } = await sql<{ of: string; name: string | null }>`
    select of, max(h.name) filter (where h.name <> '' and not s.names_hidden) as name
    from unnest(${sql.val(vouches.map(({ of }) => of))}::text[]) as of
    join letter_signature g on g.letter_id = ${signature.letterId} and g.mailbox = decode(of, 'base64')
    join letter_signing s on s.letter_id = g.letter_id
    left join signature_shown h on h.signature_id = g.id group by of`.execute(db);
  const names = new Map(rows.map(({ of, name }) => [of, name]));
  // Of who has left nothing is told, until the night forgets them.
  return vouches
    .filter(({ of }) => names.has(of))
    .map(({ id, of, words, language, on }) => ({
      ...{ id, words, language, on },
      name: names.get(of) ?? null,
    }));
}
