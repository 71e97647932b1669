import { sql } from 'kysely';
import type { Db } from '#platform/database';
import { foldForSearch, soundKeys } from '#platform/languages';
import type { EditionDocument } from './document.ts';

/** What a subject is found by: its names as search folds them, and how they sound. */
interface SearchedNames {
  readonly folded: string;
  readonly sounds: readonly string[];
}

const nameProperties: ReadonlySet<string> = new Set(['name', 'otherName', 'title', 'otherTitle']);

type Named = Pick<EditionDocument, 'names' | 'properties' | 'claims'>;

/** Every name its edition tells, those it is called by first: lists are in the order of these. Pure. */
export function searchedNames({ names, properties, claims }: Named): SearchedNames {
  const values = new Map(claims.map(({ uid, value }) => [uid, value]));
  const others = properties
    .filter(({ property }) => nameProperties.has(property))
    .flatMap(({ shown, others: rest }) => [...shown, ...rest])
    .flatMap((value) => values.get(value.claims[0] ?? '') ?? []);
  const text = [...new Set([...Object.values(names), ...others])].join(' ');
  return { folded: foldForSearch(text), sounds: soundKeys(text) };
}

const batch = 500;

/**
 * Writes down how names sound that were published before this was asked. Called at every start; does
 * nothing when there is nothing.
 */
export async function completeSearchedNames(db: Db): Promise<number> {
  for (let count = 0; ;) {
    const { rows } = await sql<{ subject: string; edition: string } & Named>`
      select s.subject, s.edition, s.names, e.document -> 'properties' as properties,
        jsonb_path_query_array(e.document,
          '$.claims[*] ? (@.property like_regex "^(other)?([Nn]ame|[Tt]itle)$")') as claims
      from published.subject s join published.edition e on e.uid = s.edition
      where s.sounds is null order by s.subject limit ${batch}`.execute(db);
    const found = rows.map((row) => ({ ...searchedNames(row), ...row }));
    const done = found.map(({ subject, edition, folded, sounds }) => ({
      ...{ subject, edition, folded, sounds },
    }));
    await sql`
      update published.subject s set folded = r.folded, sounds = r.sounds
      from jsonb_to_recordset(${JSON.stringify(done)}::jsonb)
        as r(subject uuid, edition uuid, folded text, sounds text[])
      where s.subject = r.subject and s.edition = r.edition`.execute(db);
    count += rows.length;
    if (rows.length < batch) return count;
  }
}
