import { sql } from 'kysely';
import type { SignatureFields, Verification } from '@countersign/letter';
import { destroyEntries, destroyPrivately, enqueueEntries, notePrivately } from '#log';
import type { Tx } from '#platform/database';
import { foldForSearch } from '#platform/languages';
import type { HeldSignature } from './signer-link.ts';

/**
 * Has the log keep a signature (spec/signature.md): by itself where its name is shown, else with the
 * day's batch; and puts it on the list.
 *
 * @param affirms whether it is the signer's first under this letter.
 */
export async function logSignature(
  tx: Tx,
  signature: HeldSignature,
  verification: Verification,
  affirms: 'first' | 'again' = 'first',
): Promise<void> {
  const { appearance, letter, text, languages, mailbox } = signature;
  const fields: SignatureFields = {
    class: { affirms, appearance, letter, text, verification },
    languages,
    shown: shownOf(signature),
    signer: mailbox.toString('base64'),
  };
  const plain = { ...fields, class: { ...fields.class } };
  if (appearance !== 'named') {
    await notePrivately(tx, [{ about: signature.uid, fields: plain }]);
    await showOnList(tx, signature, null);
    return;
  }
  const [entry = null] = await enqueueEntries(tx, [{ kind: 'signature', fields: plain }]);
  await showOnList(tx, signature, entry);
}

/** What is needed to take one back. */
export type KeptSignature = Pick<HeldSignature, 'id' | 'uid' | 'entry'>;

/** Takes a signature off the list, and destroys what opens it in the log. */
export async function unlogSignature(tx: Tx, signature: KeptSignature): Promise<void> {
  await tx.deleteFrom('signature_shown').where('signature_id', '=', signature.id).execute();
  if (signature.entry !== null) await destroyEntries(tx, [signature.entry]);
  await destroyPrivately(tx, [signature.uid]);
}

type Shown = Readonly<Record<'name' | 'credit' | 'country' | 'affiliation', string>>;

function shownOf({ appearance, person }: HeldSignature): Partial<Shown> | null {
  const { name, credit, country, affiliation } = person;
  if (appearance === 'named') return { name, credit, country, affiliation };
  return appearance === 'described' ? { credit, country } : null;
}

async function showOnList(tx: Tx, signature: HeldSignature, entry: string | null): Promise<void> {
  if (entry !== null) {
    await sql`update letter_signature set entry = ${entry} where id = ${signature.id}`.execute(tx);
  }
  const shown = shownOf(signature);
  if (shown === null) return;
  const { name = '', credit = '', country = '', affiliation = '' } = shown;
  await tx
    .insertInto('signature_shown')
    .values({
      signature_id: signature.id,
      letter_id: signature.letterId,
      ...{ name, credit, country, affiliation },
      folded: foldForSearch(`${name} ${credit} ${affiliation}`),
      confirmed_at: new Date(),
    })
    .execute();
}
