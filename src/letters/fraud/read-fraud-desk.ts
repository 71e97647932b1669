import { sql } from 'kysely';
import { may, scopesOf, type Actor } from '#accounts';
import { asUid, type Db } from '#platform/database';
import type { AsideReason, Grouping, KnownChannel } from '../signing/form-lists.ts';
import type { SignerPerson } from '../signing/sign-form.ts';
import { openSignerKeys, type LetterSealer, type SignerKeys } from '../signing/signer-keys.ts';
import { burstsOf, everyHour, type Burst, type HourFigure } from './bursts.ts';
import { readGuard } from './guard.ts';
import type { Group } from './group.ts';
import { hostOf, type Guard } from './rules.ts';

/** How far back the desk looks. */
export const shownHours = 48;

/** Fewer make no group: nobody is singled out by what they have in common with four others. */
const fewest = 5;

/** Signatures of the last two days that have something in common. */
export interface FraudGroup extends Group {
  /** Of mail hosts alone; read from one of the sealed mailboxes. */
  readonly name: string | undefined;
  readonly signed: number;
  readonly aside: number;
  readonly waiting: number;
  readonly first: Date;
  readonly last: Date;
}

export interface FraudAct extends Group {
  readonly uid: string;
  readonly kind: 'aside' | 'accept';
  readonly reason: AsideReason;
  readonly channel: KnownChannel | null;
  readonly state: 'proposed' | 'done' | 'undone' | 'dropped';
  readonly signed: number;
  /** Of those set aside, how many can be counted again. */
  readonly kept: number;
  readonly proposedBy: string;
  readonly isOwn: boolean;
  readonly decidedBy: string | null;
  readonly at: Date;
}

/** What organisers see of doubted signatures: figures and groups, no person. */
export interface FraudDesk {
  /** Set aside now, by the reason that is told. */
  readonly suspects: readonly {
    readonly reason: AsideReason;
    readonly signed: number;
    /** When the first of them will be erased. */
    readonly until: Date;
  }[];
  readonly hours: readonly HourFigure[];
  readonly bursts: readonly Burst[];
  readonly groups: readonly FraudGroup[];
  /** The newest first; at most 50. */
  readonly acts: readonly FraudAct[];
  readonly guard: Guard;
  readonly mayDecide: boolean;
}

/** @returns undefined before signing was opened, or for a letter that is not for this actor. */
export async function readFraudDesk(
  db: Db,
  actor: Actor,
  sealer: LetterSealer,
  letter: string,
  now: Date,
): Promise<FraudDesk | undefined> {
  const target = await fraudTarget(db, actor, sealer, letter);
  if (target === undefined) return undefined;
  const { id, keys, scopeId } = target;
  const [suspects, found, groups, acts, guard] = await Promise.all([
    readSuspects(db, id),
    readHours(db, id),
    readGroups(db, id, keys),
    readActs(db, actor, id),
    readGuard(db, letter),
  ]);
  const hours = everyHour(found, now, shownHours);
  const mayDecide = may(actor, 'letter.decide', { scopeId });
  return { suspects, hours, bursts: burstsOf(hours), groups, acts, guard, mayDecide };
}

/** A letter whose fraud desk this actor may see. */
export interface FraudTarget {
  readonly id: string;
  readonly scopeId: number;
  readonly keys: SignerKeys;
}

export async function fraudTarget(
  db: Db,
  actor: Actor,
  sealer: LetterSealer,
  letter: string,
): Promise<FraudTarget | undefined> {
  if (!may(actor, 'letter.write')) return undefined;
  const { rows } = await sql<{ id: string; uid: string; scopeId: number; secret: string }>`
    select l.id, l.uid, l.scope_id as "scopeId", s.secret
    from letter l join letter_signing s on s.letter_id = l.id
    where l.uid = ${asUid(letter)} and l.scope_id = any(${sql.val(scopesOf(actor))}::integer[])`.execute(
    db,
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  return { id: row.id, scopeId: row.scopeId, keys: openSignerKeys(sealer, row.uid, row.secret) };
}

async function readSuspects(db: Db, letterId: string): Promise<FraudDesk['suspects']> {
  const { rows } = await sql<FraudDesk['suspects'][number]>`
    select a.reasons[1] as reason, count(*)::integer as signed,
      min(a.since) + interval '30 days' as until
    from signature_aside a join letter_signature g on g.id = a.signature_id
    where a.letter_id = ${letterId} and g.state = 'aside'
    group by a.reasons[1] order by signed desc, reason`.execute(db);
  return rows;
}

async function readHours(db: Db, letterId: string): Promise<HourFigure[]> {
  const { rows } = await sql<HourFigure>`
    select to_char(date_trunc('hour', confirmed_at at time zone 'UTC'), 'YYYY-MM-DD"T"HH24') as hour,
      (count(*) filter (where state = 'confirmed'))::integer as counted,
      (count(*) filter (where state = 'aside'))::integer as aside
    from letter_signature where letter_id = ${letterId}
      and confirmed_at > now() - make_interval(hours => ${shownHours})
    group by 1`.execute(db);
  return rows;
}

const shownGroups = 8;

/** Of a wave the newest; grouping a million takes seconds. */
const mostForms = 200_000;

/** The largest groups of each kind, in one reading of the last two days. */
async function readGroups(db: Db, letterId: string, keys: SignerKeys): Promise<FraudGroup[]> {
  const { rows } = await sql<FraudGroup & { uid: string; person: string }>`
    with recent as (
      select s.network, s.domain, s.alike, s.words, s.received_at, s.signature_id, g.state
      from signature_signal s join letter_signature g on g.id = s.signature_id
      where s.letter_id = ${letterId}
        and s.received_at > now() - make_interval(hours => ${shownHours})
      order by s.received_at desc limit ${mostForms}
    ), grouped as (
      select case grouping(network, domain, alike, words)
          when 7 then 'network' when 11 then 'domain' when 13 then 'alike' else 'words' end as by,
        coalesce(network, domain, alike, words) as of, count(*)::integer as signed,
        (count(*) filter (where state = 'aside'))::integer as aside,
        (count(*) filter (where state = 'waiting'))::integer as waiting,
        min(received_at) as first, max(received_at) as last, min(signature_id) as one
      from recent group by grouping sets (network, domain, alike, words)
      having count(*) >= ${fewest} and coalesce(network, domain, alike, words) is not null
    ), ranked as (
      select *, row_number() over (partition by by order by signed desc, of) as rank from grouped
    )
    select r.by, r.of::text, r.signed, r.aside, r.waiting, r.first, r.last, g.uid, g.person
    from ranked r join letter_signature g on g.id = r.one
    where r.rank <= ${shownGroups} order by r.by, r.rank`.execute(db);
  return rows.map(({ uid, person, ...group }) => ({
    ...group,
    name: group.by === 'domain' ? hostOf(openPerson(keys, person, uid).address) : undefined,
  }));
}

/** @throws SealBroken. */
export function openPerson(keys: SignerKeys, sealed: string, uid: string): SignerPerson {
  return JSON.parse(keys.person.openText(sealed, uid)) as SignerPerson;
}

async function readActs(db: Db, actor: Actor, letterId: string): Promise<FraudAct[]> {
  const { rows } = await sql<FraudAct & { by: Grouping }>`
    select a.uid, a.kind, a.chosen_by as by, a.chosen as of, a.reason, a.channel, a.state, a.signed,
      (select count(*)::integer from signature_aside k where k.act_id = a.id) as kept,
      p.name as "proposedBy", a.proposed_by = ${actor.accountId} as "isOwn", d.name as "decidedBy",
      coalesce(a.decided_at, a.proposed_at) as at
    from letter_aside_act a join account p on p.id = a.proposed_by
    left join account d on d.id = a.decided_by
    where a.letter_id = ${letterId} order by a.id desc limit 50`.execute(db);
  return rows;
}
