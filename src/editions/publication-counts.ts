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
  // Decisions on nothing but letters are for those who decide on letters.
  const onlyLetters = sql`not exists (
    select from decision_subject s where s.decision_id = d.id and s.kind <> 'letter')`;
  const mayDecide = may(actor, 'publication.decide')
    ? sql`true`
    : may(actor, 'letter.decide')
      ? onlyLetters
      : sql`false`;
  const { rows } = await sql<PublicationCounts>`
    select ${changed} as changed, (select count(*)::int from decision d
      where d.state = 'proposed' and ${mayDecide} and ${isOthers} and ${isForTeam(actor)})
      as "toDecide"`.execute(db);
  return rows[0] ?? { changed: 0, toDecide: 0 };
}
