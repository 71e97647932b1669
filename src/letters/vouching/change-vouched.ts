import { sql } from 'kysely';
import type { Verification } from '@countersign/letter';
import type { Tx } from '#platform/database';
import { mailboxClass } from '../inviting/organisation-domains.ts';
import { settleInvitation } from '../inviting/settle-invitation.ts';
import type { HeldSignature } from '../signing/signer-link.ts';
import type { SignerPerson } from '../signing/sign-form.ts';
import { shownDigest } from './shown-digest.ts';
import { ofMailbox } from './vouching-address.ts';

/** What verifies somebody for whom nobody vouches; null when nothing does. */
export async function classWithoutVouchers(
  tx: Tx,
  { via, letterId, person }: Pick<HeldSignature, 'via' | 'letterId' | 'person'>,
): Promise<Verification | null> {
  return via === 'outbox' ? null : mailboxClass(tx, letterId, person);
}

/**
 * What a vouched signature is after its signer changed it. Nobody vouched for another name: then it falls at once,
 * to what it was; one that only vouchers had verified is held again.
 *
 * @returns null when it does not count any more.
 */
export async function classAfterVouched(
  tx: Tx,
  before: HeldSignature,
  changed: HeldSignature,
): Promise<Verification | null> {
  const base = await classWithoutVouchers(tx, changed);
  const isSame = shownDigest(before.person) === shownDigest(changed.person);
  const verification = isSame && base !== 'domain' ? 'vouched' : base;
  await sql`
    update letter_signature set verification = ${verification},
      state = ${verification === null ? 'held' : 'confirmed'} where id = ${changed.id}`.execute(tx);
  if (verification === null) await settleInvitation(tx, { ...changed, state: 'held' });
  return verification;
}

/** What is set aside keeps its class, and may come back in it: not for long under another name. */
export async function doubtVouching(
  tx: Tx,
  signature: HeldSignature,
  person: SignerPerson,
): Promise<void> {
  if (signature.state !== 'aside' || signature.verification !== 'vouched') return;
  if (shownDigest(signature.person) === shownDigest(person)) return;
  await sql`
    update signature_vouching set falls_on = current_date where ${ofMailbox(signature)}`.execute(
    tx,
  );
}
