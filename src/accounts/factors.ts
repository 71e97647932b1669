import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/server';
import type { Db, Tx } from '#platform/database';
import { refuse } from './account-refusal.ts';
import { parseLabel, parsePasswordChange, parseUid } from './accounts.input.ts';
import type { Actor } from './actor.ts';
import { writeAudit } from './audit.ts';
import { checkOwnPassword } from './confirm.ts';
import { storePassword } from './credentials.ts';
import { readFactors, type Factors } from './factors.queries.ts';
import { registrationOptions, storePasskey, verifyRegistration } from './passkey-registration.ts';
import { checkNewPassword, hashPassword } from './passwords.ts';
import { may } from './permissions.ts';
import { lockAccount, strengthenSession, type Strengthened } from './second-factor.ts';
import { endSessions, requireConfirmed, type SignedIn } from './sessions.ts';
import type { SignInSettings, Visitor } from './sign-in-settings.ts';

export interface ListedPasskey {
  readonly uid: string;
  readonly label: string;
  /** Kept in the person's passkey store rather than on one device. */
  readonly synced: boolean;
  readonly createdAt: Date;
  readonly usedAt: Date | undefined;
}

export interface OwnFactors extends Factors {
  readonly listedPasskeys: readonly ListedPasskey[];
}

/** What the person can sign in with. */
export async function listFactors(db: Db, actor: Actor): Promise<OwnFactors> {
  const factors = await readFactors(db, actor.accountId);
  const rows = await db
    .selectFrom('passkey')
    .where('account_id', '=', actor.accountId)
    .select(['uid', 'label', 'synced', 'created_at', 'used_at'])
    .orderBy('id')
    .execute();
  const listedPasskeys = rows.map((row) => ({
    uid: row.uid,
    label: row.label,
    synced: row.synced,
    createdAt: row.created_at,
    usedAt: row.used_at ?? undefined,
  }));
  return { ...factors, listedPasskeys };
}

/** For `startRegistration`: one more passkey. @throws AccountRefusal `factor-confirm-first`. */
export async function newPasskeyOptions(
  db: Db,
  settings: SignInSettings,
  visitor: Visitor,
  signedIn: SignedIn,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  requireConfirmed(signedIn);
  const { accountId, uid, name } = signedIn.actor;
  const { email } = await db
    .selectFrom('account')
    .where('id', '=', accountId)
    .select('email')
    .executeTakeFirstOrThrow();
  return registrationOptions(db, settings, visitor, {
    purpose: 'register',
    accountId,
    userUid: uid,
    name,
    email,
  });
}

/** Adds the passkey that the browser made. @throws AccountRefusal `passkey.…`. */
export async function addPasskey(
  db: Db,
  settings: SignInSettings,
  visitor: Visitor,
  signedIn: SignedIn,
  input: { readonly response: unknown; readonly label?: unknown },
): Promise<Strengthened> {
  requireConfirmed(signedIn);
  const label = parseLabel(input.label ?? '');
  const { accountId } = signedIn.actor;
  const passkey = await verifyRegistration(db, settings, visitor, 'register', input.response);
  if (passkey.accountId !== accountId) refuse('passkey-expired');
  return db.transaction().execute(async (tx) => {
    await storePasskey(tx, accountId, passkey, label);
    return strengthenSession(tx, signedIn);
  });
}

export async function labelPasskey(
  db: Db,
  actor: Actor,
  uid: string,
  label: unknown,
): Promise<void> {
  const changed = await db
    .updateTable('passkey')
    .set({ label: parseLabel(label) })
    .where('account_id', '=', actor.accountId)
    .where('uid', '=', parseUid(uid, 'passkey-unknown'))
    .returning('id')
    .executeTakeFirst();
  if (changed === undefined) refuse('passkey-unknown');
}

/** What can be taken away again. */
export type Removable =
  | { readonly kind: 'passkey'; readonly uid: string }
  | { readonly kind: 'totp' }
  | { readonly kind: 'password' };

/**
 * Takes a factor away.
 *
 * @throws AccountRefusal `factor-last` when no way in would be left, `factor-needed` when the
 * account's roles demand the second factor, `factor-confirm-first`.
 */
export async function removeFactor(db: Db, signedIn: SignedIn, factor: Removable): Promise<void> {
  requireConfirmed(signedIn);
  const { accountId } = signedIn.actor;
  await db.transaction().execute(async (tx) => {
    await lockAccount(tx, accountId);
    await deleteFactor(tx, accountId, factor);
    const left = await readFactors(tx, accountId);
    if (!left.password && left.verifyingPasskeys === 0) refuse('factor-last');
    const second = left.totp || left.passkeys > 0;
    if (!second && may(signedIn.actor, 'account.manage')) refuse('factor-needed');
    if (!second || !left.password) {
      // They stand in for a second factor beside a password; without one they are dead weight.
      await tx.deleteFrom('recovery_code').where('account_id', '=', accountId).execute();
    }
    await writeAudit(tx, {
      accountId,
      action: 'factor.removed',
      ...(factor.kind === 'passkey' ? { subject: factor.uid } : {}),
      detail: { kind: factor.kind },
    });
  });
}

async function deleteFactor(tx: Tx, accountId: string, factor: Removable): Promise<void> {
  switch (factor.kind) {
    case 'password':
      await tx.deleteFrom('password').where('account_id', '=', accountId).execute();
      return;
    case 'totp':
      await tx.deleteFrom('totp').where('account_id', '=', accountId).execute();
      return;
    case 'passkey': {
      const gone = await tx
        .deleteFrom('passkey')
        .where('account_id', '=', accountId)
        .where('uid', '=', parseUid(factor.uid, 'passkey-unknown'))
        .returning('id')
        .executeTakeFirst();
      if (gone === undefined) refuse('passkey-unknown');
    }
  }
}

/**
 * Sets or changes the person's own password and ends their other sessions and open links.
 *
 * @param input `{ current?, password }`; `current` is asked for when there is one.
 * @throws AccountRefusal `password-wrong` at `current`, and those of a new password.
 */
export async function changePassword(
  db: Db,
  settings: SignInSettings,
  visitor: Visitor,
  signedIn: SignedIn,
  input: unknown,
): Promise<void> {
  const change = parsePasswordChange(input);
  const { accountId } = signedIn.actor;
  const account = await db
    .selectFrom('account')
    .leftJoin('password', 'password.account_id', 'account.id')
    .where('account.id', '=', accountId)
    .select(['name', 'email', 'hash'])
    .executeTakeFirstOrThrow();
  checkNewPassword(change.password, account);
  if (account.hash === null) {
    requireConfirmed(signedIn);
  } else {
    const current = change.current ?? refuse('password-missing', 'current');
    await checkOwnPassword(db, settings, visitor, signedIn, current, 'current');
  }
  const hash = await hashPassword(change.password);
  await db.transaction().execute(async (tx) => {
    await lockAccount(tx, accountId);
    await storePassword(tx, accountId, hash);
    await tx.deleteFrom('account_link').where('account_id', '=', accountId).execute();
    await endSessions(tx, accountId, { except: signedIn.session.uid });
  });
}
