import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Db, Tx } from '#platform/database';
import type { Problem } from '#platform/errors';
import { LetterRefusal, type LetterCode } from '../letter-refusal.ts';
import { canBeShown, cleanLine } from '../signing/shown-lines.ts';
import { findSignature, holdSignature, type HeldSignature } from '../signing/signer-link.ts';
import type { LetterSealer } from '../signing/signer-keys.ts';
import { forgetQuote } from './forget-quote.ts';
import { quoteLanguages, quoteLimit } from './quote-lists.ts';

/** Words by which a signer may be quoted, as they see them. */
export interface OwnQuote {
  readonly words: string;
  /** BCP 47. */
  readonly language: string;
  /** What they agreed to, as it was shown. */
  readonly consent: string;
  readonly clearedAt: Date;
  /** Organisers show it: on the page of the letter's quotes, and in the press kit. */
  readonly isChosen: boolean;
}

export interface OwnQuoteView {
  /** Readers see their name: beside it alone a quote can stand. */
  readonly isNamed: boolean;
  readonly quote: OwnQuote | null;
}

/** @throws LetterRefusal `signature-link`. */
export async function readOwnQuote(
  db: Db,
  sealer: LetterSealer,
  link: string,
): Promise<OwnQuoteView> {
  const signature = await findSignature(db, sealer, link);
  const { rows } = await sql<OwnQuote>`
    select q.words, q.language, w.words as consent, q.cleared_at as "clearedAt",
      q.line is not null as "isChosen"
    from signature_quote q join consent_wording w on w.id = q.wording_id
    where q.signature_id = ${signature.id}`.execute(db);
  return { isNamed: await canQuote(db, signature), quote: rows[0] ?? null };
}

// Whoever is set aside in silence is answered as everybody; their quote stands beside no line. An agent may hold
// the link of whom they signed for, whoever has reached that person since.
async function canQuote(
  db: Db,
  { id, state, appearance }: Pick<HeldSignature, 'id' | 'state' | 'appearance'>,
): Promise<boolean> {
  if (appearance !== 'named' || (state !== 'confirmed' && state !== 'aside')) return false;
  const { rows } = await sql`
    select from signature_mandate where signature_id = ${id}`.execute(db);
  return rows.length === 0;
}

/** A quote as a form brings it; nothing of it is believed. */
export interface TypedQuote {
  readonly words: string;
  readonly language: string;
  readonly isCleared: boolean;
  /** The words beside the box, as the page showed them. */
  readonly consent: { readonly language: string; readonly words: string };
}

/**
 * Clears words for being quoted, in the place of those before: what organisers had chosen were others. The same
 * words again, as by a second click, stay as they were cleared.
 *
 * @throws LetterRefusal `signature-link`, `quote-unnamed`, or every problem of the form: `quote-words`,
 * `quote-refused`, `quote-language`, `quote-consent`.
 */
export async function clearQuote(
  tx: Tx,
  sealer: LetterSealer,
  link: string,
  typed: TypedQuote,
): Promise<void> {
  const signature = await holdSignature(tx, sealer, link);
  if (!(await canQuote(tx, signature))) throw new LetterRefusal({ code: 'quote-unnamed' });
  const { words, language } = parseQuote(typed);
  const { rows } = await sql`
    select from signature_quote where signature_id = ${signature.id}
      and words = ${words} and language = ${language}`.execute(tx);
  if (rows.length > 0) return;
  const { consent } = typed;
  await sql`
    insert into consent_wording (purpose, language, words)
    values ('quote', ${consent.language}, ${consent.words}) on conflict do nothing`.execute(tx);
  await forgetQuote(tx, signature.id);
  await sql`
    insert into signature_quote (signature_id, uid, letter_id, words, language, wording_id)
    select ${signature.id}, ${randomUUID()}, ${signature.letterId}, ${words}, ${language}, w.id
    from consent_wording w where w.purpose = 'quote' and w.language = ${consent.language}
      and w.words = ${consent.words}`.execute(tx);
}

/** Takes words back: nobody is given them from now on. @throws LetterRefusal `signature-link`. */
export async function takeQuoteBack(tx: Tx, sealer: LetterSealer, link: string): Promise<void> {
  const { id } = await holdSignature(tx, sealer, link);
  await forgetQuote(tx, id);
}

/** Deletes again what the journal says was taken back, as after a restore. Idempotent. */
export async function replayQuotes(tx: Tx): Promise<void> {
  await sql`
    delete from signature_quote q using erasure_journal j
    where j.kind = 'signature' and j.thing = q.uid`.execute(tx);
}

function parseQuote(typed: TypedQuote): { readonly words: string; readonly language: string } {
  const problems: Problem<LetterCode>[] = [];
  const words = cleanLine(typed.words);
  // Variation selectors or blank signs alone are nothing to read.
  if (!/[\p{L}\p{N}]/u.test(words) || words.length > quoteLimit) {
    problems.push({ code: 'quote-words', field: 'words', params: { most: quoteLimit } });
  } else if (!canBeShown(words)) problems.push({ code: 'quote-refused', field: 'words' });
  const language = quoteLanguages.find((one) => one === typed.language);
  if (language === undefined) problems.push({ code: 'quote-language', field: 'language' });
  if (!typed.isCleared) problems.push({ code: 'quote-consent', field: 'clear' });
  if (language === undefined || problems.length > 0) throw new LetterRefusal(problems);
  return { words, language };
}
