import { expect, test } from 'vitest';
import { sql } from 'kysely';
import { Secret, TOTP } from 'otpauth';
import {
  beginTotp,
  changeAccount,
  confirmTotp,
  createAccount,
  linkPasskeyOptions,
  listFactors,
  makeResetLink,
  readLink,
  resetAccount,
  sessionActor,
  signInWithPassword,
  signInWithPasskey,
  passkeyOptions,
  useResetLink,
} from './index.ts';
import {
  auditActions,
  createShirin,
  goodPassword,
  otherPassword,
  refusalOf,
  settings as plainSettings,
  useAccounts,
  visitor,
} from './accounts-fixture.ts';
import { SoftwareAuthenticator } from './software-authenticator.ts';

const { db, settings } = useAccounts();
const newPassword = { kind: 'password', password: otherPassword };

function sign(password: string) {
  return signInWithPassword(db(), settings, visitor(), { email: 'shirin@example.org', password });
}

async function giveTotp(signedIn: Parameters<typeof beginTotp>[2]) {
  const { secret } = await beginTotp(db(), plainSettings, signedIn);
  const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate();
  return confirmTotp(db(), plainSettings, signedIn, code);
}

test('the last administrator locked out comes back by the operator’s link', async () => {
  const { signedIn } = await createShirin(db());
  const added = await giveTotp(signedIn);
  const link = await resetAccount(db(), ' SHIRIN@example.org ');
  expect(link).toMatchObject({ accountUid: signedIn.actor.uid, locale: 'fa' });
  expect(await sessionActor(db(), added.session)).toBeUndefined();
  expect(await readLink(db(), link.token)).toEqual({ kind: 'reset', locale: 'fa' });

  const done = await useResetLink(db(), settings, visitor(), {
    token: link.token,
    credential: newPassword,
  });
  if (done.kind !== 'signed-in') throw new Error('expected a session');
  expect((await sessionActor(db(), done.session))?.session.factors).toBe(1);
  expect(await listFactors(db(), signedIn.actor)).toMatchObject({
    totp: false,
    passkeys: 0,
    recoveryCodes: 0,
  });
  expect(await refusalOf(sign(goodPassword))).toEqual(['sign-in-wrong']);
  expect((await sign(otherPassword)).kind).toBe('signed-in');
  expect((await auditActions(db())).filter((action) => action === 'account.reset')).toHaveLength(2);
});

test('with a passkey instead of a password', async () => {
  await createShirin(db());
  const { token } = await resetAccount(db(), 'shirin@example.org');
  const from = visitor();
  const key = new SoftwareAuthenticator();
  const options = await linkPasskeyOptions(db(), settings, from, { token });
  const credential = { kind: 'passkey', response: key.register(options) };
  await useResetLink(db(), settings, from, { token, credential });
  const browser = visitor();
  const asked = await passkeyOptions(db(), settings, browser);
  await signInWithPasskey(db(), settings, browser, key.authenticate(asked));
  expect(await refusalOf(sign(goodPassword))).toEqual(['sign-in-wrong']);
});

test('until the link is used the old credentials hold', async () => {
  await createShirin(db());
  await resetAccount(db(), 'shirin@example.org');
  expect((await sign(goodPassword)).kind).toBe('signed-in');
});

test('a link opens once, is replaced by a newer one, and ends after a day', async () => {
  await createShirin(db());
  const use = (token: string) =>
    refusalOf(useResetLink(db(), settings, visitor(), { token, credential: newPassword }));
  const older = await resetAccount(db(), 'shirin@example.org');
  const newer = await resetAccount(db(), 'shirin@example.org');
  expect(await use(older.token)).toEqual(['link-spent']);
  const both = await Promise.all([use(newer.token), use(newer.token)]);
  expect(both).toContain(undefined);
  expect(both).toContainEqual(['link-spent']);
  const late = await resetAccount(db(), 'shirin@example.org');
  await sql`update account_link set expires_at = now()`.execute(db());
  expect(await use(late.token)).toEqual(['link-spent']);
});

test('a weak password leaves the link usable', async () => {
  await createShirin(db());
  const { token } = await resetAccount(db(), 'shirin@example.org');
  const weak = { token, credential: { kind: 'password', password: 'short' } };
  expect(await refusalOf(useResetLink(db(), settings, visitor(), weak))).toEqual([
    'password-too-short',
  ]);
  await useResetLink(db(), settings, visitor(), { token, credential: newPassword });
});

test('a link for the password alone keeps the second factor and asks for it', async () => {
  const { signedIn } = await createShirin(db());
  await giveTotp(signedIn);
  const { token } = await makeResetLink(db(), signedIn.actor, signedIn.actor.uid, 'password');
  const passkey = { token, credential: { kind: 'passkey', response: {} } };
  expect(await refusalOf(useResetLink(db(), settings, visitor(), passkey))).toEqual([
    'account-malformed',
  ]);
  expect(await refusalOf(linkPasskeyOptions(db(), settings, visitor(), { token }))).toEqual([
    'link-spent',
  ]);
  const done = await useResetLink(db(), settings, visitor(), { token, credential: newPassword });
  expect(done).toEqual({ kind: 'reset' });
  expect((await sign(otherPassword)).kind).toBe('second-factor');
});

test('links are made by who manages accounts, for active accounts', async () => {
  const { signedIn } = await createShirin(db());
  const navid = await db()
    .transaction()
    .execute((tx) =>
      createAccount(tx, {
        name: 'Navid',
        email: 'navid@example.org',
        roles: ['reviewer'],
        inTeam: true,
        locale: 'en',
      }),
    );
  const sideways = makeResetLink(db(), navid, signedIn.actor.uid, 'everything');
  expect(await refusalOf(sideways)).toEqual(['account-not-allowed']);
  const { token } = await makeResetLink(db(), signedIn.actor, navid.uid, 'everything');
  await changeAccount(db(), signedIn.actor, navid.uid, { state: 'suspended' });
  const use = useResetLink(db(), settings, visitor(), { token, credential: newPassword });
  expect(await refusalOf(use)).toEqual(['link-spent']);
  expect(await refusalOf(resetAccount(db(), 'navid@example.org'))).toEqual(['account-suspended']);
  expect(await refusalOf(resetAccount(db(), 'nobody@example.org'))).toEqual(['account-unknown']);
});

test('a password compared before a reset opens nothing after it', async () => {
  await createShirin(db());
  const { token } = await resetAccount(db(), 'shirin@example.org');
  const results = await Promise.allSettled([
    sign(goodPassword),
    useResetLink(db(), settings, visitor(), { token, credential: newPassword }),
  ]);
  const [old] = results;
  if (old.status === 'fulfilled' && old.value.kind === 'signed-in') {
    expect(await sessionActor(db(), old.value.session)).toBeUndefined();
  }
  expect(await refusalOf(sign(goodPassword))).toEqual(['sign-in-wrong']);
});
