import { sql } from 'kysely';
import type { JsonValue } from '@countersign/proof';
import { asUids, type Db } from '#platform/database';
import type { PublicSource, PublicTranslation } from '#editions';
import type { Claim } from '../claims/claim.ts';
import { publishable } from './cast.ts';
import type { Selection } from './prepare.ts';

/** A passage as readers see it, with the internal ids that claims name it by. */
export interface MaterialPassage {
  readonly id: string;
  readonly uid: string;
  readonly sourceId: string;
  readonly quote: string | null;
  readonly language: string | null;
  readonly region: JsonValue;
  readonly translations: readonly PublicTranslation[];
}

/** The words and sources behind some claims, by internal id. */
export interface PublicMaterial {
  readonly passages: ReadonlyMap<string, MaterialPassage>;
  readonly sources: ReadonlyMap<string, PublicSource>;
}

/**
 * Loads what readers may see of the passages and sources behind some claims: the quoted words, the
 * description of the source, the hashes of its preserved copies. Never a copy, never a note. Sources
 * outside the scopes public and team are absent, and so are those being taken back.
 *
 * @param selection its subjects may be sources themselves.
 */
export async function loadPublicMaterial(
  db: Db,
  claims: readonly Claim[],
  { subjects, withdrawn = [] }: Selection,
): Promise<PublicMaterial> {
  const passageIds = [...new Set(claims.flatMap((claim) => claim.passageId ?? []))];
  const sourceIds = [
    ...new Set(
      claims.flatMap((claim) => [
        ...(claim.sourceId === null ? [] : [claim.sourceId]),
        ...claim.chain.flatMap((link) => link.sourceId ?? []),
      ]),
    ),
  ];
  const [passages, sources] = await Promise.all([
    loadPassages(db, passageIds),
    loadSources(db, sourceIds, subjects, withdrawn),
  ]);
  return { passages, sources };
}

async function loadPassages(db: Db, ids: readonly string[]): Promise<Map<string, MaterialPassage>> {
  const { rows } = await sql<MaterialPassage>`
    select p.id, p.uid, p.source_id as "sourceId", p.quote, l.language, p.region,
      coalesce((
        select json_agg(jsonb_build_object('language', t.language, 'text', t.text,
            'machine', t.machine, 'reviewed', t.reviewed_by is not null)
          || case when t.translator is null then '{}'::jsonb
             else jsonb_build_object('translator', t.translator) end order by t.id)
        from (select id, coalesce(language, 'und') as language, text, machine, reviewed_by,
                translator
              from text_layer where passage_id = p.id and kind = 'translation') t
      ), '[]') as translations
    from passage p join source s on s.id = p.source_id
    left join text_layer l on l.id = p.layer_id
    where p.id = any(${sql.val(ids)}::bigint[]) and s.scope_id = any(${sql.val(publishable)}::integer[])`.execute(
    db,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

interface SourceRow {
  id: string;
  uid: string;
  title: string;
  authors: string[];
  publisher: string | null;
  published: string | null;
  language: string | null;
  material: string;
  address: string | null;
  seen: boolean;
  through: string[] | null;
  copies: PublicSource['copies'] | null;
}

async function loadSources(
  db: Db,
  ids: readonly string[],
  uids: readonly string[],
  withdrawn: readonly string[],
): Promise<Map<string, PublicSource>> {
  const mayTell = (source: string) =>
    sql`${sql.ref(`${source}.scope_id`)} = any(${sql.val(publishable)}::integer[])
      and ${sql.ref(`${source}.uid`)} <> all(${sql.val(asUids(withdrawn))}::uuid[])`;
  // A source known only through others brings those with it.
  const { rows } = await sql<SourceRow>`
    with recursive chain as (
      select s.id from source s where (s.id = any(${sql.val(ids)}::bigint[])
        or s.uid = any(${sql.val(asUids(uids))}::uuid[])) and ${mayTell('s')}
      union
      select s.id from chain c join source_through t on t.source_id = c.id
      join source s on s.id = t.through_source_id and ${mayTell('s')}
    )
    select s.id, s.uid, s.title, s.authors, s.publisher, s.published, s.language, s.material,
      s.address, s.seen,
      (select json_agg(o.uid order by o.id) from source_through t
       join source o on o.id = t.through_source_id and ${mayTell('o')}
       where t.source_id = s.id) as through,
      (select json_agg(json_build_object('sha256', encode(k.sha256, 'hex'),
         'mediaType', k.media_type, 'grade', k.grade, 'method', k.method,
         'obtained', to_char(k.obtained_at at time zone 'UTC', 'YYYY-MM-DD')) order by k.id)
       from copy k where k.source_id = s.id and not k.restricted) as copies
    from chain c join source s on s.id = c.id order by s.id`.execute(db);
  return new Map(rows.map((row) => [row.id, toPublicSource(row)]));
}

function toPublicSource(row: SourceRow): PublicSource {
  return {
    uid: row.uid,
    title: row.title,
    authors: row.authors,
    ...(row.publisher !== null && { publisher: row.publisher }),
    ...(row.published !== null && { published: row.published }),
    ...(row.language !== null && { language: row.language }),
    material: row.material,
    ...(row.address !== null && { address: row.address }),
    seen: row.seen,
    through: row.through ?? [],
    copies: row.copies ?? [],
  };
}
