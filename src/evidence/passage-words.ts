import { sql } from 'kysely';
import { asUids, type Db } from '#platform/database';
import { scopesOf, type Actor } from '#accounts';
import type { Region } from './regions.ts';

/** The words of a passage with what stands round them, and the source they stand in. */
export interface PassageWords {
  readonly uid: string;
  readonly kind: 'text' | 'region' | 'time';
  readonly quote: string | null;
  /** A few words before and after, as the source has them. */
  readonly prefix: string | null;
  readonly suffix: string | null;
  /** BCP 47 of the text, where it is known. */
  readonly language: string | null;
  /** A box of a picture or a stretch of a recording; null for words. */
  readonly region: Region | null;
  /** The copy it stands in. */
  readonly copy: { readonly uid: string; readonly mediaType: string };
  /** `lost`: the text was read anew and the words were not found in it. */
  readonly state: string;
  readonly source: {
    readonly uid: string;
    readonly title: string;
    readonly publisher: string | null;
    readonly published: string | null;
    readonly reliability: string;
    readonly seen: boolean;
  };
  readonly translations: readonly {
    readonly uid: string;
    readonly language: string | null;
    readonly text: string;
    readonly machine: boolean;
    readonly translator: string | null;
    readonly reviewed: boolean;
  }[];
}

/** Passages by uid within the actor's scopes; one statement. */
export async function passageWords(
  db: Db,
  actor: Actor,
  uids: readonly string[],
): Promise<Map<string, PassageWords>> {
  if (uids.length === 0) return new Map();
  const { rows } = await sql<PassageWords>`
    select p.uid, p.kind, p.quote, p.prefix, p.suffix, p.region, p.state,
      coalesce(l.language, s.language) as language,
      json_build_object('uid', k.uid, 'mediaType', k.media_type) as copy,
      json_build_object('uid', s.uid, 'title', s.title, 'publisher', s.publisher,
        'published', s.published, 'reliability', s.reliability, 'seen', s.seen) as source,
      coalesce((
        select json_agg(json_build_object('uid', t.uid, 'language', t.language, 'text', t.text,
          'machine', t.machine, 'translator', t.translator, 'reviewed', t.reviewed_by is not null)
          order by t.id)
        from text_layer t where t.passage_id = p.id and t.kind = 'translation'
      ), '[]') as translations
    from passage p join source s on s.id = p.source_id join copy k on k.id = p.copy_id
    left join text_layer l on l.id = p.layer_id
    where p.uid = any(${sql.val(asUids(uids))}::uuid[])
      and s.scope_id = any(${sql.val(scopesOf(actor))}::integer[])`.execute(db);
  return new Map(rows.map((row) => [row.uid, row]));
}
