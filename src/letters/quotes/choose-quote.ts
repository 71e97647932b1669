import { sql } from 'kysely';
import type { Verification } from '@countersign/letter';
import { may, scopesOf, writeAudit, type Actor } from '#accounts';
import { announceChange } from '#editions';
import { asUid, type Db, type Tx } from '#platform/database';
import { LetterRefusal } from '../letter-refusal.ts';
import { holdLetter } from '../letters.ts';

/** How many quotes of a letter can be shown. */
export const mostQuotes = 40;

/** How many the desk sees at once. */
const page = 50;

/** Words that a signer has cleared, as those see them who choose what is shown. */
export interface ClearedQuote {
  readonly uid: string;
  readonly words: string;
  /** BCP 47. */
  readonly language: string;
  readonly name: string;
  readonly credit: string;
  readonly verification: Verification;
  readonly isChosen: boolean;
}

export interface ClearedQuotes {
  readonly quotes: readonly ClearedQuote[];
  /** Ask for those after it, for the next page; undefined on the last one. */
  readonly next: string | undefined;
}

/**
 * What signers of a letter who are named on its list have cleared, the newest first. Also while names are hidden.
 *
 * @param after the public id of the last quote that was seen.
 * @returns none for who does not decide on this letter.
 */
export async function listQuotes(
  db: Db,
  actor: Actor,
  letter: string,
  after?: string,
): Promise<ClearedQuotes> {
  if (!may(actor, 'letter.decide')) return { quotes: [], next: undefined };
  const { rows } = await sql<ClearedQuote & { scopeId: number }>`
    select q.uid, q.words, q.language, h.name, h.credit, h.verification, q.line is not null as "isChosen",
      l.scope_id as "scopeId"
    from letter l join signature_quote q on q.letter_id = l.id
    join signature_shown h on h.signature_id = q.signature_id
    where l.uid = ${asUid(letter)} and l.scope_id = any(${sql.val(scopesOf(actor))}::integer[])
      and h.name <> '' and (${after === undefined} or q.signature_id <
        (select o.signature_id from signature_quote o where o.uid = ${asUid(after ?? '')}))
    order by q.signature_id desc limit ${page + 1}`.execute(db);
  const seen = rows.filter(({ scopeId }) => may(actor, 'letter.decide', { scopeId }));
  const quotes = seen.slice(0, page).map(({ scopeId: _, ...quote }) => quote);
  return { quotes, next: seen.length > page ? quotes.at(-1)?.uid : undefined };
}

/**
 * Shows readers what a signer has cleared, beside their name, or no more.
 *
 * @param asked the public id of the very words: others that took their place are not chosen with it.
 * @throws LetterRefusal `not-allowed`, `not-found` also for what was taken back or has lost its line,
 * `quote-too-many`.
 */
export async function chooseQuote(
  tx: Tx,
  actor: Actor,
  letter: string,
  asked: { readonly quote: string; readonly isChosen: boolean },
): Promise<void> {
  const { id, uid, scopeId } = await holdLetter(tx, actor, letter);
  if (!may(actor, 'letter.decide', { scopeId })) throw new LetterRefusal({ code: 'not-allowed' });
  // The line first, as whoever leaves or is called otherwise takes them: each would wait for the other.
  const { rows: lines } = await sql<{ line: string }>`
    select h.line from signature_quote q join signature_shown h on h.signature_id = q.signature_id
    where q.uid = ${asUid(asked.quote)} and q.letter_id = ${id} and h.name <> ''
    for key share of h`.execute(tx);
  const { rows } = await sql<{ signatureId: string; isChosen: boolean; others: number }>`
    select q.signature_id as "signatureId", q.line is not null as "isChosen",
      (select count(*)::integer from signature_quote o
        where o.letter_id = q.letter_id and o.line is not null and o.uid <> q.uid) as others
    from signature_quote q where q.uid = ${asUid(asked.quote)} for no key update`.execute(tx);
  const [[shown], [found]] = [lines, rows];
  if (shown === undefined || found === undefined) throw new LetterRefusal({ code: 'not-found' });
  // A second click: it keeps its place among the others.
  if (found.isChosen === asked.isChosen) return;
  if (asked.isChosen && found.others >= mostQuotes) {
    throw new LetterRefusal({ code: 'quote-too-many', params: { most: mostQuotes } });
  }
  await sql`
    update signature_quote set line = ${asked.isChosen ? shown.line : null},
      chosen_at = case when ${asked.isChosen} then now() end,
      chosen_by = case when ${asked.isChosen} then ${actor.accountId}::bigint end
    where signature_id = ${found.signatureId}`.execute(tx);
  await writeAudit(tx, {
    ...{ accountId: actor.accountId, action: 'letter.signing', subject: uid },
    detail: { quote: asked.isChosen },
  });
  // Of one that is shown no more the database tells.
  if (asked.isChosen) await announceChange(tx);
}
