import { randomInt } from 'node:crypto';
import { sql } from 'kysely';
import { inTransaction, type Db, type Tx } from '#platform/database';
import { needsOrganiser } from '../fraud/judge-signature.ts';
import { settleInvitation } from '../inviting/settle-invitation.ts';
import { restoreSignatures } from '../signing/enrol-signatures.ts';
import { holdMailbox } from '../signing/hold-mailboxes.ts';
import { destroyLogged, unlogSignature } from '../signing/log-signature.ts';
import { openSignerKeys, type LetterSealer, type SignerKeys } from '../signing/signer-keys.ts';
import { readSignatures, type HeldSignature } from '../signing/signer-link.ts';
import { classWithoutVouchers } from './change-vouched.ts';
import { hearVouchers, vouchersOf, type HeardVouchers } from './hear-vouchers.ts';
import { ofMailbox } from './vouching-address.ts';
import { mostGraceDays, vouchStep, type VouchStep } from './vouching-rules.ts';

const atOnce = 500;

/** A letter in which somebody asks others to vouch for them. */
interface VouchedLetter {
  readonly letterId: string;
  readonly letter: string;
  readonly keys: SignerKeys;
}

export interface SettleMeans {
  readonly sealer: LetterSealer;
  /** @returns a whole number from 0 to `below`, without it. */
  readonly draw?: (below: number) => number;
}

/**
 * Counts who vouches for whom in every letter, and brings the classes to it. Nothing of this happens when
 * somebody vouches or leaves: what is public changes for all together, once a night.
 *
 * @returns how many classes rose or fell.
 */
export async function settleVouched(
  db: Db,
  means: SettleMeans,
  now: Date,
  signal?: AbortSignal,
): Promise<number> {
  const { rows } = await sql<{ letterId: string; letter: string; secret: string }>`
    select s.letter_id as "letterId", l.uid as letter, s.secret
    from letter_signing s join letter l on l.id = s.letter_id
    where s.letter_id in (select g.letter_id from letter_signature g where g.id in (
      select signature_id from signature_vouching union all
      select signature_id from signature_vouches)) order by 1`.execute(db);
  let changed = 0;
  for (const { letterId, letter, secret } of rows) {
    const keys = openSignerKeys(means.sealer, letter, secret);
    changed += await settleLetter(db, means, { letterId, letter, keys }, now, signal);
  }
  return changed;
}

async function settleLetter(
  db: Db,
  means: SettleMeans,
  letter: VouchedLetter,
  now: Date,
  signal: AbortSignal | undefined,
): Promise<number> {
  const heard = await hearVouchers(db, letter);
  let changed = 0;
  for (let after: string | undefined = '0'; after !== undefined;) {
    if (signal?.aborted === true) return changed;
    const asking: Asking[] = await readAsking(db, letter.letterId, after);
    for (const { mailbox } of asking) {
      changed += await inTransaction(db, (tx) =>
        settlePerson(tx, means, { letterId: letter.letterId, mailbox }, heard, now),
      );
    }
    after = asking.length < atOnce ? undefined : asking.at(-1)?.id;
  }
  return changed;
}

interface Asking {
  readonly id: string;
  readonly mailbox: Buffer;
}

async function readAsking(db: Db, letterId: string, after: string): Promise<Asking[]> {
  const { rows } = await sql<Asking>`
    select b.signature_id as id, g.mailbox from signature_vouching b
    join letter_signature g on g.id = b.signature_id
    where g.letter_id = ${letterId} and b.signature_id > ${after}
    order by b.signature_id limit ${atOnce}`.execute(db);
  return rows;
}

/** @returns how many classes of theirs rose or fell. */
async function settlePerson(
  tx: Tx,
  { sealer, draw = randomInt }: SettleMeans,
  who: Pick<HeldSignature, 'letterId' | 'mailbox'>,
  heard: HeardVouchers,
  now: Date,
): Promise<number> {
  await holdMailbox(tx, who);
  const theirs = sql`g.letter_id = ${who.letterId} and g.mailbox = ${who.mailbox}`;
  const counted = sql`${theirs} and g.state in ('held','confirmed')
    and not exists (select from signature_aside a where a.signature_id = g.id)`;
  const signatures = await readSignatures(tx, sealer, counted, atOnce);
  const { rows } = await sql<{ id: string; fallsOn: string | null; vouchers: number }>`
    select signature_id as id, falls_on::text as "fallsOn", vouchers from signature_vouching
    where ${ofMailbox(who)} for no key update`.execute(tx);
  // Gone since.
  const [asking] = rows;
  if (asking === undefined) return 0;
  const today = now.toISOString().slice(0, 10);
  let { fallsOn } = asking;
  let changed = 0;
  for (const signature of signatures) {
    const vouchers = vouchersOf(heard, signature);
    const step = vouchStep({ ...signature, vouchers, fallsOn, today });
    if (await takeStep(tx, sealer, signature, step)) changed += 1;
    if (step === 'begins-to-fall') fallsOn = dayAfter(now, 1 + draw(mostGraceDays));
    if (step === 'rises' || step === 'holds-again' || step === 'falls') fallsOn = null;
  }
  const own = signatures.find(({ id }) => id === asking.id);
  const vouchers = own === undefined ? 0 : vouchersOf(heard, own);
  if (fallsOn === asking.fallsOn && vouchers === asking.vouchers) return changed;
  await sql`
    update signature_vouching set falls_on = ${fallsOn}::date, vouchers = ${vouchers}
    where signature_id = ${asking.id}`.execute(tx);
  return changed;
}

/** @returns whether its class is another now. */
async function takeStep(
  tx: Tx,
  sealer: LetterSealer,
  signature: HeldSignature,
  step: VouchStep,
): Promise<boolean> {
  if (step === 'rises') return raise(tx, sealer, signature);
  if (step !== 'falls') return false;
  const verification = await classWithoutVouchers(tx, signature);
  if (verification === null) {
    await unlogSignature(tx, signature);
    await sql`
      update letter_signature set state = 'held', verification = null, entry = null
      where id = ${signature.id}`.execute(tx);
    await settleInvitation(tx, { ...signature, state: 'held' });
    return true;
  }
  await destroyLogged(tx, signature);
  await sql`
    update letter_signature set verification = ${verification}, entry = null
    where id = ${signature.id}`.execute(tx);
  await restoreSignatures(tx, sealer, [signature.id]);
  return true;
}

async function raise(tx: Tx, sealer: LetterSealer, signature: HeldSignature): Promise<boolean> {
  const isHeld = signature.state === 'held';
  // Of a well-known name only an organiser's word is enough; who confirmed by mail was asked about it then.
  if (isHeld && (await needsOrganiser(tx, signature.letterId, signature.person.name))) return false;
  await destroyLogged(tx, signature);
  await sql`
    update letter_signature set state = 'confirmed', verification = 'vouched', entry = null
    where id = ${signature.id}`.execute(tx);
  if (isHeld) await settleInvitation(tx, { ...signature, state: 'confirmed' });
  await restoreSignatures(tx, sealer, [signature.id]);
  return true;
}

function dayAfter(now: Date, days: number): string {
  return new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10);
}
