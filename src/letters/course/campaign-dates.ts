import { sql } from 'kysely';
import { writeAudit, type Actor } from '#accounts';
import { announceChange } from '#editions';
import { asUid, isKeepable, type Db, type Tx } from '#platform/database';
import { LetterRefusal } from '../letter-refusal.ts';
import { holdLetter } from '../letters.ts';
import { makeLetterSecret, type LetterSealer } from '../signing/signer-keys.ts';

/** From when until when people can sign. */
export interface CampaignDates {
  /** Signing opens by itself at this moment; null when it was opened by hand, or will be. */
  readonly opensAt: Date | null;
  /** It closes by itself; null for no end. */
  readonly closesAt: Date | null;
  /** What is told from then on. */
  readonly closing: string;
}

/** @returns undefined before there is anything, or for a letter that is not for this actor. */
export async function readCampaignDates(
  db: Db,
  actor: Actor,
  letter: string,
): Promise<CampaignDates | undefined> {
  const { rows } = await sql<CampaignDates>`
    select s.opens_at as "opensAt", s.closes_at as "closesAt", s.closing
    from letter l join letter_signing s on s.letter_id = l.id
    where l.uid = ${asUid(letter)} and l.scope_id = any(${sql.val(actor.scopes)}::integer[])`.execute(
    db,
  );
  return rows[0];
}

/**
 * Sets from when until when a letter is signed. The opening can be moved until it has come; after that
 * only the end.
 *
 * @throws LetterRefusal `letter-not-signable`, `campaign-past` (field `opensAt` or `closesAt`),
 * `campaign-order`, `campaign-opened`, `campaign-closed`, `letter-message-missing`, `bad-characters`.
 */
export async function setCampaignDates(
  tx: Tx,
  actor: Actor,
  sealer: LetterSealer,
  uid: string,
  { dates, now }: { readonly dates: CampaignDates; readonly now: Date },
): Promise<void> {
  const letter = await holdLetter(tx, actor, uid);
  const { opensAt, closesAt } = dates;
  const closing = dates.closing.trim();
  if (!isKeepable(closing)) throw new LetterRefusal({ code: 'bad-characters', field: 'closing' });
  if (closing.length > 500 || (closesAt !== null && closing === '')) {
    throw new LetterRefusal({ code: 'letter-message-missing', field: 'closing' });
  }
  if (closesAt !== null && closesAt <= now) {
    throw new LetterRefusal({ code: 'campaign-past', field: 'closesAt' });
  }
  if (opensAt !== null && closesAt !== null && closesAt <= opensAt) {
    throw new LetterRefusal({ code: 'campaign-order', field: 'closesAt' });
  }
  await planOpening(
    tx,
    actor,
    letter,
    { opensAt, secret: makeLetterSecret(sealer, letter.uid) },
    now,
  );
  const { rows } = await sql`
    update letter_signing set closes_at = ${closesAt}, closing = ${closing}
    where letter_id = ${letter.id} and state <> 'closed' returning letter_id`.execute(tx);
  if (rows.length === 0) {
    throw new LetterRefusal({ code: opensAt === null ? 'campaign-closed' : 'letter-not-signable' });
  }
  await writeAudit(tx, {
    ...{ accountId: actor.accountId, action: 'letter.signing', subject: uid },
    detail: { dates: true },
  });
  await announceChange(tx);
}

async function planOpening(
  tx: Tx,
  { accountId }: Actor,
  letter: { readonly id: string },
  { opensAt, secret }: { readonly opensAt: Date | null; readonly secret: string },
  now: Date,
): Promise<void> {
  const { rows } = await sql<{ state: string; opensAt: Date | null }>`
    select state, opens_at as "opensAt" from letter_signing
    where letter_id = ${letter.id} for no key update`.execute(tx);
  const [signing] = rows;
  if (signing !== undefined && signing.state !== 'planned') {
    const isSame = opensAt?.getTime() === signing.opensAt?.getTime();
    if (!isSame && opensAt !== null) {
      throw new LetterRefusal({ code: 'campaign-opened', field: 'opensAt' });
    }
    return;
  }
  if (opensAt === null) {
    throw new LetterRefusal({ code: 'campaign-opening', field: 'opensAt' });
  }
  if (opensAt <= now) throw new LetterRefusal({ code: 'campaign-past', field: 'opensAt' });
  const planned = await sql`
    insert into letter_signing (letter_id, secret, opened_by, state, opens_at)
    select l.id, ${secret}, ${accountId}, 'planned', ${opensAt} from letter l
    where l.id = ${letter.id} and l.kind = 'collective' and exists (
      select from letter_version v where v.letter_id = l.id and v.state = 'approved')
    on conflict (letter_id) do update set opens_at = excluded.opens_at
    returning letter_id`.execute(tx);
  if (planned.rows.length === 0) throw new LetterRefusal({ code: 'letter-not-signable' });
}

/** Opens and closes what is due. @returns how many letters changed. */
export async function keepCampaignDates(tx: Tx, now: Date): Promise<number> {
  const opened = await sql`
    update letter_signing set state = 'open', opened_at = ${now}
    where state = 'planned' and opens_at <= ${now}`.execute(tx);
  const closed = await sql`
    update letter_signing set state = 'closed', message = closing, closed_at = ${now}
    where state in ('open','paused') and closes_at <= ${now}`.execute(tx);
  const changed = Number((opened.numAffectedRows ?? 0n) + (closed.numAffectedRows ?? 0n));
  if (changed > 0) await announceChange(tx);
  return changed;
}

/** Whether anything is to be opened or closed; asked without a transaction, every second. */
export async function hasDueDates(db: Db, now: Date): Promise<boolean> {
  const { rows } = await sql`
    select from letter_signing where state = 'planned' and opens_at <= ${now}
    union all
    select from letter_signing where state in ('open','paused') and closes_at <= ${now}
    limit 1`.execute(db);
  return rows.length > 0;
}
