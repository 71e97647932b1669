import { sql } from 'kysely';
import { isKeepable, type Tx } from '#platform/database';
import { announceChange } from '#editions';
import { writeAudit, type Actor } from '#accounts';
import { LetterRefusal } from '../letter-refusal.ts';
import { holdLetter } from '../letters.ts';
import { makeLetterSecret, type LetterSealer } from './signer-keys.ts';

/** Whether people can sign now. */
export const signingStates = ['planned', 'open', 'paused', 'closed'] as const;
export type SigningState = (typeof signingStates)[number];

/**
 * Lets people sign a letter that has an approved version. Once open it stays a letter that was signed:
 * it can be paused and closed, and opened again.
 *
 * @throws LetterRefusal `letter-not-signable` for one author's text, or before a version is approved;
 * `retention-over` after the day until which signatures are kept.
 */
export async function openSigning(
  tx: Tx,
  actor: Actor,
  sealer: LetterSealer,
  uid: string,
): Promise<void> {
  const letter = await holdLetter(tx, actor, uid);
  const over = await sql`
    select from letter_retention where letter_id = ${letter.id} and until < current_date`.execute(
    tx,
  );
  if (over.rows.length > 0) throw new LetterRefusal({ code: 'retention-over' });
  const { rows } = await sql`
    insert into letter_signing (letter_id, secret, opened_by)
    select l.id, ${makeLetterSecret(sealer, letter.uid)}, ${actor.accountId} from letter l
    where l.id = ${letter.id} and l.kind = 'collective' and exists (
      select from letter_version v where v.letter_id = l.id and v.state = 'approved')
    on conflict (letter_id) do update set state = 'open', message = '', closed_at = null,
      -- An end that has passed would close it again at once; a plan to open it is fulfilled.
      closes_at = case when letter_signing.closes_at > now() then letter_signing.closes_at end,
      opens_at = case when letter_signing.state = 'planned' then null else letter_signing.opens_at end,
      opened_at = case when letter_signing.state = 'planned' then now() else letter_signing.opened_at end
    returning letter_id`.execute(tx);
  if (rows.length === 0) throw new LetterRefusal({ code: 'letter-not-signable' });
  await audit(tx, actor, uid, { state: 'open' });
  await announceChange(tx);
}

/**
 * Stops signing for a while, with words for whoever comes; or for good, with words or without. What was
 * signed before can still be confirmed.
 *
 * @throws LetterRefusal `letter-not-signable` before it was open, `letter-message-missing`.
 */
export async function stopSigning(
  tx: Tx,
  actor: Actor,
  uid: string,
  stop: { readonly state: 'paused' | 'closed'; readonly message: string },
): Promise<void> {
  const letter = await holdLetter(tx, actor, uid);
  const message = stop.message.trim();
  if ((stop.state === 'paused' && message === '') || message.length > 500) {
    throw new LetterRefusal({ code: 'letter-message-missing', field: 'message' });
  }
  if (!isKeepable(message)) throw new LetterRefusal({ code: 'bad-characters', field: 'message' });
  const { numUpdatedRows } = await tx
    .updateTable('letter_signing')
    .set({ state: stop.state, message, closed_at: stop.state === 'closed' ? sql`now()` : null })
    .where('letter_id', '=', letter.id)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new LetterRefusal({ code: 'letter-not-signable' });
  await audit(tx, actor, uid, { state: stop.state });
  await announceChange(tx);
}

/**
 * Hides the names of everybody who signed, or shows them again: the list at once, in every process,
 * with the page cache. The page says that names are hidden.
 *
 * @throws LetterRefusal `letter-not-signable` before it was open.
 */
export async function hideNames(tx: Tx, actor: Actor, uid: string, hidden: boolean): Promise<void> {
  const letter = await holdLetter(tx, actor, uid);
  const { numUpdatedRows } = await tx
    .updateTable('letter_signing')
    .set({ names_hidden: hidden })
    .where('letter_id', '=', letter.id)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new LetterRefusal({ code: 'letter-not-signable' });
  await audit(tx, actor, uid, { hidden });
  await announceChange(tx);
}

async function audit(
  tx: Tx,
  { accountId }: Actor,
  subject: string,
  detail: { readonly state?: SigningState; readonly hidden?: boolean },
): Promise<void> {
  await writeAudit(tx, { accountId, action: 'letter.signing', subject, detail });
}
