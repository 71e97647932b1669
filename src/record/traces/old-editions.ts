import { sql } from 'kysely';
import { asUids, type Db, type Tx } from '#platform/database';
import type { Actor } from '#accounts';
import type { EditionDocument } from '#editions';
import { findNames, soughtNames, tsqueryOf, type SoughtName } from './find-names.ts';
import { documentTexts } from './document-texts.ts';
import { keptOf, namesOf, tracePrint } from './traces.ts';

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
  const renewed = own.flatMap(({ subject, isRemoved }) => (isRemoved ? [] : [subject]));
  const removedNow = new Set(own.flatMap(({ subject, isRemoved }) => (isRemoved ? [subject] : [])));
  const dropped = new Set<string>();
  for (const { subject, kind } of await allRemoved(tx)) {
    // Nobody new was taken back: only what this decision made an earlier edition can be one more.
    const within = removedNow.has(subject) ? undefined : renewed;
    if (within?.length === 0) continue;
    const names = soughtNames(await namesOf(tx, actor, subject));
    // The last word of a name is a family name where it is somebody's.
    const sought = kind === 'person' ? names : names.filter(({ whole }) => whole);
    if (sought.length === 0) continue;
    const kept = await keptOf(tx, subject);
    for (const edition of await earlierWith(tx, sought, within)) {
      if (isNamedIn(edition, sought, kept)) dropped.add(edition.uid);
    }
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

async function allRemoved(db: Db) {
  const { rows } = await sql<{ subject: string; kind: string }>`
    select subject, kind from published.subject where removed_at is not null`.execute(db);
  return rows;
}

interface EarlierEdition {
  readonly uid: string;
  readonly subject: string;
  readonly document: EditionDocument;
  readonly correction: string | null;
}

async function earlierWith(
  db: Db,
  names: readonly SoughtName[],
  within: readonly string[] | undefined,
): Promise<EarlierEdition[]> {
  const only = within === undefined ? sql`true` : sql`e.subject = any(${sql.val(within)}::uuid[])`;
  const { rows } = await sql<EarlierEdition>`
    with found as (
      select edition from edition_words where words @@ ${tsqueryOf(names)}::tsquery
      union
      select e.uid from published.edition e
      where not exists (select from edition_words w where w.edition = e.uid)
    )
    select e.uid, e.subject, e.document, e.correction
    from found f join published.edition e on e.uid = f.edition
    where ${only} and not exists (select from published.subject s where s.edition = e.uid)`.execute(
    db,
  );
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
