import { sql } from 'kysely';
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
 * Whether a signature that its mailbox confirms now is set aside: because the organisers have marked it
 * while it waited, or by the rules of its letter. Windows lie around the moment at which the form came
 * in, so that the first of a burst are noticed like the last; each looks at a bounded number of rows.
 *
 * @returns undefined of one that nobody doubts.
 */
export async function judgeSignature(tx: Tx, signature: HeldSignature): Promise<Aside | undefined> {
  const host = hostOf(canonicalMailbox(signature.person.address));
  const shownName = signature.appearance === 'named' ? signature.person.name : '';
  const { rows } = await sql<Judged>`${keptPlan}
    select a.reasons, a.act_id as "actId", (r.letter_id is not null) as "isSet", ${guardColumns},
      extract(epoch from now() - g.received_at)::float8 as seconds,
      ${isInRecord(shownName)} as "isInRecord",
      ${countOf('network')} as network, ${openHosts.has(host) ? sql`0` : countOf('domain')} as domain,
      ${countOf('alike')} as alike, ${countOf('words')} as words,
      (select count(*) from (select from signature_signal h where h.letter_id = g.letter_id and h.hasty
        and h.received_at between g.received_at - interval '30 minutes'
          and g.received_at + interval '30 minutes'
        limit coalesce(r.hasty_most, ${defaultGuard.hastyMost})) as quick)::integer as hasty
    from letter_signature g
    left join signature_signal s on s.signature_id = g.id
    left join letter_guard r on r.letter_id = g.letter_id
    left join signature_aside a on a.signature_id = g.id
    where g.id = ${signature.id}`.execute(tx);
  const [row] = rows;
  if (row === undefined) return undefined;
  const { reasons: marked, actId, isSet, ...facts } = row;
  if (marked !== null) return { reasons: marked, actId };
  const guard = isSet ? facts : defaultGuard;
  const reasons = doubtsOf({ ...facts, host, shownName }, guard);
  if (isHasty(facts, guard)) {
    await sql`update signature_signal set hasty = true where signature_id = ${signature.id}`.execute(
      tx,
    );
  }
  return reasons.length === 0 ? undefined : { reasons, actId: null };
}

type Judged = Guard & {
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
      ${isInRecord(shownName)} as "isInRecord"`.execute(tx);
  const [row] = rows;
  return row?.isInRecord === true || isWatched(shownName, { watchedNames: row?.watched ?? [] });
}

// Of public pages alone: what happens to a signature must not tell of whom the desk keeps a file. One
// word names too many people.
function isInRecord(name: string) {
  const folded = foldForSearch(name);
  if (!folded.includes(' ')) return sql`false`;
  const inside = folded.replaceAll(/[\\%_]/gu, String.raw`\$&`);
  return sql`exists (select from published.subject p
    where p.kind = 'person' and p.edition is not null and p.folded like ${`%${inside}%`}
      and ' ' || p.folded || ' ' like ${`% ${inside} %`})`;
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

// Of a network every form counts. Of the others what was confirmed: anybody can send forms with mailboxes
// of a host, or with a name, and would have its people set aside.
function countOf(signal: keyof typeof windows) {
  const column = sql.ref(`o.${signal}`);
  const own = sql.ref(`s.${signal}`);
  const [window, limit] = [windows[signal], limits[signal]];
  const near = sql`
    select o.signature_id from signature_signal o
    where ${column} = ${own} and o.received_at between s.received_at - ${window} / 2
      and s.received_at + ${window} / 2`;
  if (signal === 'network') {
    return sql`(case when s.network = any(r.trusted_networks) then 0 else
      (select count(*) from (${near} limit ${limit} + 1) as n) end)::integer`;
  }
  return sql`(select count(*) from (${near} limit ${limit} * 2 + 200) as n
    join letter_signature c on c.id = n.signature_id
    where c.id = g.id or c.state <> 'waiting')::integer`;
}
