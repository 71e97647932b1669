import { sql } from 'kysely';
import { asUids, type Db } from '#platform/database';
import { publicScope, teamScope } from '#accounts';
import type { PublicCaptionPart } from '#editions';
import { propertiesPointingAt, type KindCode } from '../vocabulary/index.ts';
import type { Selection } from './prepare.ts';

/** Kinds that have no page of their own: they appear on the pages of the subjects they concern. */
export const partKinds: ReadonlySet<string> = new Set([
  'act',
  'involvement',
  'milestone',
  'relation',
]);

/** Only what everybody here or the team may see is ever published; a partner's stays the partner's. */
export const publishable: readonly number[] = [publicScope, teamScope];

/** An entity that takes part in a publication. */
export interface Member {
  readonly id: string;
  readonly uid: string;
  readonly kind: KindCode;
}

/** A part and how it hangs on its subject. */
export interface PartMember extends Member {
  readonly by: string;
  /** Internal id of what it points to. */
  readonly ofId: string;
}

/** Everybody and everything a publication speaks of. */
export interface Cast {
  readonly subjects: readonly Member[];
  /** Parts by the internal id of what they point to: acts of a person, involvements of an act. */
  readonly partsOf: ReadonlyMap<string, readonly PartMember[]>;
  /** Subjects and parts, each once. */
  readonly members: readonly Member[];
  readonly mentioned: ReadonlyMap<string, MentionedEntity>;
  /** Whether readers may learn that this entity exists. */
  mayName(entityId: string): boolean;
  uidOf(entityId: string): string;
  /** Internal id of what is mentioned, by uid. */
  idOf(entityUid: string): string | undefined;
  /** Whether a source is being taken back, so that nothing may rest on it. */
  isWithdrawnSource(sourceId: string): boolean;
}

export interface MentionedEntity extends Member {
  /** What readers call it already, by its current edition; null while it has none. */
  readonly published: PublishedName | null;
}

export interface PublishedName {
  readonly names: Readonly<Record<string, string>>;
  readonly caption: readonly PublicCaptionPart[];
}

/**
 * Gathers the subjects, the parts that concern them (acts, milestones, relations, interventions; and
 * the involvements of those acts), and everything their claims mention.
 */
export async function loadCast(db: Db, selection: Selection): Promise<Cast> {
  const { rows: found } = await sql<Member>`
    select id, uid, kind from entity where uid = any(${sql.val(asUids(selection.subjects))}::uuid[])
      and scope_id = any(${sql.val(publishable)}::integer[]) order by id`.execute(db);
  const first = await partsPointingAt(db, found);
  const second = await partsPointingAt(
    db,
    first.filter((part) => part.kind === 'act'),
    ['involvement'],
  );
  const withdrawn = new Set(selection.withdrawn);
  const isHere = (member: Member) => !withdrawn.has(member.uid);
  const subjects = found.filter(isHere);
  const parts = [...first, ...second].filter(isHere);
  const members = [...new Map([...subjects, ...parts].map((one) => [one.id, one])).values()];
  const mentioned = await loadMentioned(
    db,
    members.map((member) => member.id),
  );
  const idByUid = new Map([...mentioned.values()].map((entity) => [entity.uid, entity.id]));
  const withdrawnSources = await idsOfSources(db, selection.withdrawn ?? []);
  const memberIds = new Set(members.map((member) => member.id));
  return {
    subjects,
    partsOf: Map.groupBy(parts, (part) => part.ofId),
    members,
    mentioned,
    mayName: (id) => {
      const entity = mentioned.get(id);
      if (entity === undefined || withdrawn.has(entity.uid)) return false;
      return memberIds.has(id) || entity.published !== null;
    },
    uidOf: (id) => mentioned.get(id)?.uid ?? '',
    idOf: (uid) => idByUid.get(uid),
    isWithdrawnSource: (id) => withdrawnSources.has(id),
  };
}

async function idsOfSources(db: Db, uids: readonly string[]): Promise<Set<string>> {
  if (uids.length === 0) return new Set();
  const { rows } = await sql<{ id: string }>`
    select id from source where uid = any(${sql.val(asUids(uids))}::uuid[])`.execute(db);
  return new Set(rows.map((row) => row.id));
}

// Interventions have pages of their own and stand on the pages of those they are for as well.
const attachedKinds = ['act', 'milestone', 'relation', 'intervention'];

async function partsPointingAt(
  db: Db,
  targets: readonly Member[],
  kinds: readonly string[] = attachedKinds,
): Promise<PartMember[]> {
  if (targets.length === 0) return [];
  const codes = new Set(
    targets.flatMap((target) => propertiesPointingAt(target.kind).map((entry) => entry.code)),
  );
  const { rows } = await sql<PartMember>`
    select distinct on (c.value_entity_id, e.id)
      e.id, e.uid, e.kind, c.property as by, c.value_entity_id as "ofId"
    from claim c join entity e on e.id = c.entity_id
    where c.value_entity_id = any(${sql.val(targets.map((target) => target.id))}::bigint[])
      and c.property = any(${sql.val([...codes])}::text[])
      and c.state = 'accepted' and e.kind = any(${sql.val(kinds)}::text[])
      and c.scope_id = any(${sql.val(publishable)}::integer[])
      and e.scope_id = any(${sql.val(publishable)}::integer[])
    order by c.value_entity_id, e.id, c.id`.execute(db);
  return rows;
}

async function loadMentioned(
  db: Db,
  memberIds: readonly string[],
): Promise<Map<string, MentionedEntity>> {
  const { rows } = await sql<MentionedEntity>`
    with direct as (
      select unnest(${sql.val(memberIds)}::bigint[]) as id
      union
      select c.value_entity_id from claim c
      where c.entity_id = any(${sql.val(memberIds)}::bigint[]) and c.value_entity_id is not null
      union
      select a.entity_id from claim c join attribution a on a.claim_id = c.id
      where c.entity_id = any(${sql.val(memberIds)}::bigint[]) and a.entity_id is not null
      union
      select place.id from claim c join entity place on place.uid = (c.measure ->> 'place')::uuid
      where c.entity_id = any(${sql.val(memberIds)}::bigint[])
    ), named as (
      -- What the captions of those speak of: "arrest – Jafar Panahi" needs the name behind it.
      select id from direct
      union
      select other.id from direct d join entity e on e.id = d.id
      join published.subject s on s.subject = e.uid
      join published.edition p on p.uid = s.edition
      cross join jsonb_array_elements(p.document -> 'caption') as part
      join entity other on other.uid = (part ->> 'entity')::uuid
    )
    -- Its name by its edition, never by the record: there it may have one that nobody reviewed.
    select e.id, e.uid, e.kind,
      case when p.uid is not null then json_build_object('names', p.document -> 'names',
        'caption', p.document -> 'caption') end as published
    from named n join entity e on e.id = n.id
    left join published.subject s on s.subject = e.uid
    left join published.edition p on p.uid = s.edition
    where e.scope_id = any(${sql.val(publishable)}::integer[])
    order by e.id`.execute(db);
  return new Map(rows.map((row) => [row.id, row]));
}
