import { sql } from 'kysely';
import { may, scopesOf, writeAudit, type Actor } from '#accounts';
import { asUid, type Db, type Tx } from '#platform/database';
import { LetterRefusal } from '../letter-refusal.ts';
import { holdLetter } from '../letters.ts';
import { openSignerKeys, type LetterSealer, type SignerKeys } from '../signing/signer-keys.ts';

/** A letter for which people are invited. */
export interface InvitedLetter {
  readonly id: string;
  readonly uid: string;
  readonly keys: SignerKeys;
}

/**
 * Holds a letter that may be signed, for who may see addresses: those who decide on letters.
 *
 * @throws LetterRefusal `not-found`, `not-allowed`; `invite-not-open` before signing was opened.
 */
export async function holdInvitedLetter(
  tx: Tx,
  actor: Actor,
  sealer: LetterSealer,
  uid: string,
): Promise<InvitedLetter> {
  const letter = await holdLetter(tx, actor, uid);
  if (!may(actor, 'letter.decide', { scopeId: letter.scopeId })) {
    throw new LetterRefusal({ code: 'not-allowed' });
  }
  const signing = await tx
    .selectFrom('letter_signing')
    .select('secret')
    .where('letter_id', '=', letter.id)
    .executeTakeFirst();
  if (signing === undefined) throw new LetterRefusal({ code: 'invite-not-open' });
  return {
    id: letter.id,
    uid: letter.uid,
    keys: openSignerKeys(sealer, letter.uid, signing.secret),
  };
}

/** The same for looking. @returns undefined where there is nothing for this actor. */
export async function findInvitedLetter(
  db: Db,
  actor: Actor,
  sealer: LetterSealer,
  uid: string,
): Promise<InvitedLetter | undefined> {
  const { rows } = await sql<{ id: string; uid: string; secret: string; scopeId: number }>`
    select l.id, l.uid, s.secret, l.scope_id as "scopeId"
    from letter l join letter_signing s on s.letter_id = l.id
    where l.uid = ${asUid(uid)}
      and l.scope_id = any(${sql.val(scopesOf(actor))}::integer[])`.execute(db);
  const [row] = rows;
  if (row === undefined || !may(actor, 'letter.decide', { scopeId: row.scopeId })) return undefined;
  return { id: row.id, uid: row.uid, keys: openSignerKeys(sealer, row.uid, row.secret) };
}

/** Notes what was done about the people who are invited; never who they are. */
export async function auditInviting(
  tx: Tx,
  { accountId }: Actor,
  { uid }: Pick<InvitedLetter, 'uid'>,
  detail: { readonly step: string; readonly people?: number },
): Promise<void> {
  await writeAudit(tx, { accountId, action: 'letter.inviting', subject: uid, detail });
}
