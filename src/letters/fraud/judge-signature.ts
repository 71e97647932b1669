import { sql, type RawBuilder } from 'kysely';
import { keptPlan, type Tx } from '#platform/database';
import { foldForSearch } from '#platform/languages';
import type { AsideReason } from '../signing/form-lists.ts';
import { canonicalMailbox } from '../signing/signer-keys.ts';
import type { HeldSignature } from '../signing/signer-link.ts';
import { guardColumns } from './guard.ts';
import { openHosts } from './known-hosts.ts';
import { defaultGuard, doubtsOf, hostOf, isHasty, isWatched, type Guard } from './rules.ts';

/** Why a signature is set aside, and by which act if by none of the rules. */
export interface Aside {
  readonly reasons: readonly string[];
  readonly actId: string | null;
}

/**
 * Which of the signatures that their mailboxes confirm now are set aside: because the organisers have marked
 * them while they waited, or by the rules of their letter. Windows lie around the moment at which the form
 * came in, so that the first of a burst are noticed like the last; each looks at a bounded number of rows.
 *
 * @param confirmed all that are confirmed with them, in an order in which each is judged as if those before it
 * were confirmed already: a burst that comes together is no quieter than one that comes one by one.
 * @param judged those of them that are judged.
 * @returns by id why; without those that nobody doubts.
 */
export async function judgeSignatures(
  tx: Tx,
  confirmed: readonly HeldSignature[],
  judged: ReadonlySet<HeldSignature>,
): Promise<Map<string, Aside>> {
  const asked = confirmed.flatMap((signature, at) =>
    judged.has(signature) ? [askedOf(signature, at + 1)] : [],
  );
  const doubted = new Map<string, Aside>();
  if (asked.length === 0) return doubted;
  const ids = sql.val(confirmed.map(({ id }) => id));
  const { rows } = await sql<Judged>`${keptPlan}
    select b.id, f.* from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb)
      as b(id bigint, at integer, inside text, "isOpen" boolean)
    cross join lateral (select g.letter_id as "letterId",
        a.reasons, a.act_id as "actId", (r.letter_id is not null) as "isSet", ${guardColumns},
        extract(epoch from now() - g.received_at)::float8 as seconds,
        ${isInRecord(sql`b.inside`)} as "isInRecord",
        ${countOf('network', ids)} as network,
        case when b."isOpen" then 0 else ${countOf('domain', ids)} end as domain,
        ${countOf('alike', ids)} as alike, ${countOf('words', ids)} as words,
        (select count(*) from (select from signature_signal h where h.letter_id = g.letter_id and h.hasty
          and h.received_at between g.received_at - interval '30 minutes'
            and g.received_at + interval '30 minutes'
          limit coalesce(r.hasty_most, ${defaultGuard.hastyMost})) as quick)::integer as hasty
      from letter_signature g
      left join signature_signal s on s.signature_id = g.id
      left join letter_guard r on r.letter_id = g.letter_id
      left join signature_aside a on a.signature_id = g.id
      where g.id = b.id limit 1) as f
    order by b.at`.execute(tx);
  const byId = new Map(confirmed.map((signature) => [signature.id, signature]));
  const hasty: Judged[] = [];
  for (const row of rows) {
    const signature = byId.get(row.id);
    if (signature === undefined) continue;
    const aside = judge(row, signature, hasty);
    if (aside !== undefined) doubted.set(row.id, aside);
  }
  await noteHasty(tx, hasty);
  return doubted;
}

/** @param hasty those before it that were too quick; it is added to them if it was too. */
function judge(row: Judged, signature: HeldSignature, hasty: Judged[]): Aside | undefined {
  const { reasons: marked, actId, isSet, ...facts } = row;
  if (marked !== null) return { reasons: marked, actId };
  const guard = isSet ? facts : defaultGuard;
  const others = hasty.filter((one) => one.letterId === row.letterId && isNear(one, row)).length;
  const [host, shownName] = [hostOfSigner(signature), shownNameOf(signature)];
  const all = { ...facts, hasty: facts.hasty + others, host, shownName };
  const reasons = doubtsOf(all, guard);
  if (isHasty(facts, guard)) hasty.push(row);
  return reasons.length === 0 ? undefined : { reasons, actId: null };
}

const hastySeconds = 30 * 60;

function isNear(one: Judged, other: Judged): boolean {
  return Math.abs(one.seconds - other.seconds) <= hastySeconds;
}

async function noteHasty(tx: Tx, hasty: readonly Judged[]): Promise<void> {
  if (hasty.length === 0) return;
  await sql`
    update signature_signal set hasty = true
    where signature_id = any(${sql.val(hasty.map(({ id }) => id))}::bigint[])`.execute(tx);
}

function askedOf(signature: HeldSignature, at: number) {
  const isOpen = openHosts.has(hostOfSigner(signature));
  return { id: signature.id, at, inside: soughtName(shownNameOf(signature)), isOpen };
}

function hostOfSigner({ person }: HeldSignature): string {
  return hostOf(canonicalMailbox(person.address));
}

function shownNameOf({ appearance, person }: HeldSignature): string {
  return appearance === 'named' ? person.name : '';
}

type Judged = Guard & {
  readonly id: string;
  readonly letterId: string;
  readonly reasons: AsideReason[] | null;
  readonly actId: string | null;
  readonly isSet: boolean;
  readonly isInRecord: boolean;
} & Readonly<Record<'network' | 'domain' | 'alike' | 'words' | 'seconds' | 'hasty', number>>;

/** Whether a name that everybody would see needs an organiser: a change may bring one in later. */
export async function needsOrganiser(
  tx: Tx,
  letterId: string,
  shownName: string,
): Promise<boolean> {
  const { rows } = await sql<{ watched: string[] | null; isInRecord: boolean }>`
    select (select watched_names from letter_guard where letter_id = ${letterId}) as watched,
      ${isInRecord(sql`${soughtName(shownName)}::text`)} as "isInRecord"`.execute(tx);
  const [row] = rows;
  return row?.isInRecord === true || isWatched(shownName, { watchedNames: row?.watched ?? [] });
}

/** A name as it is looked for, without signs of a pattern; empty where it is not. */
function soughtName(name: string): string {
  const folded = foldForSearch(name);
  // One word names too many people.
  if (!folded.includes(' ')) return '';
  return folded.replaceAll(/[\\%_]/gu, String.raw`\$&`);
}

// Of public pages alone: what happens to a signature must not tell of whom the desk keeps a file.
function isInRecord(inside: RawBuilder<unknown>) {
  return sql`(${inside} <> '' and exists (select from published.subject p
    where p.kind = 'person' and p.edition is not null and p.folded like '%' || ${inside} || '%'
      and ' ' || p.folded || ' ' like '% ' || ${inside} || ' %'))`;
}

const windows = {
  network: sql`make_interval(mins => coalesce(r.network_minutes, ${defaultGuard.networkMinutes}))`,
  domain: sql`make_interval(mins => coalesce(r.domain_minutes, ${defaultGuard.domainMinutes}))`,
  alike: sql`interval '1 day'`,
  words: sql`interval '1 day'`,
} as const;
const limits = {
  network: sql`coalesce(r.network_most, ${defaultGuard.networkMost})`,
  domain: sql`coalesce(r.domain_most, ${defaultGuard.domainMost})`,
  alike: sql`coalesce(r.alike_most, ${defaultGuard.alikeMost})`,
  words: sql`coalesce(r.words_most, ${defaultGuard.wordsMost})`,
} as const;

// A rule that is off looks at nothing. Of a network every form counts. Of the others what was confirmed: anybody
// can send forms with mailboxes of a host, or with a name, and would have its people set aside.
function countOf(signal: keyof typeof windows, ids: RawBuilder<unknown>) {
  const column = sql.ref(`o.${signal}`);
  const own = sql.ref(`s.${signal}`);
  const [window, limit] = [windows[signal], limits[signal]];
  const near = sql`
    select o.signature_id from signature_signal o
    where ${column} = ${own} and o.received_at between s.received_at - ${window} / 2
      and s.received_at + ${window} / 2`;
  if (signal === 'network') {
    return sql`(case when ${limit} = 0 or s.network = any(r.trusted_networks) then 0 else
      (select count(*) from (${near} limit ${limit} + 1) as n) end)::integer`;
  }
  return sql`(case when ${limit} = 0 then 0 else (
    select count(*) from (${near} limit ${limit} * 2 + 200) as n
    join letter_signature c on c.id = n.signature_id
    where c.state <> 'waiting' or array_position(${ids}::bigint[], c.id) <= b.at) end)::integer`;
}
