import { sql } from 'kysely';
import type { Db } from '#platform/database';
import { may, type Actor } from '#accounts';
import { isForTeam } from './decision-list.ts';
import { doubtedCount } from './edition-doubt.ts';

/** How much in publication waits for one person. */
export interface PublicationCounts {
  /** Current editions that no longer say what the record says; 0 for who may not propose another. */
  readonly changed: number;
  /** Proposals that this person may approve; others' alone, unless one person runs the instance. */
  readonly toDecide: number;
}

/** Asked for every page of the desk: one statement. */
export async function publicationCounts(
  db: Db,
  actor: Actor,
  { singlePerson = false }: { readonly singlePerson?: boolean } = {},
): Promise<PublicationCounts> {
  const changed = may(actor, 'publication.propose') ? doubtedCount(actor) : sql`0`;
  const isOthers = singlePerson ? sql`true` : sql`d.author_id <> ${actor.accountId}`;
  const toDecide = may(actor, 'publication.decide')
    ? sql`(select count(*)::int from decision d
        where d.state = 'proposed' and ${isOthers} and ${isForTeam(actor)})`
    : sql`0`;
  const { rows } = await sql<PublicationCounts>`
    select ${changed} as changed, ${toDecide} as "toDecide"`.execute(db);
  return rows[0] ?? { changed: 0, toDecide: 0 };
}
