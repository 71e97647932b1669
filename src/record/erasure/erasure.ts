import { sql } from 'kysely';
import { asUid, isKeepable, type Db, type Tx } from '#platform/database';
import { may, scopesOf, teamScope, writeAudit, type Actor } from '#accounts';
import { RecordRefusal } from '../record-refusal.ts';
import { open, tracesOf } from '../traces/traces.ts';
import { destroyJournaled } from './destroy.ts';
import { inventoryOf } from './inventory.ts';
import { writeJournal } from './journal.ts';

/** What is destroyed: what had been published and decided on, or everything known of the subject. */
export type ErasureExtent = 'published' | 'record';

/** Classes of reason for which somebody may be erased, of the vocabulary `withdrawal-reasons`. */
export const erasureReasons = ['erasure', 'consent-withdrawn', 'safety'] as const;
export type ErasureReason = (typeof erasureReasons)[number];

export interface ErasureInput {
  readonly subject: string;
  readonly extent: ErasureExtent;
  readonly reasonClass: ErasureReason;
  /** For the one who decides; destroyed with the rest. */
  readonly reason: string;
}

/**
 * Proposes to erase a subject that was taken back before.
 *
 * @returns the erasure's uid.
 * @throws RecordRefusal `not-allowed`, `not-found` (never taken back), `comment-missing`,
 * `value-too-long`, `bad-characters`, `erasure-open` (another one waits).
 */
export async function proposeErasure(tx: Tx, actor: Actor, input: ErasureInput): Promise<string> {
  if (!may(actor, 'publication.propose', { scopeId: teamScope })) {
    throw new RecordRefusal({ code: 'not-allowed' });
  }
  const reason = input.reason.trim();
  if (reason === '') throw new RecordRefusal({ code: 'comment-missing', field: 'reason' });
  if (reason.length > 2_000) {
    throw new RecordRefusal({ code: 'value-too-long', field: 'reason', params: { most: 2_000 } });
  }
  if (!isKeepable(reason)) throw new RecordRefusal({ code: 'bad-characters', field: 'reason' });
  await refuseUnlessRemoved(tx, input.subject);
  const { rows } = await sql<{ uid: string }>`
    insert into erasure (subject, extent, reason_class, reason, author_id)
    values (${asUid(input.subject)}, ${input.extent}, ${input.reasonClass}, ${reason},
      ${actor.accountId})
    on conflict (subject) where state = 'proposed' do nothing
    returning uid`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw new RecordRefusal({ code: 'erasure-open' });
  return row.uid;
}

// What is published is taken back first: by a decision that mends everybody else's pages as well.
async function refuseUnlessRemoved(db: Db, subject: string): Promise<void> {
  const { rows } = await sql`
    select 1 from published.subject where subject = ${asUid(subject)} and removed_at is not null`.execute(
    db,
  );
  if (rows.length === 0) throw new RecordRefusal({ code: 'not-found' });
}

interface OpenErasure {
  readonly uid: string;
  readonly subject: string;
  readonly extent: ErasureExtent;
  readonly author_id: string;
}

/** How an erasure is decided. */
export interface ErasureVerdict {
  readonly approve: boolean;
  readonly singlePerson?: boolean;
}

/**
 * Decides on a proposed erasure; by somebody else than who proposed it. Approval destroys in the same
 * transaction and writes into the journal what.
 *
 * @throws RecordRefusal `not-found`, `not-allowed`, `erasure-own`; and `erasure-traces` while somebody
 * else's page still says the name and nobody kept it on purpose.
 */
export async function decideErasure(
  tx: Tx,
  actor: Actor,
  uid: string,
  { approve, singlePerson = false }: ErasureVerdict,
): Promise<void> {
  const erasure = await lockErasure(tx, actor, uid);
  const facts = { scopeId: teamScope, authorId: erasure.author_id, singlePerson };
  if (!may(actor, 'publication.decide', facts)) {
    const own = erasure.author_id === actor.accountId && may(actor, 'publication.decide');
    throw new RecordRefusal({ code: own ? 'erasure-own' : 'not-allowed' });
  }
  if (approve) {
    // Nothing comes to be published that the inventory would not know of.
    await sql`lock table edition_decision in share row exclusive mode`.execute(tx);
    await refuseUnlessRemoved(tx, erasure.subject);
    const traces = open(await tracesOf(tx, actor, [erasure.subject]));
    const whole = traces.filter((trace) => trace.whole);
    if (whole.length > 0) {
      throw new RecordRefusal({ code: 'erasure-traces', params: { n: whole.length } });
    }
  }
  await sql`
    update erasure set state = ${approve ? 'approved' : 'refused'},
      reason = case when ${approve} then '' else reason end,
      decided_by = ${actor.accountId}, decided_at = now()
    where uid = ${erasure.uid}`.execute(tx);
  await writeAudit(tx, {
    accountId: actor.accountId,
    action: 'erasure.decided',
    subject: erasure.uid,
    detail: { approved: approve, extent: erasure.extent },
  });
  if (!approve) return;
  await writeJournal(tx, erasure.uid, await inventoryOf(tx, erasure.subject, erasure.extent));
  await destroyJournaled(tx);
}

async function lockErasure(tx: Tx, actor: Actor, uid: string): Promise<OpenErasure> {
  const { rows } = await sql<OpenErasure>`
    select uid, subject, extent, author_id from erasure
    where uid = ${asUid(uid)} and state = 'proposed' for no key update`.execute(tx);
  const [erasure] = rows;
  if (erasure === undefined || !scopesOf(actor).includes(teamScope)) {
    throw new RecordRefusal({ code: 'not-found' });
  }
  return erasure;
}

/** Takes a proposal back; only its author may. */
export async function cancelErasure(tx: Tx, actor: Actor, uid: string): Promise<void> {
  const erasure = await lockErasure(tx, actor, uid);
  if (erasure.author_id !== actor.accountId) throw new RecordRefusal({ code: 'not-allowed' });
  await sql`update erasure set state = 'cancelled' where uid = ${erasure.uid}`.execute(tx);
}

/** An erasure of a subject as the desk tells of it. */
export interface ErasureView {
  readonly uid: string;
  readonly extent: ErasureExtent;
  readonly reasonClass: ErasureReason;
  readonly reason: string;
  readonly state: 'proposed' | 'approved' | 'refused' | 'cancelled';
  readonly author: string;
  readonly authorUid: string;
  readonly createdAt: Date;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  /** How many things of each kind were destroyed. */
  readonly destroyed: Readonly<Record<string, number>>;
}

/** Erasures of a subject, the latest first; none for somebody outside the team. */
export async function erasuresOf(db: Db, actor: Actor, subject: string): Promise<ErasureView[]> {
  if (!may(actor, 'desk.enter', { scopeId: teamScope })) return [];
  const { rows } = await sql<ErasureView>`
    select e.uid, e.extent, e.reason_class as "reasonClass", e.reason, e.state, a.name as author,
      a.uid as "authorUid", e.created_at as "createdAt", b.name as "decidedBy",
      e.decided_at as "decidedAt",
      coalesce((select json_object_agg(kind, n) from (
        select kind, count(*)::int as n from erasure_journal j where j.erasure = e.uid group by kind
      ) counted), '{}') as destroyed
    from erasure e join account a on a.id = e.author_id left join account b on b.id = e.decided_by
    where e.subject = ${asUid(subject)} order by e.id desc`.execute(db);
  return rows;
}
