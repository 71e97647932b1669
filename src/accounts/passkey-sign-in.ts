import {
  generateAuthenticationOptions,
  verifyAuthenticationResponse,
  type AuthenticationResponseJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type VerifiedAuthenticationResponse,
  type WebAuthnCredential,
} from '@simplewebauthn/server';
import { sql } from 'kysely';
import type { Db } from '#platform/database';
import { AccountRefusal, refuse } from './account-refusal.ts';
import { writeAudit } from './audit.ts';
import { makeChallenge, takeChallenge, type ChallengePurpose } from './challenges.ts';
import { challengeMinutes } from './lifetimes.ts';
import { parseAuthentication } from './passkey.input.ts';
import { uidBytes } from './passkey-registration.ts';
import { completeSignIn, type SignInDone } from './sign-in-done.ts';
import type { SignInSettings, Visitor } from './sign-in-settings.ts';

/** What a passkey is asked to do, and for whom. */
export interface PasskeyQuestion {
  readonly purpose: Exclude<ChallengePurpose, 'register' | 'accept'>;
  /** Absent when the passkey itself says whose it is. */
  readonly accountId?: string;
}

/** For `startAuthentication` in the browser: any passkey of this instance, chosen by the person. */
export async function passkeyOptions(
  db: Db,
  settings: SignInSettings,
  visitor: Visitor,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  return askPasskey(db, settings, visitor, { purpose: 'sign-in' });
}

/**
 * Signs in with a passkey alone. Never throttled: there is nothing to guess.
 *
 * @param response what `startAuthentication` gave, as an object or as JSON text.
 * @throws AccountRefusal `passkey-expired`, `passkey-failed`, `passkey-unknown`,
 * `passkey-unverified`, `account-suspended`.
 */
export async function signInWithPasskey(
  db: Db,
  settings: SignInSettings,
  visitor: Visitor,
  response: unknown,
): Promise<SignInDone> {
  const accountId = await verifyPasskey(db, settings, visitor, { purpose: 'sign-in' }, response);
  return db
    .transaction()
    .execute(async (tx) =>
      completeSignIn(tx, visitor, { accountId, factors: 2, method: 'passkey' }),
    );
}

export async function askPasskey(
  db: Db,
  settings: SignInSettings,
  visitor: Visitor,
  question: PasskeyQuestion,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  if (visitor.browser === '') refuse('sign-in-cookies');
  const { purpose, accountId } = question;
  const challenge = await makeChallenge(db, { ...question, browser: visitor.browser });
  const own =
    accountId === undefined
      ? []
      : await db
          .selectFrom('passkey')
          .where('account_id', '=', accountId)
          .select(['credential_id', 'transports'])
          .execute();
  return generateAuthenticationOptions({
    rpID: settings.publicUrl.hostname,
    challenge: new Uint8Array(Buffer.from(challenge, 'base64url')),
    timeout: challengeMinutes * 60_000,
    userVerification: standsAlone(purpose) ? 'required' : 'preferred',
    allowCredentials: own.map((passkey) => ({
      id: passkey.credential_id.toString('base64url'),
      transports: passkey.transports,
    })),
  });
}

// Beside a password the touch of a key is enough; alone it must also know its owner.
function standsAlone(purpose: ChallengePurpose): boolean {
  return purpose !== 'second-factor';
}

/**
 * Checks a passkey's answer (Web Authentication Level 3 §7.2) and steps its counter.
 *
 * @returns the id of the account it belongs to.
 */
export async function verifyPasskey(
  db: Db,
  settings: SignInSettings,
  visitor: Visitor,
  question: PasskeyQuestion,
  value: unknown,
): Promise<string> {
  const response = parseAuthentication(value);
  const passkey = await findPasskey(db, question, response);
  let asked = false;
  let result: VerifiedAuthenticationResponse;
  try {
    result = await verifyAuthenticationResponse({
      response,
      expectedChallenge: async (challenge) => {
        const { purpose } = question;
        const taken = await takeChallenge(db, challenge, { purpose, browser: visitor.browser });
        asked = taken !== undefined && taken.accountId === question.accountId;
        return asked;
      },
      expectedOrigin: settings.publicUrl.origin,
      expectedRPID: settings.publicUrl.hostname,
      // Asked for below, where its absence can be told apart from a forgery.
      requireUserVerification: false,
      credential: passkey.credential,
    });
    if (!result.verified) throw new Error('the signature does not fit');
  } catch (error) {
    // An expired question is nobody's attack.
    if (!asked) throw new AccountRefusal({ code: 'passkey-expired' }, { cause: error });
    const { accountId } = passkey;
    await writeAudit(db, { accountId, action: 'sign-in.refused', detail: { method: 'passkey' } });
    throw new AccountRefusal({ code: 'passkey-failed' }, { cause: error });
  }
  const { newCounter, userVerified } = result.authenticationInfo;
  if (!userVerified && standsAlone(question.purpose)) refuse('passkey-unverified');
  const held = await db
    .updateTable('passkey')
    .set({ counter: newCounter, used_at: sql`now()` })
    .where('id', '=', passkey.id)
    .returning('id')
    .executeTakeFirst();
  if (held === undefined) refuse('passkey-unknown');
  return passkey.accountId;
}

interface FoundPasskey {
  readonly id: string;
  readonly accountId: string;
  readonly credential: WebAuthnCredential;
}

async function findPasskey(
  db: Db,
  question: PasskeyQuestion,
  response: AuthenticationResponseJSON,
): Promise<FoundPasskey> {
  const row = await db
    .selectFrom('passkey')
    .innerJoin('account', 'account.id', 'passkey.account_id')
    .where('credential_id', '=', Buffer.from(response.id, 'base64url'))
    .select(['passkey.id', 'credential_id', 'public_key', 'counter', 'account_id', 'account.uid'])
    .executeTakeFirst();
  const foreign = question.accountId !== undefined && question.accountId !== row?.account_id;
  if (row === undefined || foreign) refuse('passkey-unknown');
  const { userHandle } = response.response;
  const ownHandle = Buffer.from(uidBytes(row.uid)).toString('base64url');
  if (userHandle !== undefined && userHandle !== '' && userHandle !== ownHandle) {
    refuse('passkey-failed');
  }
  return {
    id: row.id,
    accountId: row.account_id,
    credential: {
      id: row.credential_id.toString('base64url'),
      publicKey: new Uint8Array(row.public_key),
      counter: Number(row.counter),
    },
  };
}
