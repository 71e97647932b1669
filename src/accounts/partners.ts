import { sql } from 'kysely';
import { inTransaction, type Db, type Tx } from '#platform/database';
import { refuse } from './account-refusal.ts';
import { parsePartner, parseUid } from './accounts.input.ts';
import type { Actor } from './actor.ts';
import { writeAudit } from './audit.ts';
import { requireManager } from './managing.ts';

export interface Partner {
  readonly uid: string;
  readonly name: string;
  /** The scope whose rows its members see. */
  readonly scopeId: number;
  readonly members: readonly { readonly uid: string; readonly name: string }[];
}

/** Partner groups with their members, by name. */
export async function listPartners(db: Db, actor: Actor): Promise<Partner[]> {
  requireManager(actor);
  const rows = await db
    .selectFrom('partner')
    .innerJoin('scope', 'scope.partner_id', 'partner.id')
    .select(['partner.uid', 'partner.name', 'scope.id as scopeId'])
    .select(
      sql<{ uid: string; name: string }[]>`coalesce((
        select json_agg(json_build_object('uid', account.uid, 'name', account.name)
          order by account.name)
        from partner_member join account on account.id = partner_member.account_id
        where partner_member.partner_id = partner.id
      ), '[]')`.as('members'),
    )
    .orderBy('partner.name')
    .execute();
  return rows;
}

/**
 * Makes a partner group and the scope of what is shared with it.
 *
 * @param input `{ name }`. @throws AccountRefusal `partner-taken`.
 */
export async function createPartner(
  db: Db,
  actor: Actor,
  input: unknown,
): Promise<{ readonly uid: string; readonly scopeId: number }> {
  requireManager(actor);
  const { name } = parsePartner(input);
  return inTransaction(db, async (tx) => {
    const partner = await tx
      .insertInto('partner')
      .values({ name })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .returning(['id', 'uid'])
      .executeTakeFirst();
    if (partner === undefined) refuse('partner-taken', 'name');
    const scope = await tx
      .insertInto('scope')
      .values({ kind: 'partner', partner_id: partner.id })
      .returning('id')
      .executeTakeFirstOrThrow();
    await writeAudit(tx, {
      accountId: actor.accountId,
      action: 'partner.created',
      subject: partner.uid,
    });
    return { uid: partner.uid, scopeId: scope.id };
  });
}

/** Lets a person see what is shared with a partner group; twice is no error. */
export async function addPartnerMember(
  db: Db,
  actor: Actor,
  partnerUid: string,
  accountUid: string,
): Promise<void> {
  await changeMember(db, actor, partnerUid, accountUid, async (tx, member) => {
    await tx
      .insertInto('partner_member')
      .values(member)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    return 'joined';
  });
}

/** Ends it from the person's next request on. */
export async function removePartnerMember(
  db: Db,
  actor: Actor,
  partnerUid: string,
  accountUid: string,
): Promise<void> {
  await changeMember(db, actor, partnerUid, accountUid, async (tx, member) => {
    await tx
      .deleteFrom('partner_member')
      .where('partner_id', '=', member.partner_id)
      .where('account_id', '=', member.account_id)
      .execute();
    return 'left';
  });
}

async function changeMember(
  db: Db,
  actor: Actor,
  partnerUid: string,
  accountUid: string,
  change: (tx: Tx, member: { partner_id: string; account_id: string }) => Promise<string>,
): Promise<void> {
  requireManager(actor);
  await inTransaction(db, async (tx) => {
    const partner = await tx
      .selectFrom('partner')
      .where('uid', '=', parseUid(partnerUid, 'partner-unknown'))
      .select('id')
      .executeTakeFirst();
    if (partner === undefined) refuse('partner-unknown');
    const account = await tx
      .selectFrom('account')
      .where('uid', '=', parseUid(accountUid, 'account-unknown'))
      .select('id')
      .executeTakeFirst();
    if (account === undefined) refuse('account-unknown');
    const step = await change(tx, { partner_id: partner.id, account_id: account.id });
    await writeAudit(tx, {
      accountId: actor.accountId,
      action: 'account.changed',
      subject: accountUid,
      detail: { partner: partnerUid, step },
    });
  });
}
