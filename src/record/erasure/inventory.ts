import { sql } from 'kysely';
import type { Tx } from '#platform/database';
import type { EditionDocument } from '#editions';
import { documentTexts } from '../traces/document-texts.ts';
import { findNames, soughtNames, tsqueryOf, type SoughtName } from '../traces/find-names.ts';
import type { ErasedThing } from './journal.ts';
import { recordOf } from './record-of.ts';

/**
 * Everything that an erasure destroys: the bytes that were decided on, the reasons given, editions of
 * others from before; of a whole record its claims, words and whatever hangs on it alone. Reads the
 * record without regard to scopes: a name nobody here may read is a name all the same.
 */
export async function inventoryOf(
  tx: Tx,
  subject: string,
  extent: 'published' | 'record',
): Promise<ErasedThing[]> {
  const names = soughtNames(await everyName(tx, subject)).filter(({ whole }) => whole);
  return [
    { kind: 'subject', thing: subject },
    ...(await documentsNaming(tx, subject, names)),
    ...(await decisionsNaming(tx, subject, names)),
    ...(await earlierEditionsNaming(tx, names)),
    ...(extent === 'record' ? await recordOf(tx, subject) : []),
  ];
}

async function everyName(tx: Tx, subject: string): Promise<string[]> {
  const { rows } = await sql<{ name: string | null }>`
    select unnest(array[c.value, c.original]) as name from entity e join claim c on c.entity_id = e.id
    where e.uid = ${subject} and c.property in ('name','otherName','title','otherTitle')
    union
    select n.value from decision_subject s cross join jsonb_each_text(s.document -> 'names') n
    where s.subject = ${subject} and s.document is not null`.execute(tx);
  return rows.flatMap(({ name }) => name ?? []);
}

const batch = 500;

// The bytes of every decision ever made, because there is no index of the words of old ones. What
// readers see now is left: whether a name stays in it was decided on by itself.
async function documentsNaming(
  tx: Tx,
  subject: string,
  names: readonly SoughtName[],
): Promise<ErasedThing[]> {
  const found: ErasedThing[] = [];
  let after: { readonly decision: string; readonly subject: string } | undefined;
  for (;;) {
    const { rows } = await sql<DocumentRow>`
      select s.decision_id as id, d.uid as decision, s.subject, s.document
      from decision_subject s join decision d on d.id = s.decision_id
      where s.document is not null
        and ${after === undefined ? sql`true` : sql`(s.decision_id, s.subject) > (${after.decision}, ${after.subject})`}
        and not exists (select from published.subject p join published.edition e on e.uid = p.edition
          where p.subject = s.subject and e.hash = s.hash)
      order by s.decision_id, s.subject limit ${batch}`.execute(tx);
    for (const row of rows) {
      if (row.subject !== subject && !speaksOf(row.document, subject, names)) continue;
      found.push({ kind: 'document', thing: row.decision, part: row.subject });
    }
    const last = rows.at(-1);
    if (last === undefined) return found;
    after = { decision: last.id, subject: last.subject };
  }
}

interface DocumentRow {
  readonly id: string;
  readonly decision: string;
  readonly subject: string;
  readonly document: EditionDocument;
}

function speaksOf(
  document: EditionDocument,
  subject: string,
  names: readonly SoughtName[],
): boolean {
  return (
    document.entities.some(({ uid }) => uid === subject) ||
    documentTexts(document).some(({ text }) => findNames(text, names) !== undefined)
  );
}

// Why one was published or taken back is told in words about that one; of a decision about many only
// where they name it.
async function decisionsNaming(
  tx: Tx,
  subject: string,
  names: readonly SoughtName[],
): Promise<ErasedThing[]> {
  const { rows } = await sql<{ uid: string; words: string; alone: boolean }>`
    select d.uid, concat_ws(E'\n', d.title, d.basis_reason, d.risk_note, d.public_reason, d.comment)
        as words,
      coalesce((select bool_and(s.subject = ${subject}) from decision_subject s
        where s.decision_id = d.id and s.kind <> 'source'), false) as alone
    from decision d`.execute(tx);
  return rows
    .filter(({ words, alone }) => alone || findNames(words, names) !== undefined)
    .map(({ uid }) => ({ kind: 'decision', thing: uid }));
}

async function earlierEditionsNaming(tx: Tx, names: readonly SoughtName[]): Promise<ErasedThing[]> {
  if (names.length === 0) return [];
  const { rows } = await sql<{
    uid: string;
    document: EditionDocument;
    correction: string | null;
  }>`
    select e.uid, e.document, e.correction from published.edition e
    left join edition_words w on w.edition = e.uid
    where (w.edition is null or w.words @@ ${tsqueryOf(names)}::tsquery)
      and not exists (select from published.subject s where s.edition = e.uid)`.execute(tx);
  return rows
    .filter(({ document, correction }) =>
      documentTexts(document, correction ?? '').some(
        ({ text }) => findNames(text, names) !== undefined,
      ),
    )
    .map(({ uid }) => ({ kind: 'edition', thing: uid }));
}
