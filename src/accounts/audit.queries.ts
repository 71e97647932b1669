import { sql } from 'kysely';
import type { Db } from '#platform/database';
import { parseAuditFilter } from './accounts.input.ts';
import type { Actor } from './actor.ts';
import type { AuditAction } from './audit.ts';
import { requireManager } from './managing.ts';

export interface ListedAuditEntry {
  /** Give the last one back as `before` for the next page. */
  readonly id: string;
  readonly at: Date;
  /** Who did it; absent for strangers and for the operator at the command line. */
  readonly by: { readonly uid: string; readonly name: string } | undefined;
  readonly action: AuditAction;
  readonly subject: string | undefined;
  readonly detail: Readonly<Record<string, string | number | boolean>>;
}

/**
 * The audit trail, newest first.
 *
 * @param filter {@link AuditFilter}: by account, by action, older than an entry; 100 unless told,
 * 500 at most.
 * @throws AccountRefusal `account-not-allowed`.
 */
export async function listAudit(
  db: Db,
  actor: Actor,
  filter: unknown = {},
): Promise<ListedAuditEntry[]> {
  requireManager(actor);
  const { accountUid, action, before, limit } = parseAuditFilter(filter);
  const rows = await db
    .selectFrom('audit')
    .leftJoin('account', 'account.id', 'audit.account_id')
    .$if(accountUid !== undefined, (query) =>
      query.where((where) =>
        where.or([
          where('account.uid', '=', accountUid ?? ''),
          where('audit.subject', '=', accountUid ?? ''),
        ]),
      ),
    )
    .$if(action !== undefined, (query) => query.where('audit.action', '=', action ?? ''))
    .$if(before !== undefined, (query) => query.where('audit.id', '<', before ?? ''))
    .select(['audit.id', 'at', 'account.uid as by_uid', 'account.name as by_name', 'subject'])
    .select(sql<AuditAction>`audit.action`.as('action'))
    .select(sql<Record<string, string | number | boolean>>`audit.detail`.as('detail'))
    .orderBy('audit.id', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    at: row.at,
    by:
      row.by_uid === null || row.by_name === null
        ? undefined
        : { uid: row.by_uid, name: row.by_name },
    action: row.action,
    subject: row.subject ?? undefined,
    detail: row.detail,
  }));
}
