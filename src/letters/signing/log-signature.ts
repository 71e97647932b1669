import { sql } from 'kysely';
import { classJson, type SignatureClass, type Verification } from '@countersign/letter';
import { destroyEntries, destroyPrivately, enqueueEntries, notePrivately } from '#log';
import { keptPlan, type Tx } from '#platform/database';
import { foldForSearch } from '#platform/languages';
import { markGone } from '../roll/mark-gone.ts';
import type { HeldSignature } from './signer-link.ts';

/** What the log commits to of a signature (spec/signature.md), as JSON. */
export function signatureFields(signature: HeldSignature, verification: Verification) {
  const { languages, mailbox } = signature;
  return {
    class: classJson(classOf(signature, verification)),
    languages,
    shown: shownOf(signature),
    signer: mailbox.toString('base64'),
  };
}

function classOf(
  { affirms, appearance, letter, text, rule }: HeldSignature,
  verification: Verification,
): SignatureClass {
  const own = { affirms, appearance, letter, text, verification };
  if (appearance !== 'withheld') return own;
  if (rule === null) throw new RangeError('"rule" expected of a withheld name');
  return { ...own, rule };
}

/** A signature, and what has verified it. */
export interface VerifiedSignature {
  readonly signature: HeldSignature;
  readonly verification: Verification;
}

/**
 * Has the log keep a signature, and puts it on the list: after its row says how it is verified, because the
 * line takes that from it.
 */
export async function logSignature(
  tx: Tx,
  signature: HeldSignature,
  verification: Verification,
): Promise<void> {
  const entries = await enterSignatures(tx, [{ signature, verification }]);
  const entry = entries.get(signature.id);
  if (entry !== undefined) {
    await sql`${keptPlan}
      update letter_signature set entry = ${entry} where id = ${signature.id}`.execute(tx);
  }
  await showAllOnList(tx, [signature]);
}

/**
 * Has the log keep signatures (spec/signature.md): each by itself whose name readers see, the others with the
 * day's batch. While a letter is not public these are all: by itself an entry would show that something is being
 * signed.
 *
 * @returns by id the entries of those that have one: the caller keeps them with the signature.
 */
export async function enterSignatures(
  tx: Tx,
  signatures: readonly VerifiedSignature[],
): Promise<Map<string, string>> {
  const isSeen = ({ signature }: VerifiedSignature) =>
    signature.appearance === 'named' && signature.isPublic;
  const fieldsOf = (one: VerifiedSignature) => signatureFields(one.signature, one.verification);
  const seen = signatures.filter(isSeen);
  await notePrivately(
    tx,
    signatures.flatMap((one) =>
      isSeen(one) ? [] : [{ about: one.signature.uid, fields: fieldsOf(one) }],
    ),
  );
  const entries = await enqueueEntries(
    tx,
    seen.map((one) => ({ kind: 'signature', fields: fieldsOf(one) })),
  );
  return new Map(seen.map(({ signature }, at) => [signature.id, entries[at] ?? '']));
}

/** What is needed to take one back. */
export type KeptSignature = Pick<HeldSignature, 'id' | 'uid' | 'entry'>;

/** Takes a signature off the list and, when it is next made, the roll, and destroys what opens it in the log. */
export async function unlogSignature(tx: Tx, signature: KeptSignature): Promise<void> {
  await tx.deleteFrom('signature_shown').where('signature_id', '=', signature.id).execute();
  await destroyLogged(tx, signature);
}

/** Destroys what opens a signature in the log; its line of the list stays, for what counts in another class. */
export async function destroyLogged(tx: Tx, signature: KeptSignature): Promise<void> {
  if (signature.entry !== null) await destroyEntries(tx, [signature.entry]);
  await destroyPrivately(tx, [signature.uid]);
  await markGone(tx, signature.id);
}

type Shown = Readonly<Record<'name' | 'credit' | 'country' | 'affiliation', string>>;

function shownOf({ appearance, person }: HeldSignature): Partial<Shown> | null {
  const { name, credit, country, affiliation } = person;
  if (appearance === 'named') return { name, credit, country, affiliation };
  return appearance === 'described' ? { credit, country } : null;
}

/**
 * Puts signatures on the list, in one statement; those that show nothing are left out. A line takes version and
 * verification from the row of its signature: what changes them comes before.
 */
export async function showAllOnList(tx: Tx, signatures: readonly HeldSignature[]): Promise<void> {
  const rows = signatures.flatMap((signature) => {
    const shown = shownOf(signature);
    if (shown === null) return [];
    const { name = '', credit = '', country = '', affiliation = '' } = shown;
    return [
      {
        signature_id: signature.id,
        letter_id: signature.letterId,
        ...{ name, credit, country, affiliation },
        folded: foldForSearch(`${name} ${credit} ${affiliation}`),
        credit_folded: foldForSearch(credit),
        affiliation_folded: foldForSearch(affiliation),
        confirmed_at: signature.confirmedAt ?? new Date(),
      },
    ];
  });
  if (rows.length === 0) return;
  // Of who is not named nobody is to find here who they are.
  await sql`${keptPlan}
    insert into signature_shown (signature_id, letter_id, name, credit, country, affiliation, folded,
      credit_folded, affiliation_folded, confirmed_at, entity)
    select r.*, case when r.name <> '' then (
      select i.entity from letter_invitation i
      where i.signature_id = r.signature_id and i.entity is not null order by i.id limit 1) end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(signature_id bigint,
      letter_id bigint, name text, credit text, country text, affiliation text, folded text,
      credit_folded text, affiliation_folded text, confirmed_at timestamptz)`.execute(tx);
}
