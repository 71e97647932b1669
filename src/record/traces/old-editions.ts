import { sql } from 'kysely';
import { asUids, type Db, type Tx } from '#platform/database';
import { scopesOf, type Actor } from '#accounts';
import type { EditionDocument } from '#editions';
import { findNames, soughtNames, tsqueryOf, type SoughtName } from './find-names.ts';
import { documentTexts } from './document-texts.ts';
import { isVisible } from '../claims/visible.ts';
import { keptOf, tracePrint } from './traces.ts';

/**
 * Takes earlier editions away in whose words somebody is named who was taken back: what a page says now was
 * decided place by place, what it said before would go on saying it under an address of its own. Their
 * hashes stay, so that what the log says of them can be told from a forgery.
 *
 * To be called after a decision was carried out.
 *
 * @returns how many.
 */
export async function dropEditionsNaming(tx: Tx, actor: Actor, decision: string): Promise<number> {
  const own = await subjectsOf(tx, decision);
  const takenBack = own.filter(({ isRemoved }) => isRemoved).map(({ subject }) => subject);
  const renewed = own.filter(({ isRemoved }) => !isRemoved).map(({ subject }) => subject);
  const dropped = new Set<string>();
  for (const one of await removedOf(tx, actor, takenBack)) {
    const kept = await keptOf(tx, one.subject);
    for (const edition of await earlierWith(tx, one.names)) {
      if (isNamedIn(edition, one.names, kept)) dropped.add(edition.uid);
    }
  }
  // Whoever was taken back before can only be named in what this decision made an earlier edition.
  const replaced = (await earlierOf(tx, renewed)).filter(({ uid }) => !dropped.has(uid));
  for (const one of replaced.length === 0 ? [] : await removedOf(tx, actor)) {
    const named = replaced.filter((edition) => isNamedIn(edition, one.names, noneKept));
    const kept = named.length === 0 ? noneKept : await keptOf(tx, one.subject);
    for (const edition of named) if (isNamedIn(edition, one.names, kept)) dropped.add(edition.uid);
  }
  const uids = asUids(dropped);
  if (uids.length > 0) {
    await sql`delete from published.edition where uid = any(${sql.val(uids)}::uuid[])`.execute(tx);
  }
  return uids.length;
}

async function subjectsOf(db: Db, decision: string) {
  const { rows } = await sql<{ subject: string; isRemoved: boolean }>`
    select s.subject, s.document is null and s.erased_at is null as "isRemoved"
    from decision d join decision_subject s on s.decision_id = d.id
    where d.uid = ${decision} and d.state = 'approved'`.execute(db);
  return rows;
}

interface RemovedOne {
  readonly subject: string;
  readonly names: readonly SoughtName[];
}

/** Those taken back that have a name to look for; of all without a list. */
async function removedOf(
  db: Db,
  actor: Actor,
  subjects?: readonly string[],
): Promise<RemovedOne[]> {
  if (subjects?.length === 0) return [];
  const only =
    subjects === undefined ? sql`true` : sql`s.subject = any(${sql.val(subjects)}::uuid[])`;
  const { rows } = await sql<{ subject: string; kind: string; names: string[] }>`
    select s.subject, s.kind, array_agg(distinct said.name) as names
    from published.subject s join entity e on e.uid = s.subject
    join claim c on c.entity_id = e.id and c.property in ('name','otherName','title','otherTitle')
    cross join lateral unnest(array[c.value, c.original]) as said(name)
    where s.removed_at is not null and said.name is not null and ${only}
      and ${isVisible(scopesOf(actor))}
    group by s.subject, s.kind`.execute(db);
  return rows.flatMap(({ subject, kind, names }) => {
    const all = soughtNames(names);
    // The last word of a name is a family name where it is somebody's.
    const sought = kind === 'person' ? all : all.filter(({ whole }) => whole);
    return sought.length === 0 ? [] : [{ subject, names: sought }];
  });
}

const noneKept: ReadonlyMap<string, unknown> = new Map();

interface EarlierEdition {
  readonly uid: string;
  readonly subject: string;
  readonly document: EditionDocument;
  readonly correction: string | null;
}

async function earlierWith(db: Db, names: readonly SoughtName[]): Promise<EarlierEdition[]> {
  const { rows } = await sql<EarlierEdition>`
    with found as (
      select edition from edition_words where words @@ ${tsqueryOf(names)}::tsquery
      union
      select e.uid from published.edition e
      where not exists (select from edition_words w where w.edition = e.uid)
    )
    select e.uid, e.subject, e.document, e.correction
    from found f join published.edition e on e.uid = f.edition
    where not exists (select from published.subject s where s.edition = e.uid)`.execute(db);
  return rows;
}

async function earlierOf(db: Db, subjects: readonly string[]): Promise<EarlierEdition[]> {
  if (subjects.length === 0) return [];
  const { rows } = await sql<EarlierEdition>`
    select e.uid, e.subject, e.document, e.correction from published.edition e
    where e.subject = any(${sql.val(subjects)}::uuid[])
      and not exists (select from published.subject s where s.edition = e.uid)`.execute(db);
  return rows;
}

function isNamedIn(
  { subject, document, correction }: EarlierEdition,
  names: readonly SoughtName[],
  kept: ReadonlyMap<string, unknown>,
): boolean {
  return documentTexts(document, correction ?? '').some(
    ({ text, place, thing }) =>
      findNames(text, names) !== undefined &&
      !kept.has(`${subject} ${thing} ${tracePrint(place, text)}`),
  );
}
