import { sql } from 'kysely';
import type { Db, Tx } from '#platform/database';
import { AccountRefusal, refuse } from './account-refusal.ts';
import { foldEmail, parsePasswordSignIn } from './accounts.input.ts';
import { writeAudit } from './audit.ts';
import { readFactors, type Factors } from './factors.queries.ts';
import { halfSignInMinutes } from './lifetimes.ts';
import { hashPassword, needsRehash, verifyPassword } from './passwords.ts';
import { completeSignIn, isKnownBrowser, type SignInDone } from './sign-in-done.ts';
import type { SignInSettings, Visitor } from './sign-in-settings.ts';
import { forgiveTry, takeTry } from './throttle.ts';
import { hashToken, makeToken } from './tokens.ts';

/** The password was right and the account asks for more. */
export interface SecondFactorAsked {
  readonly kind: 'second-factor';
  /** Carried by the next form; useless in another browser and after ten minutes. */
  readonly token: string;
  readonly offers: Pick<Factors, 'totp' | 'passkeys' | 'recoveryCodes'>;
}

/**
 * Signs in with mailbox and password.
 *
 * @param input `{ email, password }` from a form.
 * @throws AccountRefusal `sign-in-wrong`, the same and after the same work whether the account
 * exists, has no password or the password is wrong; `sign-in-wait` with `seconds`;
 * `sign-in-cookies` when the browser sent no cookie back.
 */
export async function signInWithPassword(
  db: Db,
  settings: SignInSettings,
  visitor: Visitor,
  input: unknown,
): Promise<SignInDone | SecondFactorAsked> {
  const { email, password } = parsePasswordSignIn(input);
  if (visitor.browser === '') refuse('sign-in-cookies');
  const emailFolded = foldEmail(email);
  const known = await isKnownBrowser(db, visitor.browser, { emailFolded });
  const taken = await takeTry(db, settings, visitor, { kind: 'password', emailFolded }, known);

  const account = await db
    .selectFrom('account')
    .leftJoin('password', 'password.account_id', 'account.id')
    .where('account.email_folded', '=', emailFolded)
    .select(['account.id', 'account.state', 'password.hash'])
    .executeTakeFirst();
  const hash = account?.hash ?? undefined;
  const right = await verifyPassword(password, hash);
  if (account === undefined || hash === undefined || !right) {
    await writeAudit(db, {
      ...(account === undefined ? {} : { accountId: account.id }),
      action: 'sign-in.refused',
      detail: { method: 'password' },
    });
    throw new AccountRefusal({ code: 'sign-in-wrong' });
  }
  const renewed = needsRehash(hash) ? await hashPassword(password) : hash;

  return db.transaction().execute(async (tx) => {
    await forgiveTry(tx, taken);
    // The account first, as a reset does: one that held the password and waited for the account, while a
    // reset holds the account and waits for the password, would have one of both broken off.
    await tx
      .selectFrom('account')
      .where('id', '=', account.id)
      .select('id')
      .forShare()
      .executeTakeFirstOrThrow();
    await takePassword(tx, account.id, hash, renewed);
    if (account.state !== 'active') refuse('account-suspended');
    const factors = await readFactors(tx, account.id);
    if (factors.totp || factors.passkeys > 0) {
      const token = await beginSecondFactor(tx, visitor, account.id);
      const { totp, passkeys, recoveryCodes } = factors;
      return { kind: 'second-factor', token, offers: { totp, passkeys, recoveryCodes } };
    }
    return completeSignIn(tx, visitor, {
      accountId: account.id,
      factors: 1,
      method: 'password',
    });
  });
}

async function beginSecondFactor(tx: Tx, visitor: Visitor, accountId: string): Promise<string> {
  const token = makeToken();
  await tx
    .insertInto('half_sign_in')
    .values({
      token_hash: hashToken(token),
      account_id: accountId,
      browser_hash: hashToken(visitor.browser),
      expires_at: sql`now() + make_interval(mins => ${halfSignInMinutes})`,
    })
    .execute();
  return token;
}

// The password was compared outside the transaction. One that was changed or reset meanwhile opens
// nothing: the lock makes this sign-in and such a change take turns.
async function takePassword(
  tx: Tx,
  accountId: string,
  compared: string,
  renewed: string,
): Promise<void> {
  const held = await tx
    .updateTable('password')
    .set({ hash: renewed })
    .where('account_id', '=', accountId)
    .where('hash', '=', compared)
    .returning('account_id')
    .executeTakeFirst();
  if (held === undefined) refuse('sign-in-wrong');
}
