import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { JsonValue } from '@countersign/proof';
import { asUid, type Db } from '#platform/database';

/** What a person must look at. Nothing here is ever deleted: it is evidence. */
export interface NewAlarm {
  readonly kind:
    /** A countersigner has seen a tree of our log that contradicts this one. */
    | 'own-fork'
    /** A countersigner has seen more of our log than we know. */
    | 'own-rollback'
    /** A countersigner says one of both, and shows no checkpoint that our key has signed. */
    | 'own-disputed'
    /** A log that we countersign showed a tree that contradicts what we saw. */
    | 'other-fork'
    /** A log that we countersign showed a tree without proof that it follows; anyone may have sent it. */
    | 'other-unproven'
    /** The log stands still: the code of a LogError. */
    | 'log-stopped';
  readonly origin: string;
  /** Checkpoints as signed notes, ours and theirs, where there are such. */
  readonly ours?: string;
  readonly theirs?: string;
  readonly detail?: Readonly<Record<string, JsonValue>>;
}

// Whoever holds a key of a log that we countersign can make contradictions without end.
const mostOfOneKind = 200;

/** Keeps an alarm. The same one again is counted; so is one of a log that has given enough evidence. */
export async function raiseAlarm(db: Db, alarm: NewAlarm): Promise<void> {
  const { kind, origin, ours = '', theirs = '', detail = {} } = alarm;
  const digest = createHash('sha256')
    .update(JSON.stringify([kind, origin, ours, theirs, detail]))
    .digest();
  await sql`
    with newest as (
      select max(id) as id, count(*) as count from log_alarm
      where kind = ${kind} and origin = ${origin}
    ), counted as (
      update log_alarm a set times = a.times + 1, last_at = now() from newest n
      where a.id = n.id and n.count >= ${mostOfOneKind} and a.digest <> ${digest}
        and not exists (select from log_alarm where digest = ${digest})
      returning a.id
    )
    insert into log_alarm (kind, origin, ours, theirs, detail, digest)
    select ${kind}, ${origin}, ${ours}, ${theirs}, ${JSON.stringify(detail)}::jsonb, ${digest}
    where not exists (select from counted)
    on conflict (digest) do update set times = log_alarm.times + 1, last_at = now()`.execute(db);
}

export interface ListedAlarm {
  readonly uid: string;
  readonly kind: string;
  readonly origin: string;
  readonly ours: string;
  readonly theirs: string;
  readonly detail: unknown;
  readonly raisedAt: Date;
  readonly lastAt: Date;
  readonly times: number;
  readonly seenAt: Date | null;
  readonly comment: string;
}

/** Alarms, those nobody has looked at first, then the newest. */
export async function listAlarms(db: Db, limit = 100): Promise<ListedAlarm[]> {
  return selectAlarms(db)
    .orderBy((eb) => eb('seen_at', 'is not', null))
    .orderBy('last_at', 'desc')
    .limit(limit)
    .execute();
}

/** One alarm; undefined when there is none of that uid. */
export async function findAlarm(db: Db, uid: string): Promise<ListedAlarm | undefined> {
  return selectAlarms(db)
    .where('uid', '=', asUid(uid) ?? null)
    .executeTakeFirst();
}

/** How many alarms nobody has looked at. */
export async function countAlarms(db: Db): Promise<number> {
  const row = await db
    .selectFrom('log_alarm')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('seen_at', 'is', null)
    .executeTakeFirst();
  return Number(row?.count ?? 0);
}

function selectAlarms(db: Db) {
  return db
    .selectFrom('log_alarm')
    .select(['uid', 'kind', 'origin', 'ours', 'theirs', 'detail', 'times', 'comment'])
    .select(['raised_at as raisedAt', 'last_at as lastAt', 'seen_at as seenAt']);
}
