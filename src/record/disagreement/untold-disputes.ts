import { sql } from 'kysely';
import { asUids, type Db } from '#platform/database';
import { scopesOf, type Actor } from '#accounts';
import { currentDocuments, subjectsSaying, type EditionDocument } from '#editions';
import { publishable } from '../publication/cast.ts';
import type { DisputeSummary } from './list-disputes.ts';

/** A contradiction of which a page tells but one side. */
export interface UntoldDispute {
  readonly entity: string;
  readonly property: string;
  /** The published subject whose page tells it. */
  readonly subject: string;
}

/**
 * Contradictions of the record of which readers see but one side: what contradicts it was accepted after
 * the page was published, or was left out of it. Only by claims that the actor sees and that may be published.
 */
export async function untoldDisputes(
  db: Db,
  actor: Actor,
  disputes: readonly Pick<DisputeSummary, 'entityUid' | 'property' | 'dispute'>[],
): Promise<UntoldDispute[]> {
  const contradictions = disputes.filter(({ dispute }) => dispute === 'contradiction');
  if (contradictions.length === 0) return [];
  const scopes = scopesOf(actor).filter((scope) => publishable.includes(scope));
  const { rows } = await sql<{ entity: string; property: string; uid: string }>`
    select e.uid as entity, c.property, c.uid from claim c join entity e on e.id = c.entity_id
    where e.uid = any(${sql.val(asUids(contradictions.map(({ entityUid }) => entityUid)))}::uuid[])
      and c.state = 'accepted' and c.scope_id = any(${sql.val(scopes)}::integer[])`.execute(db);
  const claims = Map.groupBy(rows, ({ entity, property }) => `${entity} ${property}`);
  const said = await subjectsSaying(
    db,
    rows.map(({ uid }) => uid),
  );
  const current = await currentDocuments(
    db,
    said.map(({ subject }) => subject),
  );
  return contradictions.flatMap(({ entityUid: entity, property }): UntoldDispute[] => {
    const own = (claims.get(`${entity} ${property}`) ?? []).map(({ uid }) => uid);
    const page = [...current.values()].find(({ document }) =>
      tellsOneSide(document, { entity, property }, own),
    );
    return page === undefined ? [] : [{ entity, property, subject: page.document.subject }];
  });
}

function tellsOneSide(
  document: EditionDocument,
  { entity, property }: Pick<UntoldDispute, 'entity' | 'property'>,
  accepted: readonly string[],
): boolean {
  const all = [{ uid: document.subject, properties: document.properties }, ...document.parts];
  const told = all
    .find(({ uid }) => uid === entity)
    ?.properties.find((one) => one.property === property);
  if (told === undefined || told.dispute === 'contradiction') return false;
  const claims = new Set([...told.shown, ...told.others].flatMap((value) => value.claims));
  return accepted.some((uid) => !claims.has(uid));
}
