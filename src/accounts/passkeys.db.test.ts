import { expect, test } from 'vitest';
import { sql } from 'kysely';
import {
  addPasskey,
  confirmPasskeyOptions,
  createFirstAccount,
  finishWithPasskey,
  firstRunToken,
  linkPasskeyOptions,
  listFactors,
  newPasskeyOptions,
  passkeyOptions,
  secondStepPasskeyOptions,
  sessionActor,
  signInWithPassword,
  signInWithPasskey,
} from './index.ts';
import {
  auditActions,
  createShirin,
  firstInput,
  goodPassword,
  refusalOf,
  signedInBy,
  useAccounts,
  visitor,
} from './accounts-fixture.ts';
import { SoftwareAuthenticator, type Ceremony } from './software-authenticator.ts';

const { db, settings } = useAccounts();
const right = { email: 'shirin@example.org', password: goodPassword };

async function withPasskey(how: Ceremony = {}) {
  const shirin = await createShirin(db());
  const from = { browser: shirin.browser };
  const key = new SoftwareAuthenticator();
  const options = await newPasskeyOptions(db(), settings, from, shirin.signedIn);
  const response = key.register(options, how);
  const added = await addPasskey(db(), settings, from, shirin.signedIn, {
    response,
    label: 'phone',
  });
  return { ...shirin, from, key, added };
}

test('the first account may have a passkey and nothing else; it counts as two factors', async () => {
  const token = await firstRunToken(db());
  const from = visitor();
  const key = new SoftwareAuthenticator();
  const typed = { token: token ?? '', name: 'Shirin', email: 'shirin@example.org' };
  const options = await linkPasskeyOptions(db(), settings, from, typed);
  expect(options).toMatchObject({
    rp: { id: 'desk.example.org', name: 'Archive of the North' },
    authenticatorSelection: { residentKey: 'required', userVerification: 'preferred' },
    attestation: 'none',
  });
  const done = await createFirstAccount(db(), settings, from, {
    ...firstInput(token),
    credential: { kind: 'passkey', response: key.register(options) },
  });
  const signedIn = await sessionActor(db(), done.session);
  expect(signedIn?.session.factors).toBe(2);

  const asked = await passkeyOptions(db(), settings, visitor());
  expect(asked).toMatchObject({ userVerification: 'required', allowCredentials: [] });
  const browser = visitor();
  const again = await passkeyOptions(db(), settings, browser);
  const entered = await signInWithPasskey(db(), settings, browser, key.authenticate(again));
  expect(await sessionActor(db(), entered.session)).toMatchObject({
    actor: { uid: signedIn?.actor.uid },
    session: { factors: 2 },
  });
});

test('a passkey that does not ask for its owner cannot be the only credential', async () => {
  const token = await firstRunToken(db());
  const from = visitor();
  const typed = { token: token ?? '', name: 'Shirin', email: 'shirin@example.org' };
  const options = await linkPasskeyOptions(db(), settings, from, typed);
  const response = new SoftwareAuthenticator().register(options, { verifies: false });
  const attempt = createFirstAccount(db(), settings, from, {
    ...firstInput(token),
    credential: { kind: 'passkey', response },
  });
  expect(await refusalOf(attempt)).toEqual(['passkey-unverified']);
});

test('adding one renews the session, shows recovery codes and is listed', async () => {
  const { session, added, signedIn } = await withPasskey();
  expect(await sessionActor(db(), session)).toBeUndefined();
  expect((await sessionActor(db(), added.session))?.session.factors).toBe(2);
  expect(added.recoveryCodes).toHaveLength(10);
  expect((await listFactors(db(), signedIn.actor)).listedPasskeys).toMatchObject([
    { label: 'phone', synced: false },
  ]);
});

test('beside a password even a key that does not ask for its owner is a second factor', async () => {
  const { key } = await withPasskey({ verifies: false });
  const from = visitor();
  const step = await signInWithPassword(db(), settings, from, right);
  if (step.kind !== 'second-factor') throw new Error('expected the second step');
  expect(step.offers).toEqual({ totp: false, passkeys: 1, recoveryCodes: 10 });
  const options = await secondStepPasskeyOptions(db(), settings, from, step.token);
  expect(options.allowCredentials).toMatchObject([{ id: key.id }]);
  const answer = key.authenticate(options, { verifies: false });
  const done = await finishWithPasskey(db(), settings, from, step.token, answer);
  expect((await sessionActor(db(), done.session))?.session.factors).toBe(2);
  const again = finishWithPasskey(db(), settings, from, step.token, answer);
  expect(await refusalOf(again)).toEqual(['sign-in-expired']);
});

test('but alone it must ask for its owner', async () => {
  const { key } = await withPasskey();
  const from = visitor();
  const options = await passkeyOptions(db(), settings, from);
  const answer = key.authenticate(options, { verifies: false });
  expect(await refusalOf(signInWithPasskey(db(), settings, from, answer))).toEqual([
    'passkey-unverified',
  ]);
});

test('an answer is good once, in the browser that was asked, for five minutes', async () => {
  const { key } = await withPasskey();
  const from = visitor();
  const options = await passkeyOptions(db(), settings, from);
  const answer = key.authenticate(options);
  const elsewhere = signInWithPasskey(db(), settings, visitor(), answer);
  expect(await refusalOf(elsewhere)).toEqual(['passkey-expired']);
  const both = await Promise.allSettled([
    signInWithPasskey(db(), settings, from, answer),
    signInWithPasskey(db(), settings, from, answer),
  ]);
  expect(both.filter((result) => result.status === 'fulfilled')).toHaveLength(1);

  const late = await passkeyOptions(db(), settings, from);
  await sql`update challenge set expires_at = now() - interval '1 second'`.execute(db());
  const lateAnswer = signInWithPasskey(db(), settings, from, key.authenticate(late));
  expect(await refusalOf(lateAnswer)).toEqual(['passkey-expired']);
});

test('a challenge for one purpose opens no other', async () => {
  const { key } = await withPasskey();
  const from = visitor();
  const step = await signInWithPassword(db(), settings, from, right);
  if (step.kind !== 'second-factor') throw new Error('expected the second step');
  const options = await secondStepPasskeyOptions(db(), settings, from, step.token);
  const attempt = signInWithPasskey(db(), settings, from, key.authenticate(options));
  expect(await refusalOf(attempt)).toEqual(['passkey-expired']);
});

test('nor does one that another page asked of the same person', async () => {
  const { key, added } = await withPasskey();
  const from = visitor();
  const signedIn = await signedInBy(db(), added.session);
  const step = await signInWithPassword(db(), settings, from, right);
  if (step.kind !== 'second-factor') throw new Error('expected the second step');
  const options = await confirmPasskeyOptions(db(), settings, from, signedIn);
  const answer = key.authenticate(options);
  const attempt = finishWithPasskey(db(), settings, from, step.token, answer);
  expect(await refusalOf(attempt)).toEqual(['passkey-expired']);
});

test.each<[string, Ceremony]>([
  ['another origin', { origin: 'https://desk.example.org.evil.example' }],
  ['another site', { rpId: 'evil.example' }],
  ['another owner', { userHandle: Buffer.alloc(16, 9).toString('base64url') }],
])('refuses an answer for %s', async (_, how) => {
  const { key } = await withPasskey();
  const from = visitor();
  const options = await passkeyOptions(db(), settings, from);
  const attempt = signInWithPasskey(db(), settings, from, key.authenticate(options, how));
  expect(await refusalOf(attempt)).toEqual(['passkey-failed']);
});

test('refuses a counter that steps back, as of a cloned key, and tells the audit trail', async () => {
  const { key } = await withPasskey();
  const from = visitor();
  key.counter = 10;
  const first = await passkeyOptions(db(), settings, from);
  await signInWithPasskey(db(), settings, from, key.authenticate(first));
  key.counter = 5;
  const second = await passkeyOptions(db(), settings, from);
  const attempt = signInWithPasskey(db(), settings, from, key.authenticate(second));
  expect(await refusalOf(attempt)).toEqual(['passkey-failed']);
  expect((await auditActions(db())).at(-1)).toBe('sign-in.refused');
});

test('refuses a forged signature, an unknown key and what is no answer at all', async () => {
  const { key } = await withPasskey();
  const from = visitor();
  const answer = key.authenticate(await passkeyOptions(db(), settings, from));
  const other = new SoftwareAuthenticator().authenticate(
    await passkeyOptions(db(), settings, from),
  );
  const forged = {
    ...answer,
    response: { ...answer.response, signature: other.response.signature },
  };
  expect(await refusalOf(signInWithPasskey(db(), settings, from, forged))).toEqual([
    'passkey-failed',
  ]);
  expect(await refusalOf(signInWithPasskey(db(), settings, from, other))).toEqual([
    'passkey-unknown',
  ]);
  const junk = [null, 7, 'x', '{}', {}, { ...answer, id: '<script>' }];
  for (const value of junk) {
    expect(await refusalOf(signInWithPasskey(db(), settings, from, value))).toEqual([
      'passkey-failed',
    ]);
  }
});

test('one passkey belongs to one account', async () => {
  const { from, key, added } = await withPasskey();
  const signedIn = await sessionActor(db(), added.session);
  if (signedIn === undefined) throw new Error('expected a living session');
  const options = await newPasskeyOptions(db(), settings, from, signedIn);
  expect(options.excludeCredentials).toMatchObject([{ id: key.id }]);
  const attempt = addPasskey(db(), settings, from, signedIn, { response: key.register(options) });
  expect(await refusalOf(attempt)).toEqual(['passkey-known']);
});

test('a suspended account cannot enter by passkey', async () => {
  const { key } = await withPasskey();
  await sql`alter table account disable trigger account_last_administrator`.execute(db());
  await db().updateTable('account').set({ state: 'suspended' }).execute();
  await sql`alter table account enable trigger account_last_administrator`.execute(db());
  const from = visitor();
  const answer = key.authenticate(await passkeyOptions(db(), settings, from));
  expect(await refusalOf(signInWithPasskey(db(), settings, from, answer))).toEqual([
    'account-suspended',
  ]);
});
