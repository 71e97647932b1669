import { sql } from 'kysely';
import { z } from 'zod';
import {
  isLanguageTag,
  parseLetterText,
  readPlainForm,
  textLimits,
  type LetterText,
  type TextPieces,
} from '@countersign/letter';
import { scopesOf, type Actor } from '#accounts';
import { asUid, isKeepable, type Db, type Tx } from '#platform/database';
import { finishText } from '../drafts.ts';
import { LetterRefusal } from '../letter-refusal.ts';
import { holdLetter } from '../letters.ts';

/** How a translation was made; a machine's is always reviewed by a person. */
export const translationWays = ['human', 'machine'] as const;
export type TranslationWay = (typeof translationWays)[number];

/** What readers are told of a translation. */
export interface TranslationCredits {
  readonly how: TranslationWay;
  /** A name, a role, a machine: as the people wish. */
  readonly madeBy: string;
  readonly reviewedBy: string;
  /** Why it is built otherwise than the text; empty where it is not. */
  readonly departure: string;
}

/** A translation in work: pieces as the text has them, empty where nothing is written yet. */
export interface TranslationWords extends Omit<TranslationCredits, 'how'> {
  readonly how: TranslationWay | '';
  readonly pieces: TextPieces;
}

export interface TranslationDraft {
  readonly words: TranslationWords;
  /** To be handed back with the next saving. */
  readonly revision: number;
  readonly changedBy: string;
  readonly changedAt: Date;
}

const most = { lines: textLimits.lines, blocks: textLimits.blocks, piece: 100_000, credit: 300 };
const line = z.string().max(4_000);
const lines = z.array(line).max(most.lines);
const translationWords = z.strictObject({
  how: z.enum(['', ...translationWays]),
  madeBy: line,
  reviewedBy: line,
  departure: line,
  pieces: z.strictObject({
    title: line,
    ...{ addressees: lines, demands: lines, initiators: lines },
    blocks: z.array(z.string().max(most.piece)).max(most.blocks),
  }),
});

/**
 * Reads what an editor posted, attackers included.
 *
 * @throws LetterRefusal `letter-text-malformed`, `bad-characters`.
 */
export function parseTranslationWords(value: unknown): TranslationWords {
  const { success, data } = translationWords.safeParse(value);
  if (!success) throw new LetterRefusal({ code: 'letter-text-malformed', field: 'title' });
  if (!isKeepable(data)) throw new LetterRefusal({ code: 'bad-characters', field: 'title' });
  return data;
}

/** Which translation somebody works on. */
export interface TranslationKey {
  /** Public id of the letter. */
  readonly letter: string;
  /** Public id of the version. */
  readonly version: string;
  readonly language: string;
}

/** An approved version that is translated, held with its letter. */
export interface HeldSource {
  readonly versionId: string;
  readonly text: LetterText;
  /** SHA-256 of the text, hexadecimal. */
  readonly hash: string;
}

/**
 * Holds the letter of a version that may be translated into a language.
 *
 * @throws LetterRefusal `not-found` also for a version that is not approved; `not-allowed`;
 * `letter-language-unknown`, `translation-same-language`.
 */
export async function holdSource(tx: Tx, actor: Actor, key: TranslationKey): Promise<HeldSource> {
  const letter = await holdLetter(tx, actor, key.letter);
  const { rows } = await sql<Omit<HeldSource, 'text'> & { text: string }>`
    select id as "versionId", text, encode(hash, 'hex') as hash from letter_version
    where uid = ${asUid(key.version)} and letter_id = ${letter.id} and state = 'approved'`.execute(
    tx,
  );
  const [row] = rows;
  if (row === undefined) throw new LetterRefusal({ code: 'not-found' });
  const text = parseLetterText(Buffer.from(row.text));
  if (!isLanguageTag(key.language)) {
    throw new LetterRefusal({ code: 'letter-language-unknown', field: 'language' });
  }
  if (text.language === key.language) {
    throw new LetterRefusal({ code: 'translation-same-language', field: 'language' });
  }
  return { ...row, text };
}

/**
 * Saves a translation in work.
 *
 * @param revision of the draft that the writer began from; 0 for the first.
 * @returns the new revision.
 * @throws LetterRefusal `letter-draft-changed` when somebody else has saved since; as `holdSource`.
 */
export async function saveTranslationDraft(
  tx: Tx,
  actor: Actor,
  key: TranslationKey,
  { words, revision }: { readonly words: TranslationWords; readonly revision: number },
): Promise<number> {
  const source = await holdSource(tx, actor, key);
  const { rows } = await sql<{ revision: number }>`
    insert into letter_translation_draft (version_id, language, text, changed_by)
    values (${source.versionId}, ${key.language}, ${JSON.stringify(words)}, ${actor.accountId})
    on conflict (version_id, language) do update
      set text = excluded.text, changed_by = excluded.changed_by, changed_at = now(),
        revision = letter_translation_draft.revision + 1
      where letter_translation_draft.revision = ${revision}
    returning revision`.execute(tx);
  const [saved] = rows;
  if (saved !== undefined) return saved.revision;
  const now = await readTranslationDraft(tx, actor, key);
  throw new LetterRefusal({
    code: 'letter-draft-changed',
    params: { by: now?.changedBy ?? '', revision: now?.revision ?? 0 },
  });
}

/** @returns undefined when nothing is written yet, or the letter is not for this actor. */
export async function readTranslationDraft(
  db: Db,
  actor: Actor,
  { letter, version, language }: TranslationKey,
): Promise<TranslationDraft | undefined> {
  const { rows } = await sql<TranslationDraft>`
    select d.text as words, d.revision, a.name as "changedBy", d.changed_at as "changedAt"
    from letter l join letter_version v on v.letter_id = l.id
    join letter_translation_draft d on d.version_id = v.id join account a on a.id = d.changed_by
    where l.uid = ${asUid(letter)} and v.uid = ${asUid(version)} and d.language = ${language}
      and l.scope_id = any(${sql.val(scopesOf(actor))}::integer[])`.execute(db);
  return rows[0];
}

/** Languages in which translations of a version are in work; none of one that is not for this actor. */
export async function listTranslationDrafts(
  db: Db,
  actor: Actor,
  letter: string,
): Promise<{ readonly version: string; readonly language: string }[]> {
  const { rows } = await sql<{ version: string; language: string }>`
    select v.uid as version, d.language from letter l join letter_version v on v.letter_id = l.id
    join letter_translation_draft d on d.version_id = v.id
    where l.uid = ${asUid(letter)} and l.scope_id = any(${sql.val(scopesOf(actor))}::integer[])
    order by v.number desc, d.language`.execute(db);
  return rows;
}

/**
 * The translation as readers would have it. Pieces without words are left out.
 *
 * @throws LetterRefusal `letter-text-empty`, `letter-text-too-long`.
 */
export function finishTranslation(
  { title, addressees, blocks, demands, initiators }: TextPieces,
  source: Pick<HeldSource, 'text' | 'hash'>,
  language: string,
): LetterText {
  const { letter, number } = source.text;
  const text = {
    ...{ title, addressees, demands, initiators },
    blocks: blocks.flatMap((words) => readPlainForm(words)),
  };
  return finishText(text, { letter, number, language, translates: source.hash });
}
