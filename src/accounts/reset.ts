import { sql } from 'kysely';
import type { Db, Tx } from '#platform/database';
import { refuse } from './account-refusal.ts';
import { foldEmail, parseEmail, parseReset, parseUid } from './accounts.input.ts';
import type { Actor } from './actor.ts';
import { writeAudit } from './audit.ts';
import { checkCredential, storeCredential } from './credentials.ts';
import { resetLinkHours } from './lifetimes.ts';
import { requireManager } from './managing.ts';
import { readFactors } from './factors.queries.ts';
import { lockAccount } from './second-factor.ts';
import { endSessions } from './sessions.ts';
import { completeSignIn, type SignInDone } from './sign-in-done.ts';
import type { SignInSettings, Visitor } from './sign-in-settings.ts';
import { hashToken, makeToken } from './tokens.ts';

// There is no "forgot password" form: it would make whoever reads a mailbox the owner of the
// account, and mailboxes of people here are read. An administrator, who can ask in person, makes
// the link; the operator makes one for the last administrator.

/**
 * What a link replaces: `password` keeps passkeys and second factor, which the next sign-in asks
 * for; `everything` is for a person who has lost them.
 */
export type ResetExtent = 'password' | 'everything';

export interface ResetLink {
  /** Shown once, to whoever hands it over; stored as its hash. */
  readonly token: string;
  readonly expiresAt: Date;
  readonly accountUid: string;
  readonly locale: string;
}

/**
 * Makes a one-time link for somebody's new credentials and ends their sessions at once. Until it
 * is used the old credentials hold.
 *
 * @throws AccountRefusal `account-not-allowed`, `account-unknown`, `account-suspended`.
 */
export async function makeResetLink(
  db: Db,
  actor: Actor,
  accountUid: string,
  extent: ResetExtent,
): Promise<ResetLink> {
  requireManager(actor);
  return db.transaction().execute(async (tx) => {
    const account = await tx
      .selectFrom('account')
      .where('uid', '=', parseUid(accountUid, 'account-unknown'))
      .select(['id', 'uid', 'state', 'locale'])
      .executeTakeFirst();
    return makeLink(tx, account, extent, actor.accountId);
  });
}

/**
 * The operator's way back in for someone locked out, also the last administrator: replaces
 * everything. For the command line only: whoever runs it holds the machine.
 *
 * @throws AccountRefusal `account-unknown`, `account-suspended`.
 */
export async function resetAccount(db: Db, email: unknown): Promise<ResetLink> {
  const email_folded = foldEmail(parseEmail(email));
  return db.transaction().execute(async (tx) => {
    const account = await tx
      .selectFrom('account')
      .where('email_folded', '=', email_folded)
      .select(['id', 'uid', 'state', 'locale'])
      .executeTakeFirst();
    return makeLink(tx, account, 'everything', undefined);
  });
}

interface ResetTarget {
  readonly id: string;
  readonly uid: string;
  readonly state: string;
  readonly locale: string;
}

async function makeLink(
  tx: Tx,
  account: ResetTarget | undefined,
  extent: ResetExtent,
  by: string | undefined,
): Promise<ResetLink> {
  if (account === undefined) refuse('account-unknown');
  if (account.state !== 'active') refuse('account-suspended');
  const token = makeToken();
  await endSessions(tx, account.id);
  await tx
    .deleteFrom('account_link')
    .where('account_id', '=', account.id)
    .where('kind', 'in', ['reset', 'password'])
    .execute();
  const link = await tx
    .insertInto('account_link')
    .values({
      token_hash: hashToken(token),
      account_id: account.id,
      kind: extent === 'everything' ? 'reset' : 'password',
      expires_at: sql`now() + make_interval(hours => ${resetLinkHours})`,
    })
    .returning('expires_at')
    .executeTakeFirstOrThrow();
  await writeAudit(tx, {
    ...(by === undefined ? {} : { accountId: by }),
    action: 'account.reset',
    subject: account.uid,
    detail: { step: 'link-made', extent, by: by === undefined ? 'operator' : 'administrator' },
  });
  return {
    token,
    expiresAt: link.expires_at,
    accountUid: account.uid,
    locale: account.locale,
  };
}

/** New credentials are set; the person signs in with them and with the second factor they kept. */
export interface ResetDone {
  readonly kind: 'reset';
}

/**
 * Sets new credentials through a link, uses it up and ends every session.
 *
 * @param input `{ token, credential }`.
 * @returns a session, unless the account kept a second factor that must still be shown.
 * @throws AccountRefusal `link-spent`, and those of a new credential, which leave the link usable.
 */
export async function useResetLink(
  db: Db,
  settings: SignInSettings,
  visitor: Visitor,
  input: unknown,
): Promise<SignInDone | ResetDone> {
  const { token, credential: wanted } = parseReset(input);
  const person = await db
    .selectFrom('account_link')
    .innerJoin('account', 'account.id', 'account_link.account_id')
    .where('token_hash', '=', hashToken(token))
    .where('kind', 'in', ['reset', 'password'])
    .where('expires_at', '>', sql<Date>`now()`)
    .select(['account.name', 'account.email', 'kind', 'account.uid'])
    .executeTakeFirst();
  if (person === undefined) refuse('link-spent');
  // A passkey would pass by the second factor that such a link leaves in place.
  if (person.kind === 'password' && wanted.kind !== 'password') refuse('account-malformed');
  const credential = await checkCredential(db, settings, visitor, person, wanted);
  if (credential.kind === 'passkey' && credential.passkey.userUid !== person.uid) {
    refuse('passkey-expired');
  }

  return db.transaction().execute(async (tx) => {
    const used = await tx
      .deleteFrom('account_link')
      .where('token_hash', '=', hashToken(token))
      .returning(['account_id', 'kind'])
      .executeTakeFirst();
    if (used === undefined) refuse('link-spent');
    const accountId = used.account_id;
    await lockAccount(tx, accountId);
    if (used.kind === 'reset') await dropCredentials(tx, accountId);
    await endSessions(tx, accountId);
    await tx.deleteFrom('account_link').where('account_id', '=', accountId).execute();
    await tx.deleteFrom('known_browser').where('account_id', '=', accountId).execute();
    const factors = await storeCredential(tx, accountId, credential);
    await writeAudit(tx, {
      accountId,
      action: 'account.reset',
      subject: person.uid,
      detail: { step: 'link-used', extent: used.kind === 'reset' ? 'everything' : 'password' },
    });
    const left = await readFactors(tx, accountId);
    const asksMore = credential.kind === 'password' && (left.totp || left.passkeys > 0);
    if (asksMore) return { kind: 'reset' };
    return completeSignIn(tx, visitor, { accountId, factors, method: 'link' });
  });
}

async function dropCredentials(tx: Tx, accountId: string): Promise<void> {
  await tx.deleteFrom('password').where('account_id', '=', accountId).execute();
  await tx.deleteFrom('totp').where('account_id', '=', accountId).execute();
  await tx.deleteFrom('passkey').where('account_id', '=', accountId).execute();
  await tx.deleteFrom('recovery_code').where('account_id', '=', accountId).execute();
}
