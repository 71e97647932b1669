import { sql } from 'kysely';
import type { Tx } from '#platform/database';
import { enqueueEntries, type NewEntry } from '#log';
import { boundsOf, parseEdtf } from '#platform/calendar';
import type { EditionDocument } from './document.ts';
import { announceChange } from './revision.ts';
import { searchedNames } from './searched-names.ts';

/** A document and its hash, as the approver saw them. */
export interface PreparedEdition {
  readonly document: EditionDocument;
  readonly hash: Buffer;
}

/**
 * Writes editions, makes them current, and queues what the log must take in: all in the transaction
 * of the decision. Database triggers refuse any edition whose decision is not approved.
 */
export async function publishEditions(
  tx: Tx,
  decisionId: string,
  prepared: readonly PreparedEdition[],
  correction: string,
): Promise<void> {
  if (prepared.length === 0) return;
  const rows = prepared.map(({ document, hash }) => ({
    subject: document.subject,
    kind: document.kind,
    document,
    hash: hash.toString('hex'),
    names: document.names,
    ...searchedNames(document),
    ...sortKeys(document),
    mentioned: [
      ...document.entities.map((entity) => entity.uid),
      ...document.sources.map((source) => source.uid),
    ].filter((uid) => uid !== document.subject),
  }));
  await doubtOtherNames(tx, rows);
  const { rows: written } = await sql<WrittenEdition>`
    with input as (
      select r.*, gen_random_uuid() as uid,
        1 + coalesce((select max(number) from edition_decision d where d.subject = r.subject), 0)
          as number
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(subject uuid, kind text,
        document jsonb, hash text, names jsonb, folded text, sounds text[], starts date, ends date, country text,
        mentioned jsonb)
    ), decided as (
      insert into edition_decision (edition, subject, number, hash, decision_id)
      select uid, subject, number, decode(hash, 'hex'), ${decisionId} from input
    ), written as (
      insert into published.edition (uid, subject, kind, number, document, hash, correction)
      select uid, subject, kind, number, document, decode(hash, 'hex'),
        case when number > 1 then nullif(${correction}, '') end from input
    ), listed as (
      insert into published.subject (subject, kind, edition, names, folded, sounds, starts, ends,
        country, published_at)
      select subject, kind, uid, names, folded, sounds, starts, ends, country, now() from input
      on conflict (subject) do update set edition = excluded.edition, names = excluded.names,
        folded = excluded.folded, sounds = excluded.sounds, starts = excluded.starts, ends = excluded.ends,
        country = excluded.country, published_at = excluded.published_at,
        removed_for = null, removed_at = null
    )
    select uid, subject, kind, number, hash from input`.execute(tx);
  await writeMentions(tx, rows);
  await writeContent(
    tx,
    prepared.map(({ document }) => document),
  );
  await enqueueEntries(tx, written.map(editionEntry));
  await announceChange(tx);
}

interface WrittenEdition {
  readonly uid: string;
  readonly subject: string;
  readonly kind: string;
  readonly number: number;
  /** Hexadecimal. */
  readonly hash: string;
}

/** What the log says of an edition, to whoever may open it. */
function editionEntry({ uid, subject, kind, number, hash }: WrittenEdition): NewEntry {
  return {
    kind: number > 1 ? 'edition-corrected' : 'edition-published',
    fields: {
      subject,
      'subject-kind': kind,
      edition: uid,
      number,
      hash: Buffer.from(hash, 'hex').toString('base64'),
    },
  };
}

/**
 * Queues what was published before this instance had a log, so that every public edition is in it.
 * Called at every start; does nothing when there is nothing.
 */
export async function enrolUnlogged(tx: Tx): Promise<number> {
  const { rows } = await sql<WrittenEdition>`
    select e.uid, e.subject, e.kind, e.number, encode(e.hash, 'hex') as hash
    from published.subject s join published.edition e on e.uid = s.edition
    where not exists (select from log_entry l where l.edition = e.uid)
    order by e.published_at, e.uid for update of s skip locked`.execute(tx);
  const { rows: removed } = await sql<RemovedSubject>`
    select s.subject, s.removed_for as reason,
      coalesce((select max(number) from edition_decision d where d.subject = s.subject), 1) as number
    from published.subject s
    where s.removed_for is not null and not exists (
      select from log_entry l where l.subject = s.subject and l.kind = 'edition-removed')
    order by s.removed_at, s.subject for update of s skip locked`.execute(tx);
  await enqueueEntries(tx, [...rows.map(editionEntry), ...removed.map(removalEntry)]);
  return rows.length + removed.length;
}

interface RemovedSubject {
  readonly subject: string;
  /** Of its last edition. */
  readonly number: number;
  /** Class of reason. */
  readonly reason: string;
}

function removalEntry({ subject, number, reason }: RemovedSubject): NewEntry {
  return { kind: 'edition-removed', fields: { subject, number, 'reason-class': reason } };
}

// Who is called otherwise from now on is still called by the old name on the pages of others.
async function doubtOtherNames(
  tx: Tx,
  rows: readonly { readonly subject: string; readonly names: EditionDocument['names'] }[],
): Promise<void> {
  const named = JSON.stringify(rows.map(({ subject, names }) => ({ subject, names })));
  await sql`
    insert into edition_doubt (subject, thing, cause)
    select said.subject, r.subject, 'name'
    from jsonb_to_recordset(${named}::jsonb) as r(subject uuid, names jsonb)
    join published.subject s on s.subject = r.subject and s.edition is not null
      and s.names <> r.names
    join edition_content said on said.thing = r.subject and said.subject <> r.subject
    on conflict (subject, thing, cause) do update set compared_at = null`.execute(tx);
}

async function writeMentions(
  tx: Tx,
  rows: readonly { readonly subject: string; readonly mentioned: readonly string[] }[],
): Promise<void> {
  const subjects = rows.map((row) => row.subject);
  await sql`delete from published.mention where subject = any(${sql.val(subjects)}::uuid[])`.execute(
    tx,
  );
  const pairs = rows.flatMap(({ subject, mentioned }) =>
    mentioned.map((other) => ({ subject, mentioned: other })),
  );
  await sql`
    insert into published.mention (subject, mentioned)
    select distinct subject, mentioned
    from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as r(subject uuid, mentioned uuid)`.execute(
    tx,
  );
}

// What changes among this makes the edition doubtful. A new edition starts without doubt: what it says
// was compared with the record in this very transaction.
async function writeContent(tx: Tx, documents: readonly EditionDocument[]): Promise<void> {
  const pairs = documents.flatMap(({ subject, claims, passages, sources, entities, parts }) =>
    [...claims, ...passages, ...sources, ...entities, ...parts].map(({ uid }) => ({
      thing: uid,
      subject,
    })),
  );
  await dropContent(
    tx,
    documents.map(({ subject }) => subject),
  );
  await sql`
    insert into edition_content (thing, subject)
    select distinct thing, subject
    from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as r(thing uuid, subject uuid)`.execute(
    tx,
  );
}

async function dropContent(tx: Tx, subjects: readonly string[]): Promise<void> {
  const ids = sql.val(subjects);
  await sql`
    with doubts as (delete from edition_doubt where subject = any(${ids}::uuid[]))
    delete from edition_content where subject = any(${ids}::uuid[])`.execute(tx);
}

/**
 * Takes subjects back: every edition of theirs leaves the public schema, and every earlier one of
 * others that spoke of them; a tombstone with a class of reason stays.
 */
export async function removeSubjects(
  tx: Tx,
  subjects: readonly string[],
  reasonClass: string,
): Promise<void> {
  if (subjects.length === 0) return;
  const ids = sql.val(subjects);
  await dropContent(tx, subjects);
  await sql`delete from published.mention where subject = any(${ids}::uuid[])`.execute(tx);
  await sql`
    update published.subject set edition = null, names = '{}', folded = '', sounds = '{}', starts = null,
      ends = null, country = null, removed_for = ${reasonClass}, removed_at = now()
    where subject = any(${ids}::uuid[])`.execute(tx);
  const { rows: last } = await sql<RemovedSubject>`
    select subject, max(number) as number, ${reasonClass} as reason from edition_decision
    where subject = any(${ids}::uuid[]) group by subject order by subject`.execute(tx);
  await enqueueEntries(tx, last.map(removalEntry));
  await sql`delete from published.edition where subject = any(${ids}::uuid[])`.execute(tx);
  // A name must not survive in what others' pages said before: those editions leave too. Their hashes
  // stay, so that what the log says of them can still be told from a forgery.
  await sql`
    delete from published.edition e using unnest(${ids}::uuid[]) as gone(uid)
    where (e.document @> jsonb_build_object('entities',
             jsonb_build_array(jsonb_build_object('uid', gone.uid)))
        or e.document @> jsonb_build_object('sources',
             jsonb_build_array(jsonb_build_object('uid', gone.uid))))
      and not exists (select from published.subject s where s.edition = e.uid)`.execute(tx);
  await announceChange(tx);
}

interface SortKeys {
  readonly starts: string | null;
  readonly ends: string | null;
  readonly country: string | null;
}

// Lists are ordered by the first day a subject speaks of; the exact EDTF stays in the document.
function sortKeys(document: EditionDocument): SortKeys {
  const first = (codes: readonly string[]): string | undefined => {
    for (const code of codes) {
      const property = document.properties.find((entry) => entry.property === code);
      const uid = property?.shown[0]?.claims[0];
      const claim = document.claims.find((entry) => entry.uid === uid);
      if (claim !== undefined) return claim.value;
    }
    return undefined;
  };
  return {
    starts: bound('earliest', first(['startDate', 'date', 'premiereDate', 'birthDate'])),
    ends: bound('latest', first(['endDate', 'deathDate'])),
    country: first(['country', 'productionCountry', 'citizenship']) ?? null,
  };
}

function bound(side: 'earliest' | 'latest', value: string | undefined): string | null {
  const parsed = parseEdtf(value);
  return parsed.ok ? (boundsOf(parsed.edtf)[side] ?? null) : null;
}
