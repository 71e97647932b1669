import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import { sql } from 'kysely';
import type { Db, Tx } from '#platform/database';
import { AccountRefusal, refuse } from './account-refusal.ts';
import { parseCode } from './accounts.input.ts';
import { writeAudit } from './audit.ts';
import { askPasskey, verifyPasskey } from './passkey-sign-in.ts';
import { spendRecoveryCode } from './recovery-codes.ts';
import { completeSignIn, isKnownBrowser, type SignInDone } from './sign-in-done.ts';
import type { SignInSettings, Visitor } from './sign-in-settings.ts';
import { forgiveTry, takeTry } from './throttle.ts';
import { hashToken } from './tokens.ts';
import { spendTotpCode } from './totp.ts';

/**
 * Finishes a sign-in with a code from the authenticator app or a recovery code; one field takes
 * both.
 *
 * @param token of {@link SecondFactorAsked}.
 * @throws AccountRefusal `code-wrong` (also for a code used before), `sign-in-wait`,
 * `sign-in-expired` when the password has to be given again.
 */
export async function finishWithCode(
  db: Db,
  settings: SignInSettings,
  visitor: Visitor,
  token: string,
  typed: unknown,
): Promise<SignInDone> {
  const code = parseCode(typed);
  const accountId = await readHalfSignIn(db, visitor, token);
  // A thief who has the password has this step left to guess: a million codes, three valid.
  const known = await isKnownBrowser(db, visitor.browser, { accountId });
  const taken = await takeTry(db, settings, visitor, { kind: 'code', accountId }, known);
  const done = await db.transaction().execute(async (tx) => {
    const method = await spendCode(tx, settings, accountId, code);
    if (method === undefined) return undefined;
    await forgiveTry(tx, taken);
    await spendHalfSignIn(tx, visitor, token);
    return completeSignIn(tx, visitor, { accountId, factors: 2, method });
  });
  if (done !== undefined) return done;
  await writeAudit(db, { accountId, action: 'sign-in.refused', detail: { method: 'code' } });
  throw new AccountRefusal({ code: 'code-wrong', field: 'code' });
}

/** For `startAuthentication`: the passkeys of the account whose password was right. */
export async function secondStepPasskeyOptions(
  db: Db,
  settings: SignInSettings,
  visitor: Visitor,
  token: string,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const accountId = await readHalfSignIn(db, visitor, token);
  return askPasskey(db, settings, visitor, { purpose: 'second-factor', accountId });
}

/** Finishes a sign-in with a passkey. @throws AccountRefusal as {@link signInWithPasskey}. */
export async function finishWithPasskey(
  db: Db,
  settings: SignInSettings,
  visitor: Visitor,
  token: string,
  response: unknown,
): Promise<SignInDone> {
  const accountId = await readHalfSignIn(db, visitor, token);
  const question = { purpose: 'second-factor', accountId } as const;
  await verifyPasskey(db, settings, visitor, question, response);
  return db.transaction().execute(async (tx) => {
    await spendHalfSignIn(tx, visitor, token);
    return completeSignIn(tx, visitor, { accountId, factors: 2, method: 'passkey' });
  });
}

async function spendCode(
  tx: Tx,
  settings: SignInSettings,
  accountId: string,
  code: string,
): Promise<'code' | 'recovery-code' | undefined> {
  if (await spendTotpCode(tx, settings, accountId, code)) return 'code';
  if (await spendRecoveryCode(tx, accountId, code)) return 'recovery-code';
  return undefined;
}

async function readHalfSignIn(db: Db, visitor: Visitor, token: string): Promise<string> {
  const half = await db
    .selectFrom('half_sign_in')
    .where('token_hash', '=', hashToken(token))
    .where('browser_hash', '=', hashToken(visitor.browser))
    .where('expires_at', '>', sql<Date>`now()`)
    .select('account_id')
    .executeTakeFirst();
  return half === undefined ? refuse('sign-in-expired') : half.account_id;
}

async function spendHalfSignIn(tx: Tx, visitor: Visitor, token: string): Promise<void> {
  const spent = await tx
    .deleteFrom('half_sign_in')
    .where('token_hash', '=', hashToken(token))
    .where('browser_hash', '=', hashToken(visitor.browser))
    .returning('account_id')
    .executeTakeFirst();
  if (spent === undefined) refuse('sign-in-expired');
}
