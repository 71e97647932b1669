import { sql } from 'kysely';
import type { Db } from '#platform/database';
import type { EditionDocument } from '#editions';
import { pathOfKind } from './reading/names.ts';

/**
 * The same document with links only to what has a page now. An edition is fixed, the pages of others
 * come and go: one of them may have been published since, or not at all.
 */
export async function withLivePages(db: Db, document: EditionDocument): Promise<EditionDocument> {
  const uids = document.entities.map(({ uid }) => uid);
  const { rows } = await sql<{ subject: string }>`
    select subject from published.subject
    where subject = any(${sql.val(uids)}::uuid[]) and edition is not null`.execute(db);
  const live = new Set(rows.map(({ subject }) => subject));
  const entities = document.entities.map((entity) => ({
    ...entity,
    page: pathOfKind[entity.kind] !== undefined && live.has(entity.uid),
  }));
  return { ...document, entities };
}
