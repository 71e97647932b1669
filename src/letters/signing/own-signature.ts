import { sql } from 'kysely';
import type { Appearance, Verification } from '@countersign/letter';
import type { Db, Tx } from '#platform/database';
import { LetterRefusal } from '../letter-refusal.ts';
import { mailboxClass } from '../inviting/organisation-domains.ts';
import { settleInvitation } from '../inviting/settle-invitation.ts';
import { forgetMailbox } from './forget-signature.ts';
import { logSignature, unlogSignature } from './log-signature.ts';
import { type ConsentPurpose } from './form-lists.ts';
import { sealPerson } from './sealed-person.ts';
import { parseSignForm, type SignerPerson } from './sign-form.ts';
import {
  findSignature,
  holdSignature,
  type HeldSignature,
  type SignatureState,
} from './signer-link.ts';
import type { LetterSealer } from './signer-keys.ts';
import { agreedWordings, storeConsents, type Wording } from './consents.ts';

/** Everything that is kept of a signer: what their own page shows, and what they can take along. */
export interface OwnSignature {
  /** Public id of the letter. */
  readonly letter: string;
  /** SHA-256 of the text that was signed, base64. */
  readonly text: string;
  readonly state: SignatureState;
  readonly appearance: Appearance;
  readonly verification: Verification | null;
  readonly languages: readonly string[];
  readonly person: SignerPerson;
  readonly receivedAt: Date;
  readonly confirmedAt: Date | null;
  readonly consents: readonly (Wording & { readonly givenAt: Date })[];
  /** They stopped mails about the letter. */
  readonly quiet: boolean;
}

/** @throws LetterRefusal `signature-link`. */
export async function readOwnSignature(
  db: Db,
  sealer: LetterSealer,
  link: string,
): Promise<OwnSignature> {
  const signature = await findSignature(db, sealer, link);
  const [moments, consents] = await Promise.all([
    db
      .selectFrom('letter_signature')
      .select(['received_at', 'confirmed_at', 'quiet'])
      .where('id', '=', signature.id)
      .executeTakeFirst(),
    db
      .selectFrom('signature_consent as c')
      .innerJoin('consent_wording as w', 'w.id', 'c.wording_id')
      .select(['w.purpose', 'w.language', 'w.words', 'c.given_at'])
      .where('c.signature_id', '=', signature.id)
      .orderBy('w.id')
      .execute(),
  ]);
  if (moments === undefined) throw new LetterRefusal({ code: 'signature-link' });
  const { letter, text, state, appearance, verification, languages, person } = signature;
  return {
    ...{ letter, text, state, appearance, verification, languages, person },
    receivedAt: moments.received_at,
    confirmedAt: moments.confirmed_at,
    quiet: moments.quiet,
    consents: consents.map(({ purpose, language, words, given_at: givenAt }) => ({
      purpose: purpose as ConsentPurpose,
      ...{ language, words, givenAt },
    })),
  };
}

/**
 * Changes what somebody is called under a letter, or how they appear: their own link confirms it. The
 * mailbox stays. The log gets a new entry, and what opened the one before is destroyed.
 *
 * @param typed as the form for signing; `address` is not read.
 * @throws LetterRefusal `signature-link`, or every problem of the form.
 */
export async function changeSignature(
  tx: Tx,
  sealer: LetterSealer,
  link: string,
  { typed, wordings }: { readonly typed: object; readonly wordings: readonly Wording[] },
): Promise<void> {
  const signature = await holdSignature(tx, sealer, link);
  const { address, locale } = signature.person;
  const form = parseSignForm({ ...typed, address }, locale, { byHand: address === '' });
  await unlogSignature(tx, signature);
  await sql`
    update letter_signature set appearance = ${form.appearance}, entry = null,
      quiet = quiet and ${!form.consents.has('updates')},
      person = ${sealPerson(signature.keys, signature.uid, form.person, signature.languages)}
    where id = ${signature.id}`.execute(tx);
  await tx.deleteFrom('signature_consent').where('signature_id', '=', signature.id).execute();
  await storeConsents(tx, signature.id, agreedWordings(wordings, form.consents));
  if (signature.state === 'waiting') return;
  const changed = { ...signature, person: form.person, appearance: form.appearance, entry: null };
  await settleInvitation(tx, changed);
  if (signature.verification === null) return;
  await logSignature(tx, changed, await classAfter(tx, changed, signature.verification));
}

/** A mailbox shows an organisation only under that organisation's name. */
async function classAfter(
  tx: Tx,
  { id, letterId, person }: Pick<HeldSignature, 'id' | 'letterId' | 'person'>,
  before: Verification,
): Promise<Verification> {
  if (before !== 'mailbox' && before !== 'domain') return before;
  const shown = await mailboxClass(tx, letterId, person);
  await sql`update letter_signature set verification = ${shown} where id = ${id}`.execute(tx);
  return shown;
}

/** Why somebody leaves. `disowned`: it was not they who signed. `forced`: they say that they were. */
export type Leaving = 'withdrawn' | 'disowned' | 'forced';

/**
 * Takes back what somebody signed of a letter, in every version, and erases all that is kept of them, at
 * once. What remains is a number.
 *
 * @throws LetterRefusal `signature-link`.
 */
export async function leaveLetter(
  tx: Tx,
  sealer: LetterSealer,
  link: string,
  how: Leaving,
): Promise<void> {
  const signature = await holdSignature(tx, sealer, link);
  await forgetMailbox(tx, signature);
  // What was never confirmed was never counted.
  if (signature.state === 'waiting' && how !== 'disowned') return;
  await sql`
    insert into letter_left (letter_id, how) values (${signature.letterId}, ${how})
    on conflict (letter_id, day, how) do update set signed = letter_left.signed + 1`.execute(tx);
}
