import { sql } from 'kysely';
import { asCount, asUid, asUids, type Db } from '#platform/database';
import { may, teamScope, type Actor } from '#accounts';

/** Something that was taken back from publication. */
export interface RemovedSubject {
  readonly uid: string;
  readonly kind: string;
  /** Class of reason, as readers are told. */
  readonly reasonClass: string;
  readonly removedAt: Date;
  /** What was erased since: nothing, what had been published, or the whole record. */
  readonly erased: 'published' | 'record' | null;
}

export interface RemovedList {
  readonly subjects: readonly RemovedSubject[];
  readonly total: number;
}

/** What was taken back, the latest first; nothing for somebody outside the team. */
export async function removedSubjects(
  db: Db,
  actor: Actor,
  { limit = 20, offset = 0 }: { readonly limit?: number; readonly offset?: number } = {},
): Promise<RemovedList> {
  if (!may(actor, 'desk.enter', { scopeId: teamScope })) return { subjects: [], total: 0 };
  const [{ rows }, counted] = await Promise.all([
    sql<RemovedSubject>`
      select ${columns} from published.subject s where s.removed_at is not null
      order by s.removed_at desc, s.subject
      limit ${asCount(limit, 100)} offset ${asCount(offset, 1e9)}`.execute(db),
    sql<{ n: number }>`
      select count(*)::int as n from published.subject where removed_at is not null`.execute(db),
  ]);
  return { subjects: rows, total: counted.rows[0]?.n ?? 0 };
}

/** One of them; undefined when it is none, or not for this reader. */
export async function removedSubject(
  db: Db,
  actor: Actor,
  uid: string,
): Promise<RemovedSubject | undefined> {
  if (!may(actor, 'desk.enter', { scopeId: teamScope })) return undefined;
  const { rows } = await sql<RemovedSubject>`
    select ${columns} from published.subject s
    where s.subject = ${asUid(uid)} and s.removed_at is not null`.execute(db);
  return rows[0];
}

/** Those of some subjects that were taken back, by uid; nothing for somebody outside the team. */
export async function takenBackAmong(
  db: Db,
  actor: Actor,
  uids: readonly string[],
): Promise<Map<string, RemovedSubject>> {
  if (uids.length === 0 || !may(actor, 'desk.enter', { scopeId: teamScope })) return new Map();
  const { rows } = await sql<RemovedSubject>`
    select ${columns} from published.subject s
    where s.subject = any(${sql.val(asUids(uids))}::uuid[]) and s.removed_at is not null`.execute(
    db,
  );
  return new Map(rows.map((row) => [row.uid, row]));
}

const columns = sql`s.subject as uid, s.kind, s.removed_for as "reasonClass",
  s.removed_at as "removedAt",
  (select max(e.extent) from erasure e where e.subject = s.subject and e.state = 'approved') as erased`;
