import { sql, type RawBuilder } from 'kysely';
import {
  asUids,
  asUid,
  readPage,
  rowsBeyond,
  type Db,
  type Place,
  type SortOrder,
  type SortPosition,
} from '#platform/database';
import { foldForSearch, soundKeys } from '#platform/languages';
import type { EditionDocument } from '#editions';

/** The current edition of a subject, or what is left where it was taken back. */
export type PublicSubject =
  | {
      readonly state: 'current';
      readonly kind: string;
      readonly edition: EditionDocument;
      readonly number: number;
      readonly publishedAt: Date;
      /** What this edition corrects, in the editor's words to readers. */
      readonly correction?: string;
      /** SHA-256 of the canonical document, hexadecimal. */
      readonly hash: string;
    }
  | {
      readonly state: 'removed';
      readonly kind: string;
      /** Code of the vocabulary `withdrawal-reasons`: a class of reason, never the reason. */
      readonly removedFor: string;
      readonly removedAt: Date;
    };

interface SubjectRow {
  kind: string;
  document: EditionDocument | null;
  number: number | null;
  published_at: Date;
  correction: string | null;
  hash: string | null;
  removed_for: string | null;
  removed_at: Date | null;
}

/**
 * What readers may see under an address.
 *
 * @param uid from the address, so anything: what is no UUID is nothing.
 * @returns undefined where nothing was ever published.
 */
export async function publicSubject(db: Db, uid: string): Promise<PublicSubject | undefined> {
  if (!isUid(uid)) return undefined;
  const { rows } = await sql<SubjectRow>`
    select s.kind, e.document, e.number, coalesce(e.published_at, s.published_at) as published_at,
      e.correction, encode(e.hash, 'hex') as hash, s.removed_for, s.removed_at
    from published.subject s left join published.edition e on e.uid = s.edition
    where s.subject = ${uid}`.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  const { kind, document, number, hash } = row;
  if (document === null || number === null || hash === null) {
    return {
      state: 'removed',
      kind,
      removedFor: row.removed_for ?? '',
      removedAt: row.removed_at ?? row.published_at,
    };
  }
  return {
    state: 'current',
    kind,
    edition: document,
    number,
    publishedAt: row.published_at,
    ...(row.correction !== null && { correction: row.correction }),
    hash,
  };
}

const uidPattern = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

export function isUid(text: string): boolean {
  return uidPattern.test(text);
}

/** A published subject in a list. */
export interface ListedSubject {
  readonly subject: string;
  readonly kind: string;
  /** By language tag; empty for what has no name of its own. */
  readonly names: Readonly<Record<string, string>>;
  /** The day it speaks of first, EDTF as its sources give it; a person's is not told in lists. */
  readonly date: string | null;
  readonly country: string | null;
  readonly publishedAt: Date;
}

export interface SubjectList {
  readonly subjects: readonly ListedSubject[];
  readonly total: number;
  /** Nobody is called so; these come near it, the nearest first. */
  readonly near: boolean;
  readonly previous: string | undefined;
  readonly next: string | undefined;
}

export interface SubjectFilter {
  readonly kind: string;
  /** Words of a name in any language and spelling; empty for all. */
  readonly q?: string;
  /** A place that an earlier page gave; the first page otherwise. */
  readonly at?: string;
}

const perPage = 50;
const longestQuery = 200;
const mostWords = 8;

/**
 * Published subjects of a kind whose names hold every word of the query, folded as search folds
 * them, or sound like it in another spelling or script; where there is none, those that come near it.
 * In the order of their names; events by the day they speak of, the latest first.
 */
export async function listSubjects(db: Db, filter: SubjectFilter): Promise<SubjectList> {
  const query = (filter.q ?? '').slice(0, longestQuery).toWellFormed();
  const found = await listWhere(db, filter, sql`(${named(query)})`);
  if (found.total > 0 || (filter.at ?? '') !== '') return found;
  const near = await listNear(db, filter.kind, soundKeys(query).slice(0, mostWords));
  return { ...found, near: near.length > 0, subjects: near, total: near.length };
}

// Each word somewhere in the names, or each word of the same sound as one of theirs.
function named(query: string): RawBuilder<unknown> {
  const words = foldForSearch(query)
    .split(' ')
    .filter((word) => word !== '')
    .slice(0, mostWords)
    .map((word) => `%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`);
  if (words.length === 0) return sql`true`;
  // One condition a word: an index serves these, and not `like all`.
  const spelled = sql.join(
    words.map((word) => sql`s.folded like ${word}`),
    sql` and `,
  );
  const sounds = soundKeys(query).slice(0, mostWords);
  return sounds.length === 0
    ? spelled
    : sql`(${spelled}) or s.sounds @> ${sql.val(sounds)}::text[]`;
}

const mostNear = 10;

// Those who share the most words with what was asked for, by their sound.
async function listNear(db: Db, kind: string, sounds: readonly string[]): Promise<ListedSubject[]> {
  const words = sounds.filter((key) => key.length > 1);
  if (words.length === 0) return [];
  const { rows } = await sql<ListedSubject>`
    select ${listed} from (
      select subject from published.subject
      where kind = ${kind} and edition is not null and sounds && ${sql.val(words)}::text[]
      order by cardinality(array(select unnest(sounds) intersect
          select unnest(${sql.val(words)}::text[]))) desc, left(folded, 200), subject
      limit ${mostNear}
    ) as near join published.subject s on s.subject = near.subject`.execute(db);
  return rows;
}

async function listWhere(
  db: Db,
  filter: SubjectFilter,
  isFound: RawBuilder<unknown>,
): Promise<SubjectList> {
  const where = sql`s.kind = ${filter.kind} and s.edition is not null and ${isFound}`;
  const order = orderOf(filter.kind);
  const counted = await sql<{ total: number }>`
    select count(*)::int as total from published.subject s where ${where}`.execute(db);
  const total = counted.rows[0]?.total ?? 0;
  // Few are sorted. Many are met soon by walking the list in its order; few might be met only at its end.
  const rows =
    total > fewEnoughToSort
      ? sql`from published.subject s where ${where}`
      : sql`from (select s.* from published.subject s where ${where} offset 0) as s where true`;
  const page = await readPage(
    filter.at,
    perPage,
    async (place, limit) => {
      const position = place && (await positionOf(db, filter.kind, order, place));
      if (place !== undefined && position === undefined) return [];
      const beyond = place && position && { position, side: place.side };
      const found = await sql<ListedSubject>`
        select ${listed} from ${rowsBeyond(rows, order, beyond, limit)} as c
        join published.subject s on s.subject = c.id order by c.place`.execute(db);
      return found.rows;
    },
    (row) => [row.subject],
  );
  const { previous, next } = page;
  return { subjects: page.rows, total, near: false, previous, next };
}

const fewEnoughToSort = 2_000;

// Of names only the beginning, which is what an index can hold.
function orderOf(kind: string): SortOrder {
  const id = { id: sql`s.subject`, idType: 'uuid' } as const;
  // The latest letter first: what is asked for now, not what begins with A.
  if (kind === 'letter') {
    const day = sql`(s.published_at at time zone 'UTC')::date`;
    return { ...id, by: day, type: 'date', isDescending: true };
  }
  return kind === 'event' || kind === 'intervention'
    ? { ...id, by: sql`s.starts`, type: 'date', isDescending: true }
    : { ...id, by: sql`left(s.folded, 200)`, type: 'text', isDescending: false };
}

async function positionOf(
  db: Db,
  kind: string,
  order: SortOrder,
  { keys: [uid = ''] }: Place,
): Promise<SortPosition | undefined> {
  const { rows } = await sql<SortPosition>`
    select ${order.by} as by, s.subject as id from published.subject s
    where s.subject = ${asUid(uid)} and s.kind = ${kind}`.execute(db);
  return rows[0];
}

// The sortable bound of a date would tell a month as its first day; the claim has it as it was said.
const listed = sql`s.subject, s.kind, s.names, s.country, s.published_at as "publishedAt", (
    select c ->> 'value' from published.edition e,
      jsonb_array_elements(e.document -> 'properties') with ordinality as p(entry, position),
      jsonb_array_elements(e.document -> 'claims') as c
    where e.uid = s.edition
      and p.entry ->> 'property' in ('startDate', 'date', 'workDate')
      and c ->> 'uid' = p.entry -> 'shown' -> 0 -> 'claims' ->> 0
    order by p.position limit 1
  ) as date`;

/** What the front page tells: how much there is, and what was published last. */
export interface FrontPage {
  /** Published subjects by kind; a kind without any is absent. */
  readonly counts: Readonly<Record<string, number>>;
  readonly latestPeople: readonly ListedSubject[];
  readonly latestEvents: readonly ListedSubject[];
}

const latest = 8;

export async function frontPage(db: Db): Promise<FrontPage> {
  const { rows } = await sql<{ kind: string; count: number }>`
    select kind, count(*)::int as count from published.subject
    where edition is not null group by kind`.execute(db);
  const [latestPeople, latestEvents] = await Promise.all([
    latestOf(db, 'person'),
    latestOf(db, 'event'),
  ]);
  return {
    counts: Object.fromEntries(rows.map((row) => [row.kind, row.count])),
    latestPeople,
    latestEvents,
  };
}

async function latestOf(db: Db, kind: string): Promise<ListedSubject[]> {
  const { rows } = await sql<ListedSubject>`
    select ${listed} from published.subject s where s.kind = ${kind} and s.edition is not null
    order by s.published_at desc, s.subject limit ${latest}`.execute(db);
  return rows;
}

const mostMentions = 100;

/** Published subjects whose current edition speaks of this one: what quotes a source, what names a person. */
export async function subjectsQuoting(db: Db, uid: string): Promise<ListedSubject[]> {
  if (!isUid(uid)) return [];
  const { rows } = await sql<ListedSubject>`
    select ${listed} from published.mention m
    join published.subject s on s.subject = m.subject and s.edition is not null
    where m.mentioned = ${uid} and s.kind <> 'source'
    order by s.kind, s.folded, s.subject limit ${mostMentions}`.execute(db);
  return rows;
}

/** Those of these subjects that are public now, in the order asked for. */
export async function publicAmong(db: Db, uids: readonly string[]): Promise<ListedSubject[]> {
  if (uids.length === 0) return [];
  const { rows } = await sql<ListedSubject>`
    select ${listed} from published.subject s
    where s.subject = any(${sql.val(asUids(uids))}::uuid[]) and s.edition is not null`.execute(db);
  return rows.toSorted((a, b) => uids.indexOf(a.subject) - uids.indexOf(b.subject));
}

/** Words of a source and the published page that rests on them. */
export interface QuotingPage {
  readonly subject: ListedSubject;
  /** Claims of that page which rest on the source, with the words where there are any. */
  readonly passages: readonly {
    readonly uid: string;
    readonly claim: string;
    readonly quote: string;
    readonly language: string | null;
  }[];
  readonly claims: number;
}

/** Every published page that rests on a source, with the words it takes from it. */
export async function pagesQuoting(db: Db, source: string): Promise<QuotingPage[]> {
  const subjects = await subjectsQuoting(db, source);
  if (subjects.length === 0) return [];
  const { rows } = await sql<{
    subject: string;
    claim: string;
    passage: string | null;
    quote: string | null;
    language: string | null;
  }>`
    select s.subject, c ->> 'uid' as claim, c ->> 'passage' as passage, p ->> 'quote' as quote,
      p ->> 'language' as language
    from published.subject s join published.edition e on e.uid = s.edition
    cross join jsonb_array_elements(e.document -> 'claims') as c
    left join jsonb_array_elements(e.document -> 'passages') as p
      on p ->> 'uid' = c ->> 'passage'
    where s.subject = any(${sql.val(subjects.map((one) => one.subject))}::uuid[])
      and c ->> 'source' = ${source}`.execute(db);
  const bySubject = Map.groupBy(rows, (row) => row.subject);
  return subjects.map((subject) => {
    const own = bySubject.get(subject.subject) ?? [];
    const passages = new Map<string, QuotingPage['passages'][number]>();
    for (const { passage, quote, claim, language } of own) {
      if (passage === null || quote === null || passages.has(passage)) continue;
      passages.set(passage, { uid: passage, claim, quote, language });
    }
    return { subject, passages: [...passages.values()], claims: own.length };
  });
}
