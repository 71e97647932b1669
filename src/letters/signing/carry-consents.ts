import { sql } from 'kysely';
import type { Tx } from '#platform/database';
import type { ConsentPurpose } from './form-lists.ts';
import type { HeldSignature } from './signer-link.ts';
import type { Wording } from './consents.ts';

/**
 * What somebody who changes their signature need not agree to again: they did, in these very words and this
 * language. Being shown holds for the way of appearing that it was given for. Before a signature is
 * confirmed nothing is carried: who filled in the form need not be whose mailbox it is. What an agent agreed to for
 * somebody is not carried either.
 *
 * @param wordings as the page shows them now.
 * @param appearance how they wish to appear from now on, as it was sent.
 */
export async function carriedConsents(
  tx: Tx,
  signature: Pick<HeldSignature, 'id' | 'state' | 'appearance' | 'verification'>,
  { wordings, appearance }: { readonly wordings: readonly Wording[]; readonly appearance: unknown },
): Promise<ConsentPurpose[]> {
  if (signature.state === 'waiting' || signature.verification === 'agent') return [];
  const { rows: given } = await sql<Wording>`
    select w.purpose, w.language, w.words from signature_consent c
    join consent_wording w on w.id = c.wording_id where c.signature_id = ${signature.id}`.execute(
    tx,
  );
  const isSame = ({ purpose, language, words }: Wording) =>
    given.some(
      (one) => one.purpose === purpose && one.language === language && one.words === words,
    );
  return wordings
    .filter(isSame)
    .map(({ purpose }) => purpose)
    .filter(
      (purpose) =>
        purpose === 'sign' || (purpose === 'show' && appearance === signature.appearance),
    );
}

/** Forgets what is not agreed to any more; the moment of what still is stays as it was. */
export async function dropConsents(
  tx: Tx,
  signatureId: string,
  agreed: readonly Wording[],
): Promise<void> {
  await sql`
    delete from signature_consent c using consent_wording w
    where c.signature_id = ${signatureId} and w.id = c.wording_id and not exists (
      select from jsonb_to_recordset(${JSON.stringify(agreed)}::jsonb)
        as a(purpose text, language text, words text)
      where (a.purpose, a.language, a.words) = (w.purpose, w.language, w.words))`.execute(tx);
}
