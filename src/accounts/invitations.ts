import { sql } from 'kysely';
import type { Db, Tx } from '#platform/database';
import { refuse } from './account-refusal.ts';
import { foldEmail, parseAcceptance, parseInvitation, parseUid } from './accounts.input.ts';
import { roles, type Actor, type Role } from './actor.ts';
import { writeAudit } from './audit.ts';
import { checkCredential, storeCredential } from './credentials.ts';
import { invitationDays } from './lifetimes.ts';
import { requireManager } from './managing.ts';
import { completeSignIn, type SignInDone } from './sign-in-done.ts';
import type { SignInSettings, Visitor } from './sign-in-settings.ts';
import { hashToken, makeToken } from './tokens.ts';

export interface MadeInvitation {
  readonly uid: string;
  /** For the mail alone: stored as its hash, never to be logged. */
  readonly token: string;
  readonly expiresAt: Date;
}

/**
 * Invites a person. A newer invitation to the same mailbox replaces the older.
 *
 * @param input {@link InvitationInput} from a form: who is not in the team needs a partner group.
 * @throws AccountRefusal `account-not-allowed`, `email-taken`, `partner-unknown`,
 * `account-place-missing` and those of the fields.
 */
export async function invite(db: Db, actor: Actor, input: unknown): Promise<MadeInvitation> {
  requireManager(actor);
  const wanted = parseInvitation(input);
  if (!wanted.inTeam && wanted.partnerUid === undefined) refuse('account-place-missing', 'place');
  const token = makeToken();
  return db.transaction().execute(async (tx) => {
    const email_folded = foldEmail(wanted.email);
    const taken = await tx
      .selectFrom('account')
      .where('email_folded', '=', email_folded)
      .select('id')
      .executeTakeFirst();
    if (taken !== undefined) refuse('email-taken', 'email');
    const partnerId =
      wanted.partnerUid === undefined ? null : await readPartnerId(tx, wanted.partnerUid);
    await tx.deleteFrom('invitation').where('email_folded', '=', email_folded).execute();
    const made = await tx
      .insertInto('invitation')
      .values({
        token_hash: hashToken(token),
        name: wanted.name,
        email: wanted.email,
        email_folded,
        roles: wanted.roles,
        in_team: wanted.inTeam,
        partner_id: partnerId,
        locale: wanted.locale,
        invited_by: actor.accountId,
        expires_at: sql`now() + make_interval(days => ${invitationDays})`,
      })
      .returning(['uid', 'expires_at'])
      .executeTakeFirstOrThrow();
    await writeAudit(tx, {
      accountId: actor.accountId,
      action: 'invitation.made',
      subject: made.uid,
    });
    return { uid: made.uid, token, expiresAt: made.expires_at };
  });
}

async function readPartnerId(tx: Tx, uid: string): Promise<string> {
  const partner = await tx
    .selectFrom('partner')
    .where('uid', '=', uid)
    .select('id')
    .executeTakeFirst();
  return partner === undefined ? refuse('partner-unknown', 'partnerUid') : partner.id;
}

export interface ListedInvitation {
  readonly uid: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly Role[];
  readonly inTeam: boolean;
  readonly partner: string | undefined;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly expired: boolean;
}

/** Invitations not yet accepted, the newest first. */
export async function listInvitations(db: Db, actor: Actor): Promise<ListedInvitation[]> {
  requireManager(actor);
  const rows = await db
    .selectFrom('invitation')
    .leftJoin('partner', 'partner.id', 'invitation.partner_id')
    .select(['invitation.uid', 'invitation.name', 'email', 'roles', 'in_team', 'expires_at'])
    .select(['partner.name as partner', 'invitation.created_at'])
    .select(sql<boolean>`expires_at < now()`.as('expired'))
    .orderBy('invitation.id', 'desc')
    .execute();
  return rows.map((row) => ({
    uid: row.uid,
    name: row.name,
    email: row.email,
    roles: roles.filter((role) => row.roles.includes(role)),
    inTeam: row.in_team,
    partner: row.partner ?? undefined,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    expired: row.expired,
  }));
}

/** @throws AccountRefusal `link-spent` when it is accepted or gone already. */
export async function withdrawInvitation(db: Db, actor: Actor, uid: string): Promise<void> {
  requireManager(actor);
  await db.transaction().execute(async (tx) => {
    const gone = await tx
      .deleteFrom('invitation')
      .where('uid', '=', parseUid(uid, 'link-spent'))
      .returning('id')
      .executeTakeFirst();
    if (gone === undefined) refuse('link-spent');
    await writeAudit(tx, {
      accountId: actor.accountId,
      action: 'invitation.withdrawn',
      subject: uid,
    });
  });
}

/**
 * Accepts an invitation: makes the account, sets its credential, uses the link up and signs in.
 *
 * @param input {@link Acceptance} from a form; `name` corrects the one in the invitation.
 * @throws AccountRefusal `link-spent` for a link that is used, withdrawn or older than a week,
 * `email-taken`, and those of a new credential, which leave the link usable.
 */
export async function acceptInvitation(
  db: Db,
  settings: SignInSettings,
  visitor: Visitor,
  input: unknown,
): Promise<SignInDone> {
  const acceptance = parseAcceptance(input);
  const open = await db
    .selectFrom('invitation')
    .where('token_hash', '=', hashToken(acceptance.token))
    .where('expires_at', '>', sql<Date>`now()`)
    .select(['name', 'email'])
    .executeTakeFirst();
  if (open === undefined) refuse('link-spent');
  const person = { name: acceptance.name ?? open.name, email: open.email };
  const credential = await checkCredential(db, settings, visitor, person, acceptance.credential);

  return db.transaction().execute(async (tx) => {
    const used = await tx
      .deleteFrom('invitation')
      .where('token_hash', '=', hashToken(acceptance.token))
      .returningAll()
      .executeTakeFirst();
    if (used === undefined) refuse('link-spent');
    const account = await tx
      .insertInto('account')
      .values({
        ...(credential.kind === 'passkey' ? { uid: credential.passkey.userUid } : {}),
        name: person.name,
        email: used.email,
        email_folded: used.email_folded,
        roles: used.roles,
        in_team: used.in_team,
        locale: used.locale,
      })
      .onConflict((conflict) => conflict.column('email_folded').doNothing())
      .returning(['id', 'uid'])
      .executeTakeFirst();
    if (account === undefined) refuse('email-taken');
    if (used.partner_id !== null) {
      await tx
        .insertInto('partner_member')
        .values({ partner_id: used.partner_id, account_id: account.id })
        .execute();
    }
    await writeAudit(tx, {
      accountId: account.id,
      action: 'account.created',
      subject: account.uid,
      detail: { by: 'invitation', invitation: used.uid },
    });
    const factors = await storeCredential(tx, account.id, credential);
    return completeSignIn(tx, visitor, { accountId: account.id, factors, method: 'link' });
  });
}
