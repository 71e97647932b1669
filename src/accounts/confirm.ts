import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import type { Db } from '#platform/database';
import { AccountRefusal } from './account-refusal.ts';
import { parseConfirmation } from './accounts.input.ts';
import { writeAudit } from './audit.ts';
import { askPasskey, verifyPasskey } from './passkey-sign-in.ts';
import { verifyPassword } from './passwords.ts';
import { renewSession, type SignedIn } from './sessions.ts';
import { isKnownBrowser } from './sign-in-done.ts';
import type { SignInSettings, Visitor } from './sign-in-settings.ts';
import { forgiveTry, takeTry } from './throttle.ts';

/**
 * Shows again who sits before this session, by password.
 *
 * @param input `{ password }` from a form.
 * @returns the session's new token.
 * @throws AccountRefusal `password-wrong`, `sign-in-wait`.
 */
export async function confirmWithPassword(
  db: Db,
  settings: SignInSettings,
  visitor: Visitor,
  signedIn: SignedIn,
  input: unknown,
): Promise<string> {
  const { password } = parseConfirmation(input);
  await checkOwnPassword(db, settings, visitor, signedIn, password, 'password');
  return db
    .transaction()
    .execute(async (tx) => renewSession(tx, signedIn.session.uid, signedIn.session.factors));
}

/** For `startAuthentication`: the person's own passkeys. */
export async function confirmPasskeyOptions(
  db: Db,
  settings: SignInSettings,
  visitor: Visitor,
  signedIn: SignedIn,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const { accountId } = signedIn.actor;
  return askPasskey(db, settings, visitor, { purpose: 'confirm', accountId });
}

/** Shows it by passkey. @returns the session's new token. */
export async function confirmWithPasskey(
  db: Db,
  settings: SignInSettings,
  visitor: Visitor,
  signedIn: SignedIn,
  response: unknown,
): Promise<string> {
  const { accountId } = signedIn.actor;
  await verifyPasskey(db, settings, visitor, { purpose: 'confirm', accountId }, response);
  return db.transaction().execute(async (tx) => renewSession(tx, signedIn.session.uid, 2));
}

/**
 * Compares with the person's own password, throttled like a sign-in: an open browser must not be a
 * place to guess at leisure.
 *
 * @throws AccountRefusal `password-wrong` at the given field, `sign-in-wait`.
 */
export async function checkOwnPassword(
  db: Db,
  settings: SignInSettings,
  visitor: Visitor,
  signedIn: SignedIn,
  password: string,
  field: string,
): Promise<void> {
  const { accountId } = signedIn.actor;
  const account = await db
    .selectFrom('account')
    .leftJoin('password', 'password.account_id', 'account.id')
    .where('account.id', '=', accountId)
    .select(['email_folded', 'hash'])
    .executeTakeFirstOrThrow();
  const known = await isKnownBrowser(db, visitor.browser, { accountId });
  const guarded = { kind: 'password', emailFolded: account.email_folded } as const;
  const taken = await takeTry(db, settings, visitor, guarded, known);
  if (!(await verifyPassword(password, account.hash ?? undefined))) {
    await writeAudit(db, { accountId, action: 'sign-in.refused', detail: { method: 'confirm' } });
    throw new AccountRefusal({ code: 'password-wrong', field });
  }
  await db.transaction().execute(async (tx) => forgiveTry(tx, taken));
}
