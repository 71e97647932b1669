import {
  generateRegistrationOptions,
  verifyRegistrationResponse,
  type PublicKeyCredentialCreationOptionsJSON,
  type VerifiedRegistrationResponse,
} from '@simplewebauthn/server';
import ipaddr from 'ipaddr.js';
import type { Db, Tx } from '#platform/database';
import { AccountRefusal, refuse } from './account-refusal.ts';
import { writeAudit } from './audit.ts';
import { makeChallenge, takeChallenge, type TakenChallenge } from './challenges.ts';
import { challengeMinutes } from './lifetimes.ts';
import { parseRegistration } from './passkey.input.ts';
import type { SignInSettings, Visitor } from './sign-in-settings.ts';

// Ed25519, P-256, RSA: all that authenticators make today. Said here because the library's own
// default grows with the runtime, and by algorithms that Node calls experimental.
const algorithms = [-8, -7, -257];

/** A passkey that was checked and is not stored yet. */
export interface NewPasskey {
  readonly credentialId: Buffer;
  readonly publicKey: Buffer;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly synced: boolean;
  /** Whether the authenticator asked for its owner (finger, face, PIN): then it is two factors. */
  readonly userVerified: boolean;
  /** Uid of the account it was made for. */
  readonly userUid: string;
}

export interface PasskeyOwner {
  readonly purpose: 'register' | 'accept';
  readonly accountId?: string;
  /** The account's uid, or the one it will get. */
  readonly userUid: string;
  readonly name: string;
  readonly email: string;
}

/** What the browser needs to make a passkey (`startRegistration` of @simplewebauthn/browser). */
export async function registrationOptions(
  db: Db,
  settings: SignInSettings,
  visitor: Visitor,
  owner: PasskeyOwner,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const challenge = await makeChallenge(db, {
    purpose: owner.purpose,
    browser: visitor.browser,
    userUid: owner.userUid,
    ...(owner.accountId === undefined ? {} : { accountId: owner.accountId }),
  });
  const present =
    owner.accountId === undefined
      ? []
      : await db
          .selectFrom('passkey')
          .where('account_id', '=', owner.accountId)
          .select(['credential_id', 'transports'])
          .execute();
  return generateRegistrationOptions({
    rpName: settings.instanceName,
    rpID: settings.publicUrl.hostname,
    userName: owner.email,
    userDisplayName: owner.name,
    userID: uidBytes(owner.userUid),
    challenge: new Uint8Array(Buffer.from(challenge, 'base64url')),
    timeout: challengeMinutes * 60_000,
    // An attestation would name the person's make of device; nothing here depends on it.
    attestationType: 'none',
    supportedAlgorithmIDs: algorithms,
    excludeCredentials: present.map((passkey) => ({
      id: passkey.credential_id.toString('base64url'),
      transports: passkey.transports,
    })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'preferred' },
  });
}

/**
 * Checks what the browser's authenticator answered (Web Authentication Level 3 §7.1).
 *
 * @throws AccountRefusal `passkey-expired` when the question is spent or older than five minutes,
 * `passkey-failed` when the answer does not fit it.
 */
export async function verifyRegistration(
  db: Db,
  settings: SignInSettings,
  visitor: Visitor,
  purpose: PasskeyOwner['purpose'],
  value: unknown,
): Promise<NewPasskey & TakenChallenge> {
  const response = parseRegistration(value);
  let taken: TakenChallenge | undefined;
  let result: VerifiedRegistrationResponse;
  try {
    result = await verifyRegistrationResponse({
      response,
      expectedChallenge: async (challenge) => {
        taken = await takeChallenge(db, challenge, { purpose, browser: visitor.browser });
        return taken !== undefined;
      },
      expectedOrigin: settings.publicUrl.origin,
      expectedRPID: settings.publicUrl.hostname,
      requireUserVerification: false,
      supportedAlgorithmIDs: algorithms,
    });
  } catch (error) {
    const code = taken === undefined ? 'passkey-expired' : 'passkey-failed';
    throw new AccountRefusal({ code }, { cause: error });
  }
  if (!result.verified || taken?.userUid === undefined) refuse('passkey-failed');
  const { credential, credentialDeviceType, userVerified } = result.registrationInfo;
  return {
    credentialId: Buffer.from(credential.id, 'base64url'),
    publicKey: Buffer.from(credential.publicKey),
    counter: credential.counter,
    transports: response.response.transports ?? [],
    synced: credentialDeviceType === 'multiDevice',
    userVerified,
    userUid: taken.userUid,
    accountId: taken.accountId,
  };
}

/** @throws AccountRefusal `passkey-known` when an account has it already. */
export async function storePasskey(
  tx: Tx,
  accountId: string,
  passkey: NewPasskey,
  label = '',
): Promise<string> {
  const stored = await tx
    .insertInto('passkey')
    .values({
      account_id: accountId,
      credential_id: passkey.credentialId,
      public_key: passkey.publicKey,
      counter: passkey.counter,
      transports: [...passkey.transports],
      synced: passkey.synced,
      verifies: passkey.userVerified,
      label,
    })
    .onConflict((conflict) => conflict.column('credential_id').doNothing())
    .returning('uid')
    .executeTakeFirst();
  if (stored === undefined) refuse('passkey-known');
  await writeAudit(tx, {
    accountId,
    action: 'factor.added',
    subject: stored.uid,
    detail: { kind: 'passkey' },
  });
  return stored.uid;
}

/**
 * Whether browsers allow passkeys at this address: they want a secure context and a name, not an IP
 * address (Web Authentication Level 3 §5.1.3). Where not, pages offer the password at once.
 */
export function passkeysPossible(publicUrl: URL): boolean {
  const { hostname, protocol } = publicUrl;
  const local = hostname === 'localhost' || hostname.endsWith('.localhost');
  const address = ipaddr.isValid(hostname.replaceAll(/[[\]]/g, ''));
  return !address && (protocol === 'https:' || local);
}

/** The 16 bytes of a uid: the user handle under which authenticators file a passkey. */
export function uidBytes(uid: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(uid.replaceAll('-', ''), 'hex'));
}
