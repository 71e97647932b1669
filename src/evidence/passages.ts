import { sql } from 'kysely';
import { z } from 'zod';
import { asUid, isKeepable, type Db, type Tx } from '#platform/database';
import { may, scopesOf, type Actor } from '#accounts';
import { EvidenceRefusal } from './evidence-refusal.ts';
import { indexText } from './text-search.ts';

/** Words of a text layer, in Unicode code points from 0, end exclusive. */
export interface TextPlace {
  readonly layer: string;
  readonly start: number;
  readonly end: number;
}

const contextLength = 48;

// No copy is larger, so no text is longer; and larger numbers are none that SQL takes for a place.
const longestText = 100 * 1024 * 1024;

/**
 * Marks words of a text as a passage. The words are read from the stored text, never taken from the
 * caller; marking the same words twice gives the same passage.
 *
 * @throws EvidenceRefusal `not-found`, `passage-empty`, `passage-out-of-text`.
 */
export async function markPassage(
  tx: Tx,
  actor: Actor,
  { layer, start, end }: TextPlace,
): Promise<{ readonly uid: string }> {
  if (!may(actor, 'passage.mark')) throw new EvidenceRefusal({ code: 'not-allowed' });
  if (!(Number.isInteger(start) && Number.isInteger(end) && start >= 0 && end > start)) {
    throw new EvidenceRefusal({ code: 'passage-empty', field: 'passage' });
  }
  if (end > longestText) {
    throw new EvidenceRefusal({ code: 'passage-out-of-text', field: 'passage' });
  }
  const { rows } = await sql<{ uid: string; fits: boolean }>`
    with place as (
      select l.id as layer_id, k.id as copy_id, k.source_id, l.length >= ${end} as fits,
        substring(l.text from ${start + 1}::int for ${end - start}::int) as quote,
        substring(l.text from greatest(1, ${start + 1 - contextLength}::int)
          for least(${contextLength}::int, ${start}::int)) as prefix,
        substring(l.text from ${end + 1}::int for ${contextLength}::int) as suffix
      from text_layer l join copy k on k.id = l.copy_id join source s on s.id = k.source_id
      where l.uid = ${asUid(layer)} and s.scope_id = any(${sql.val(scopesOf(actor))}::integer[])
    ), made as (
      insert into passage (source_id, copy_id, kind, layer_id, start_offset, end_offset, quote,
        prefix, suffix, made_by)
      select source_id, copy_id, 'text', layer_id, ${start}, ${end}, quote, prefix, suffix,
        ${actor.accountId} from place where fits
      on conflict (layer_id, start_offset, end_offset) where kind = 'text' do nothing
      returning uid
    )
    select uid, true as fits from made
    union all
    select p.uid, true from passage p join place on place.layer_id = p.layer_id
    where p.kind = 'text' and p.start_offset = ${start} and p.end_offset = ${end}
    union all
    select null, false from place where not fits`.execute(tx);
  const [found] = rows;
  if (found === undefined) throw new EvidenceRefusal({ code: 'not-found', field: 'passage' });
  if (!found.fits) throw new EvidenceRefusal({ code: 'passage-out-of-text', field: 'passage' });
  return { uid: found.uid };
}

const translationInput = z.object({
  language: z
    .string()
    .trim()
    .min(2, 'translation-bad-language')
    .max(35, 'translation-bad-language'),
  text: z.string().trim().min(1, 'translation-empty').max(20_000),
  translator: z.string().trim().max(200).optional(),
  machine: z.boolean().default(false),
});
export type TranslationInput = z.input<typeof translationInput>;

/** Adds a translation of a passage, as a text layer of its own. Several may stand side by side. */
export async function translatePassage(
  tx: Tx,
  actor: Actor,
  passageUid: string,
  input: TranslationInput,
): Promise<{ readonly uid: string }> {
  if (!may(actor, 'passage.mark')) throw new EvidenceRefusal({ code: 'not-allowed' });
  const parsed = translationInput.safeParse(input);
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join('.') ?? 'text';
    const code = field === 'language' ? 'translation-bad-language' : 'translation-empty';
    throw new EvidenceRefusal({ code, field });
  }
  if (!isKeepable(parsed.data))
    throw new EvidenceRefusal({ code: 'bad-characters', field: 'text' });
  const { language, text, translator, machine } = parsed.data;
  const { rows } = await sql<{ id: string; uid: string; source_id: string }>`
    with made as (
      insert into text_layer (kind, language, text, length, machine, made_by, translator,
        passage_id)
      select 'translation', ${language}, ${text}, char_length(${text}), ${machine},
        ${actor.accountId}, ${translator ?? null}, p.id
      from passage p join source s on s.id = p.source_id
      where p.uid = ${asUid(passageUid)} and s.scope_id = any(${sql.val(scopesOf(actor))}::integer[])
      returning id, uid, passage_id
    )
    select made.id, made.uid, p.source_id
    from made join passage p on p.id = made.passage_id`.execute(tx);
  const [made] = rows;
  if (made === undefined) throw new EvidenceRefusal({ code: 'not-found' });
  await indexText(tx, made.source_id, made.id, text);
  return { uid: made.uid };
}

/** Marks a translation as reviewed; by somebody else than who made it. */
export async function reviewTranslation(tx: Tx, actor: Actor, layerUid: string): Promise<void> {
  const { rows } = await sql<{ id: string; made_by: string }>`
    select l.id, l.made_by from text_layer l join passage p on p.id = l.passage_id
    join source s on s.id = p.source_id
    where l.uid = ${asUid(layerUid)} and l.kind = 'translation'
      and s.scope_id = any(${sql.val(scopesOf(actor))}::integer[]) for no key update of l`.execute(
    tx,
  );
  const [layer] = rows;
  if (layer === undefined) throw new EvidenceRefusal({ code: 'not-found' });
  if (!may(actor, 'translation.review', { authorId: layer.made_by })) {
    const own = layer.made_by === actor.accountId;
    throw new EvidenceRefusal({ code: own ? 'own-translation' : 'not-allowed' });
  }
  await sql`update text_layer set reviewed_by = ${actor.accountId} where id = ${layer.id}`.execute(
    tx,
  );
}

export interface TranslationView {
  readonly uid: string;
  readonly passage: string;
  readonly language: string | null;
  readonly text: string;
  readonly machine: boolean;
  readonly translator: string | null;
  readonly madeBy: string | null;
  readonly reviewedBy: string | null;
}

/** Translations of the passages of one source. */
export async function translationsOf(
  db: Db,
  actor: Actor,
  sourceUid: string,
): Promise<TranslationView[]> {
  const { rows } = await sql<TranslationView>`
    select l.uid, p.uid as passage, l.language, l.text, l.machine, l.translator,
      a.name as "madeBy", r.name as "reviewedBy"
    from source s join passage p on p.source_id = s.id join text_layer l on l.passage_id = p.id
    left join account a on a.id = l.made_by left join account r on r.id = l.reviewed_by
    where s.uid = ${asUid(sourceUid)} and s.scope_id = any(${sql.val(scopesOf(actor))}::integer[])
    order by l.id`.execute(db);
  return rows;
}
