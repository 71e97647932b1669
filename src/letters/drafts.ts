import { sql } from 'kysely';
import { z } from 'zod';
import {
  isLanguageTag,
  LetterFault,
  normaliseText,
  type Block,
  type LetterText,
} from '@countersign/letter';
import { asUid, isKeepable, type Db, type Tx } from '#platform/database';
import { scopesOf, type Actor } from '#accounts';
import { LetterRefusal } from './letter-refusal.ts';
import { holdLetter } from './letters.ts';

/** The words of a letter while they are written: as {@link LetterText}, in no form yet. */
export type DraftText = Pick<
  LetterText,
  'title' | 'addressees' | 'blocks' | 'demands' | 'initiators'
>;

export interface LetterDraft {
  readonly language: string;
  readonly text: DraftText;
  /** To be handed back with the next saving. */
  readonly revision: number;
  readonly changedBy: string;
  readonly changedAt: Date;
}

// Hostile: an editor's page posts it as JSON. Twice what a finished text may have, for what
// normalising takes away.
const line = z.string().max(4_000);
const run = z.strictObject({
  text: z.string().max(100_000),
  marks: z
    .array(z.enum(['emphasis', 'strong']))
    .max(8)
    .optional(),
});
const runs = z.array(run).max(2_000);
const draftText = z.strictObject({
  title: line,
  addressees: z.array(line).max(400),
  blocks: z
    .array(
      z.union([
        z.strictObject({ kind: z.enum(['paragraph', 'heading', 'quotation']), runs }),
        z.strictObject({
          kind: z.literal('list'),
          ordered: z.boolean(),
          items: z.array(runs).max(1_000),
        }),
      ]),
    )
    .max(2_000),
  demands: z.array(line).max(400),
  initiators: z.array(line).max(400),
});

/**
 * Reads what an editor posted.
 *
 * @throws LetterRefusal `letter-text-malformed`, `bad-characters`.
 */
export function parseDraftText(value: unknown): DraftText {
  const parsed = draftText.safeParse(value);
  if (!parsed.success) throw new LetterRefusal({ code: 'letter-text-malformed', field: 'text' });
  if (!isKeepable(parsed.data)) throw new LetterRefusal({ code: 'bad-characters', field: 'text' });
  const { blocks, ...rest } = parsed.data;
  return { ...rest, blocks: blocks.map(withoutAbsentMarks) };
}

// zod types an optional member as one that may also be undefined.
function withoutAbsentMarks(block: z.output<typeof draftText>['blocks'][number]): Block {
  const plain = (all: z.output<typeof runs>) =>
    all.map(({ text, marks }) => (marks === undefined ? { text } : { text, marks }));
  return block.kind === 'list'
    ? { ...block, items: block.items.map(plain) }
    : { ...block, runs: plain(block.runs) };
}

/**
 * Saves the text in work.
 *
 * @param revision of the draft that the writer began from; 0 for the first.
 * @returns the new revision.
 * @throws LetterRefusal `letter-draft-changed` when somebody else has saved since.
 */
export async function saveDraft(
  tx: Tx,
  actor: Actor,
  uid: string,
  draft: { readonly language: string; readonly text: DraftText; readonly revision: number },
): Promise<number> {
  const letter = await holdLetter(tx, actor, uid);
  if (!isLanguageTag(draft.language)) {
    throw new LetterRefusal({ code: 'letter-language-unknown', field: 'language' });
  }
  const { rows } = await sql<{ revision: number }>`
    insert into letter_draft (letter_id, language, text, changed_by)
    values (${letter.id}, ${draft.language}, ${JSON.stringify(draft.text)}, ${actor.accountId})
    on conflict (letter_id, language) do update
      set text = excluded.text, changed_by = excluded.changed_by, changed_at = now(),
        revision = letter_draft.revision + 1
      where letter_draft.revision = ${draft.revision}
    returning revision`.execute(tx);
  const [saved] = rows;
  if (saved !== undefined) return saved.revision;
  const now = await readDraft(tx, actor, uid, draft.language);
  throw new LetterRefusal({
    code: 'letter-draft-changed',
    params: { by: now?.changedBy ?? '', revision: now?.revision ?? 0 },
  });
}

/** @returns undefined when nothing is written in that language, or the letter is not for this actor. */
export async function readDraft(
  db: Db,
  actor: Actor,
  uid: string,
  language: string,
): Promise<LetterDraft | undefined> {
  const { rows } = await sql<LetterDraft>`
    select d.language, d.text, d.revision, a.name as "changedBy", d.changed_at as "changedAt"
    from letter l join letter_draft d on d.letter_id = l.id
    join account a on a.id = d.changed_by
    where l.uid = ${asUid(uid)} and d.language = ${language}
      and l.scope_id = any(${sql.val(scopesOf(actor))}::integer[])`.execute(db);
  return rows[0];
}

/**
 * The text as people would sign it, or as its translation is read.
 *
 * @throws LetterRefusal `letter-text-empty`, `letter-text-too-long`.
 */
export function finishText(
  text: DraftText,
  version: Pick<LetterText, 'letter' | 'number' | 'language' | 'translates'>,
): LetterText {
  try {
    return normaliseText({ ...version, ...text });
  } catch (error) {
    if (!(error instanceof LetterFault)) throw error;
    const code = error.code === 'text-too-long' ? 'letter-text-too-long' : 'letter-text-empty';
    throw new LetterRefusal({ code, field: 'text' }, { cause: error });
  }
}
