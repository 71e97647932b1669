import { sql } from 'kysely';
import { asUids, type Db } from '#platform/database';
import { may, teamScope, type Actor } from '#accounts';
import {
  countDoubted,
  currentDocuments,
  doubtedEditions,
  editionHash,
  type CurrentDocument,
  type Doubt,
  type DoubtedEdition,
  type DoubtFilter,
  type EditionDocument,
} from '#editions';
import {
  compareDocuments,
  isNoDifference,
  type DocumentDifference,
} from './document-difference.ts';
import { doubtReasons, type DoubtReason } from './doubt-reasons.ts';
import { prepareUnasked } from './prepare.ts';
import { selectionOf } from './standing-selection.ts';

/** A published subject whose edition is no longer what the record says. */
export interface StaleEdition extends Omit<DoubtedEdition, 'doubts'> {
  readonly document: EditionDocument;
  readonly difference: DocumentDifference;
  /** Claims it says whose words are not found in their source any more. */
  readonly unfound: readonly string[];
  readonly reasons: readonly DoubtReason[];
}

export interface StaleList {
  readonly editions: readonly StaleEdition[];
  /** How many there are at most: some may turn out to read the same. */
  readonly total: number;
}

/**
 * Published subjects whose editions no longer say what the record says, in the order of
 * `doubtedEditions`: with what would change for readers, since when and by what. Only editions that say something changed
 * since are looked at, and only those asked for are prepared anew. Writes and publishes nothing.
 */
export async function staleEditions(
  db: Db,
  actor: Actor,
  filter: DoubtFilter = {},
): Promise<StaleList> {
  if (!may(actor, 'desk.enter', { scopeId: teamScope })) return { editions: [], total: 0 };
  const [doubted, total] = await Promise.all([
    doubtedEditions(db, actor, filter),
    countDoubted(db, actor, { certain: false }),
  ]);
  const [compared, reasons] = await Promise.all([
    compareEditions(db, doubted),
    doubtReasons(
      db,
      actor,
      doubted.flatMap(({ doubts }) => doubts),
    ),
  ]);
  const editions = doubted.flatMap(({ doubts, ...rest }): StaleEdition[] => {
    const found = compared.get(rest.subject);
    if (found === undefined || !isStale(found)) return [];
    const known = doubts
      .filter((doubt) => bearsOn(doubt, found))
      .flatMap((doubt) => reasons.get(keyOf(doubt)) ?? []);
    return [{ ...rest, ...found, reasons: known }];
  });
  return { editions, total: total - (doubted.length - editions.length) };
}

interface ComparedEdition {
  readonly document: EditionDocument;
  readonly difference: DocumentDifference;
  readonly unfound: readonly string[];
}

// A name or source that changed without changing what is told here is no reason to tell.
function bearsOn({ cause, thing }: Doubt, { difference }: ComparedEdition): boolean {
  const { renamed, sources, reordered, onlyElse } = difference;
  switch (cause) {
    case 'name':
      return onlyElse || renamed.some(({ entity }) => entity === thing);
    case 'source':
      return onlyElse || reordered.length > 0 || sources.includes(thing);
    case 'resolution':
      return onlyElse || reordered.length > 0;
    case 'claim':
    case 'passage':
      return true;
  }
}

/** Whether readers are told what the record no longer says. */
export function isStale({ difference, unfound }: ComparedEdition): boolean {
  return unfound.length > 0 || !isNoDifference(difference);
}

/** Prepares each of some doubted editions anew, by itself, and says what would be otherwise. */
export async function compareEditions(
  db: Db,
  doubted: readonly Pick<DoubtedEdition, 'subject' | 'doubts'>[],
): Promise<Map<string, ComparedEdition>> {
  const renamed = doubted.flatMap(({ doubts }) => namesIn(doubts));
  const uids = [...new Set([...doubted.map(({ subject }) => subject), ...renamed])];
  const current = await currentDocuments(db, uids);
  const unfound = await unfoundPassages(db, doubted);
  const compared = new Map<string, ComparedEdition>();
  // One by one: what one author held back another's edition may say, and a shared choice would mix them.
  for (const { subject, doubts } of doubted) {
    const { document } = current.get(subject) ?? {};
    if (document === undefined) continue;
    const together = [subject, ...namesIn(doubts)];
    const difference = await differenceOf(db, document, pick(current, together));
    const claims = document.claims.filter(({ passage }) => unfound.has(passage ?? ''));
    compared.set(subject, { document, difference, unfound: claims.map(({ uid }) => uid) });
  }
  return compared;
}

// A corrected name is told by the edition of whom it names, so that one is prepared along.
function namesIn(doubts: readonly Doubt[]): string[] {
  return doubts.flatMap(({ cause, thing }) => (cause === 'name' ? [thing] : []));
}

function pick(
  all: ReadonlyMap<string, CurrentDocument>,
  subjects: readonly string[],
): Map<string, CurrentDocument> {
  return new Map(
    subjects.flatMap((uid) => {
      const found = all.get(uid);
      return found === undefined ? [] : [[uid, found] as const];
    }),
  );
}

async function differenceOf(
  db: Db,
  document: EditionDocument,
  together: ReadonlyMap<string, CurrentDocument>,
): Promise<DocumentDifference> {
  const selection = await selectionOf(db, together);
  const { documents } = await prepareUnasked(db, selection);
  const now = documents.find(({ subject }) => subject === document.subject) ?? emptied(document);
  if (editionHash(now).equals(editionHash(document))) return compareDocuments(now, now, new Map());
  const old = new Set(document.claims.map(({ uid }) => uid));
  const came = now.claims.map(({ uid }) => uid).filter((uid) => !old.has(uid));
  return compareDocuments(document, now, await replacedBy(db, came));
}

// It cannot be published at all any more: a source narrowed to a partner, say.
function emptied(document: EditionDocument): EditionDocument {
  const none = { properties: [], parts: [], claims: [], passages: [], sources: [], entities: [] };
  return { ...document, ...none, terms: [] };
}

// Of a correction of a correction the first: that is the claim readers still see.
async function replacedBy(db: Db, claims: readonly string[]): Promise<Map<string, string>> {
  if (claims.length === 0) return new Map();
  const { rows } = await sql<{ uid: string; earlier: string }>`
    with recursive back as (
      select c.uid, e.id, e.uid as earlier, e.supersedes, 1 as far
      from claim c join claim e on e.id = c.supersedes
      where c.uid = any(${sql.val(asUids(claims))}::uuid[])
      union all
      select b.uid, e.id, e.uid, e.supersedes, b.far + 1
      from back b join claim e on e.id = b.supersedes where b.far < 20
    )
    select distinct on (b.uid) b.uid, b.earlier from back b
    join edition_content said on said.thing = b.earlier
    order by b.uid, b.far`.execute(db);
  return new Map(rows.map((row) => [row.uid, row.earlier]));
}

async function unfoundPassages(
  db: Db,
  doubted: readonly Pick<DoubtedEdition, 'doubts'>[],
): Promise<Set<string>> {
  const uids = doubted.flatMap(({ doubts }) =>
    doubts.flatMap(({ cause, thing }) => (cause === 'passage' ? [thing] : [])),
  );
  if (uids.length === 0) return new Set();
  const { rows } = await sql<{ uid: string }>`
    select uid from passage where uid = any(${sql.val(uids)}::uuid[]) and state <> 'found'`.execute(
    db,
  );
  return new Set(rows.map((row) => row.uid));
}

function keyOf({ cause, thing }: Doubt): string {
  return `${cause} ${thing}`;
}
