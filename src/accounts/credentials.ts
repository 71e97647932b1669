import type { Db, Tx } from '#platform/database';
import { refuse } from './account-refusal.ts';
import type { NewCredential } from './accounts.input.ts';
import { writeAudit } from './audit.ts';
import { storePasskey, verifyRegistration, type NewPasskey } from './passkey-registration.ts';
import { checkNewPassword, hashPassword } from './passwords.ts';
import type { SignInSettings, Visitor } from './sign-in-settings.ts';

/** A first credential that was checked and only has to be stored. */
export type CheckedCredential =
  | { readonly kind: 'password'; readonly hash: string }
  | { readonly kind: 'passkey'; readonly passkey: NewPasskey };

/**
 * Checks the only credential an account will have for now. Done before the transaction that uses
 * the link up, so that a refused password leaves the link usable.
 *
 * @throws AccountRefusal, also when a passkey did not ask for its owner: alone it would be one
 * factor that a thief of the device has too.
 */
export async function checkCredential(
  db: Db,
  settings: SignInSettings,
  visitor: Visitor,
  person: { readonly name: string; readonly email: string },
  credential: NewCredential,
): Promise<CheckedCredential> {
  if (credential.kind === 'password') {
    checkNewPassword(credential.password, person);
    return { kind: 'password', hash: await hashPassword(credential.password) };
  }
  const passkey = await verifyRegistration(db, settings, visitor, 'accept', credential.response);
  if (!passkey.userVerified) refuse('passkey-unverified');
  return { kind: 'passkey', passkey };
}

/** @returns how many factors the person has shown by setting it. */
export async function storeCredential(
  tx: Tx,
  accountId: string,
  credential: CheckedCredential,
): Promise<1 | 2> {
  if (credential.kind === 'passkey') {
    await storePasskey(tx, accountId, credential.passkey);
    return 2;
  }
  await storePassword(tx, accountId, credential.hash);
  return 1;
}

export async function storePassword(tx: Tx, accountId: string, hash: string): Promise<void> {
  await tx
    .insertInto('password')
    .values({ account_id: accountId, hash })
    .onConflict((conflict) =>
      conflict.column('account_id').doUpdateSet({ hash, changed_at: new Date() }),
    )
    .execute();
  await writeAudit(tx, { accountId, action: 'factor.added', detail: { kind: 'password' } });
}
