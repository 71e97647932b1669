import { sql } from 'kysely';
import type { Db, Tx } from '#platform/database';
import { needsOrganiser } from '../fraud/judge-signature.ts';
import { settleInvitation } from '../inviting/settle-invitation.ts';
import { restoreSignatures } from '../signing/enrol-signatures.ts';
import { holdMailbox } from '../signing/hold-mailboxes.ts';
import { destroyLogged, unlogSignature } from '../signing/log-signature.ts';
import type { LetterSealer } from '../signing/signer-keys.ts';
import { readSignatures, type HeldSignature } from '../signing/signer-link.ts';
import { classWithoutVouchers } from './change-vouched.ts';
import { vouchersOf, type HeardVouchers } from './hear-vouchers.ts';
import { ofMailbox } from './vouching-address.ts';
import { dayAfter, mostGraceDays, vouchStep, type VouchStep } from './vouching-rules.ts';

/** Somebody who asks others to vouch for them, as the last night left it. */
export interface Asking {
  /** Of the signature that it hangs on. */
  readonly id: string;
  readonly mailbox: Buffer;
  readonly fallsOn: string | null;
  readonly vouchers: number;
}

/** What a night goes by. */
export interface Night {
  readonly letterId: string;
  readonly heard: HeardVouchers;
  /** `2026-03-01`, UTC. */
  readonly today: string;
  /** @returns a whole number from 0 to `below`, without it. */
  readonly draw: (below: number) => number;
}

/** A signature of somebody who asks. */
export interface AskingSignature extends HeldSignature {
  readonly isDoubted: boolean;
  readonly isByAgent: boolean;
}

/** All that mailboxes signed under a letter, but what waits, in the order of their ids. */
export async function readAskingSignatures(
  db: Db,
  sealer: LetterSealer,
  letterId: string,
  mailboxes: readonly Buffer[],
): Promise<AskingSignature[]> {
  const theirs = sql`g.letter_id = ${letterId} and g.mailbox = any(${sql.val(mailboxes)}::bytea[])
    and g.state <> 'waiting'`;
  const signatures = await readSignatures(db, sealer, theirs, Number.MAX_SAFE_INTEGER);
  const ids = sql.val(signatures.map(({ id }) => id));
  const { rows } = await sql<{ id: string; isDoubted: boolean; isByAgent: boolean }>`
    select id, exists (select from signature_aside where signature_id = id) as "isDoubted",
      exists (select from signature_mandate where signature_id = id) as "isByAgent"
    from unnest(${ids}::bigint[]) as id`.execute(db);
  const marks = new Map(rows.map(({ id, ...mark }) => [id, mark]));
  const none = { isDoubted: false, isByAgent: false };
  return signatures.map((one) => ({ ...one, ...(marks.get(one.id) ?? none) }));
}

/** What a night makes of somebody. */
interface Outcome {
  readonly steps: readonly { readonly signature: HeldSignature; readonly step: VouchStep }[];
  readonly isToDraw: boolean;
  readonly fallsOn: string | null;
  readonly vouchers: number;
}

// One day for all versions that somebody signed: by one that holds, another would never fall.
function judge(asking: Asking, signatures: readonly AskingSignature[], night: Night): Outcome {
  const { fallsOn } = asking;
  // Who was signed for told nobody that they signed: nobody can vouch for that.
  const heard = (one: AskingSignature) => (one.isByAgent ? 0 : vouchersOf(night.heard, one));
  const steps = signatures.map((signature) => ({
    signature,
    step: vouchStep({
      ...signature,
      ...{ fallsOn, vouchers: heard(signature), today: night.today },
    }),
  }));
  const has = (step: VouchStep) => steps.some((one) => one.step === step);
  const own = signatures.find(({ id }) => id === asking.id);
  return {
    steps,
    isToDraw: has('begins-to-fall'),
    fallsOn: has('will-fall') ? fallsOn : null,
    vouchers: own === undefined ? 0 : heard(own),
  };
}

/** Whether a night changes anything of somebody: of most it does not, and nothing of theirs is held. */
export function isOtherNow(
  asking: Asking,
  signatures: readonly AskingSignature[],
  night: Night,
): boolean {
  const { steps, isToDraw, fallsOn, vouchers } = judge(asking, signatures, night);
  const moves = steps.some(({ step }) => step === 'rises' || step === 'falls');
  return moves || isToDraw || fallsOn !== asking.fallsOn || vouchers !== asking.vouchers;
}

/**
 * Brings the classes of one person to who vouches for them.
 *
 * @returns how many rose or fell.
 */
export async function settlePerson(
  tx: Tx,
  sealer: LetterSealer,
  mailbox: Buffer,
  night: Night,
): Promise<number> {
  const who = { letterId: night.letterId, mailbox };
  await holdMailbox(tx, who);
  const signatures = await readAskingSignatures(tx, sealer, who.letterId, [mailbox]);
  const { rows } = await sql<Omit<Asking, 'mailbox'>>`
    select signature_id as id, falls_on::text as "fallsOn", vouchers from signature_vouching
    where ${ofMailbox(who)} for no key update`.execute(tx);
  // Gone since.
  const [asking] = rows;
  if (asking === undefined) return 0;
  const { steps, isToDraw, fallsOn, vouchers } = judge({ ...asking, mailbox }, signatures, night);
  let changed = 0;
  for (const { signature, step } of steps) {
    if (await takeStep(tx, sealer, signature, step)) changed += 1;
  }
  const day = isToDraw ? dayAfter(night.today, 1 + night.draw(mostGraceDays)) : fallsOn;
  if (day === asking.fallsOn && vouchers === asking.vouchers) return changed;
  await sql`
    update signature_vouching set falls_on = ${day}::date, vouchers = ${vouchers}
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
