import { sql } from 'kysely';
import type { Db, Tx } from '#platform/database';
import { AccountRefusal, refuse } from './account-refusal.ts';
import { foldEmail, parseAccountChange, parseNewAccount, parseUid } from './accounts.input.ts';
import { openScopes, roles, toActor, type Actor, type Role } from './actor.ts';
import { writeAudit } from './audit.ts';
import { may } from './permissions.ts';
import { endSessions } from './sessions.ts';

/** @throws AccountRefusal `account-not-allowed`. */
export function requireManager(actor: Actor): void {
  if (!may(actor, 'account.manage')) refuse('account-not-allowed');
}

export interface ListedAccount {
  readonly uid: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly Role[];
  readonly inTeam: boolean;
  readonly partners: readonly { readonly uid: string; readonly name: string }[];
  readonly state: 'active' | 'suspended';
  readonly locale: string;
  readonly createdAt: Date;
  /** Whether signing in takes more than a password. */
  readonly secondFactor: boolean;
}

/** Everybody who has an account, by name. */
export async function listAccounts(db: Db, actor: Actor): Promise<ListedAccount[]> {
  requireManager(actor);
  const rows = await db
    .selectFrom('account')
    .select(['uid', 'name', 'email', 'roles', 'in_team', 'state', 'locale', 'created_at'])
    .select([
      sql<{ uid: string; name: string }[]>`coalesce((
        select json_agg(json_build_object('uid', partner.uid, 'name', partner.name)
          order by partner.name)
        from partner_member join partner on partner.id = partner_member.partner_id
        where partner_member.account_id = account.id
      ), '[]')`.as('partners'),
      sql<boolean>`(
        exists (select from passkey where account_id = account.id)
        or exists (select from totp where account_id = account.id and secret is not null)
      )`.as('second_factor'),
    ])
    .orderBy('name')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    uid: row.uid,
    name: row.name,
    email: row.email,
    roles: roles.filter((role) => row.roles.includes(role)),
    inTeam: row.in_team,
    partners: row.partners,
    state: row.state === 'active' ? 'active' : 'suspended',
    locale: row.locale,
    createdAt: row.created_at,
    secondFactor: row.second_factor,
  }));
}

/**
 * Changes what a person may do and where, suspends or reactivates them. A suspension ends their
 * sessions at once; fewer rights hold from their next request on.
 *
 * @param input {@link AccountChange}; what is absent stays.
 * @throws AccountRefusal `account-last-administrator` when nobody could manage accounts any more,
 * however many try at once; `account-yourself` for one's own suspension; `account-unknown`.
 */
export async function changeAccount(
  db: Db,
  actor: Actor,
  uid: string,
  input: unknown,
): Promise<void> {
  requireManager(actor);
  const change = parseAccountChange(input);
  const accountUid = parseUid(uid, 'account-unknown');
  if (accountUid === actor.uid && change.state === 'suspended') refuse('account-yourself');
  await keepingAnAdministrator(() =>
    db.transaction().execute(async (tx) => {
      const changed = await tx
        .updateTable('account')
        .where('uid', '=', accountUid)
        .set((row) => ({
          // An update must set something, even when the form changes nothing. Not a unique column:
          // that would lock out the audit entries of others and end in a deadlock.
          name: row.ref('name'),
          ...(change.roles === undefined ? {} : { roles: change.roles }),
          ...(change.inTeam === undefined ? {} : { in_team: change.inTeam }),
          ...(change.state === undefined ? {} : { state: change.state }),
        }))
        .returning(['id', 'state'])
        .executeTakeFirst();
      if (changed === undefined) refuse('account-unknown');
      if (changed.state === 'suspended') {
        await endSessions(tx, changed.id);
        await tx.deleteFrom('account_link').where('account_id', '=', changed.id).execute();
      }
      await writeAudit(tx, {
        accountId: actor.accountId,
        action: 'account.changed',
        subject: accountUid,
        detail: {
          ...(change.roles === undefined ? {} : { roles: change.roles.join(' ') }),
          ...(change.inTeam === undefined ? {} : { inTeam: change.inTeam }),
          ...(change.state === undefined ? {} : { state: change.state }),
        },
      });
    }),
  );
}

// The database guards the last administrator (CS011), because only it sees what others do at the
// same moment.
async function keepingAnAdministrator<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'CS011') {
      throw new AccountRefusal({ code: 'account-last-administrator' }, { cause: error });
    }
    throw error;
  }
}

/**
 * Makes an account that nobody can sign in to yet; a reset link gives it a credential. For the
 * sample and for tests. One that is suspended from the start is nobody's: it only stands as the
 * author of work done in the same transaction.
 *
 * @param input {@link NewAccount}. @throws AccountRefusal `email-taken` and those of the fields.
 */
export async function createAccount(tx: Tx, input: unknown): Promise<Actor> {
  const wanted = parseNewAccount(input);
  const row = await tx
    .insertInto('account')
    .values({
      name: wanted.name,
      email: wanted.email,
      email_folded: foldEmail(wanted.email),
      roles: wanted.roles,
      in_team: wanted.inTeam,
      locale: wanted.locale,
      state: wanted.state,
    })
    .onConflict((conflict) => conflict.column('email_folded').doNothing())
    .returning(['id', 'uid', 'name', 'roles'])
    .executeTakeFirst();
  if (row === undefined) refuse('email-taken', 'email');
  await writeAudit(tx, {
    accountId: row.id,
    action: 'account.created',
    subject: row.uid,
    detail: { by: 'command' },
  });
  const { scopes } = await tx
    .selectFrom('account')
    .where('account.id', '=', row.id)
    .select(openScopes.as('scopes'))
    .executeTakeFirstOrThrow();
  return toActor({ ...row, scopes });
}
