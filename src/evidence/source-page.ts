import { sql } from 'kysely';
import { asUid, type Db } from '#platform/database';
import { scopesOf, type Actor } from '#accounts';
import type { WorkState } from './sources.ts';

export interface SourceReference {
  readonly uid: string;
  readonly title: string;
  readonly publisher: string | null;
  readonly published: string | null;
  readonly seen: boolean;
}

export interface CopyView {
  readonly uid: string;
  readonly grade: string;
  readonly method: string;
  readonly sha256: string;
  readonly byteLength: string;
  readonly mediaType: string;
  readonly fileName: string | null;
  readonly address: string | null;
  readonly obtainedBy: string;
  readonly obtainedAt: Date;
  readonly reading: 'waiting' | 'reading' | 'read' | 'kept' | 'unreadable';
  readonly readingCode: string | null;
  readonly custody: readonly {
    readonly kind: string;
    readonly by: string | null;
    readonly at: string;
  }[];
}

export interface LayerView {
  readonly uid: string;
  readonly copy: string;
  readonly kind: string;
  readonly language: string | null;
  readonly text: string;
  readonly engine: string | null;
}

/** A source with its copies and texts, as the desk shows it. */
export interface SourcePage {
  readonly uid: string;
  readonly title: string;
  readonly authors: readonly string[];
  readonly publisher: string | null;
  readonly published: string | null;
  readonly language: string | null;
  readonly material: string;
  readonly reliability: string;
  readonly address: string | null;
  readonly notes: string;
  readonly seen: boolean;
  readonly scopeId: number;
  readonly workState: WorkState;
  readonly assignedTo: { readonly uid: string; readonly name: string } | null;
  readonly revision: number;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly through: readonly SourceReference[];
  /** Sources known through this one. */
  readonly leadsTo: readonly SourceReference[];
  readonly copies: readonly CopyView[];
  readonly layers: readonly LayerView[];
}

/** @returns undefined when there is no such source for this actor. */
export async function sourcePage(
  db: Db,
  actor: Actor,
  uid: string,
): Promise<SourcePage | undefined> {
  const scopes = sql.val(scopesOf(actor));
  const { rows } = await sql<
    Omit<SourcePage, 'through' | 'leadsTo' | 'copies' | 'layers'> & { id: string }
  >`
    select s.id, s.uid, s.title, s.authors, s.publisher, s.published, s.language, s.material,
      s.reliability, s.address, s.notes, s.seen, s.scope_id as "scopeId",
      s.work_state as "workState", s.revision, c.name as "createdBy",
      s.created_at as "createdAt",
      case when a.id is null then null
        else json_build_object('uid', a.uid, 'name', a.name) end as "assignedTo"
    from source s join account c on c.id = s.created_by left join account a on a.id = s.assigned_to
    where s.uid = ${asUid(uid)} and s.scope_id = any(${scopes}::integer[])`.execute(db);
  const [source] = rows;
  if (source === undefined) return undefined;
  const { id, ...rest } = source;
  const [through, leadsTo, copies, layers] = await Promise.all([
    linkedSources(db, actor, id, 'through'),
    linkedSources(db, actor, id, 'leadsTo'),
    copiesOf(db, id),
    layersOf(db, id),
  ]);
  return { ...rest, through, leadsTo, copies, layers };
}

/** How far the work on a source is; undefined when there is no such source for this actor. */
export async function sourceAtWork(
  db: Db,
  actor: Actor,
  uid: string,
): Promise<Pick<SourcePage, 'uid' | 'workState'> | undefined> {
  const { rows } = await sql<Pick<SourcePage, 'uid' | 'workState'>>`
    select uid, work_state as "workState" from source
    where uid = ${asUid(uid)} and scope_id = any(${sql.val(scopesOf(actor))}::integer[])`.execute(
    db,
  );
  return rows[0];
}

async function linkedSources(
  db: Db,
  actor: Actor,
  id: string,
  direction: 'through' | 'leadsTo',
): Promise<SourceReference[]> {
  const [here, there] =
    direction === 'through'
      ? ['source_id', 'through_source_id']
      : ['through_source_id', 'source_id'];
  const { rows } = await sql<SourceReference>`
    select s.uid, s.title, s.publisher, s.published, s.seen
    from source_through t join source s on s.id = ${sql.ref(`t.${there}`)}
    where ${sql.ref(`t.${here}`)} = ${id}
      and s.scope_id = any(${sql.val(scopesOf(actor))}::integer[]) order by s.id`.execute(db);
  return rows;
}

async function copiesOf(db: Db, sourceId: string): Promise<CopyView[]> {
  const { rows } = await sql<CopyView>`
    select k.uid, k.grade, k.method, encode(k.sha256, 'hex') as sha256,
      k.byte_length as "byteLength", k.media_type as "mediaType", k.file_name as "fileName",
      k.address, a.name as "obtainedBy", k.obtained_at as "obtainedAt", k.reading,
      k.reading_code as "readingCode",
      (select coalesce(json_agg(json_build_object('kind', t.kind, 'by', b.name, 'at', t.at)
         order by t.id), '[]')
       from custody_step t left join account b on b.id = t.account_id where t.copy_id = k.id)
       as custody
    from copy k join account a on a.id = k.obtained_by
    where k.source_id = ${sourceId} order by k.id`.execute(db);
  return rows;
}

async function layersOf(db: Db, sourceId: string): Promise<LayerView[]> {
  const { rows } = await sql<LayerView>`
    select l.uid, k.uid as copy, l.kind, l.language, l.text, l.engine
    from copy k join text_layer l on l.copy_id = k.id
    where k.source_id = ${sourceId} order by l.id`.execute(db);
  return rows;
}
