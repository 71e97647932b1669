import { expect, test } from 'vitest';
import { sql } from 'kysely';
import {
  addPasskey,
  changePassword,
  confirmPasskeyOptions,
  confirmWithPasskey,
  confirmWithPassword,
  labelPasskey,
  listFactors,
  newPasskeyOptions,
  removeFactor,
  renewRecoveryCodes,
  sessionActor,
  signInWithPassword,
  beginTotp,
  askEmailChange,
  type SignedIn,
  type Visitor,
} from './index.ts';
import {
  createShirin,
  goodPassword,
  otherPassword,
  refusalOf,
  signedInBy,
  useAccounts,
  visitor,
} from './accounts-fixture.ts';
import { lockAccount } from './second-factor.ts';
import { SoftwareAuthenticator } from './software-authenticator.ts';

const { db, settings } = useAccounts();

async function givePasskey(from: Visitor, signedIn: SignedIn, verifies = true) {
  const key = new SoftwareAuthenticator();
  const options = await newPasskeyOptions(db(), settings, from, signedIn);
  const response = key.register(options, { verifies });
  const added = await addPasskey(db(), settings, from, signedIn, { response });
  return { key, signedIn: await signedInBy(db(), added.session) };
}

function ordinary(signedIn: SignedIn): SignedIn {
  const actor = { ...signedIn.actor, roles: ['documenter'] as const };
  return { ...signedIn, actor };
}

test('the last way in stays', async () => {
  const { signedIn } = await createShirin(db());
  const attempt = removeFactor(db(), ordinary(signedIn), { kind: 'password' });
  expect(await refusalOf(attempt)).toEqual(['factor-last']);
});

test('a key that does not ask for its owner is no way in alone', async () => {
  const shirin = await createShirin(db());
  const { signedIn } = await givePasskey({ browser: shirin.browser }, shirin.signedIn, false);
  const attempt = removeFactor(db(), ordinary(signedIn), { kind: 'password' });
  expect(await refusalOf(attempt)).toEqual(['factor-last']);
});

test('an administrator keeps a second factor, others may give it up', async () => {
  const shirin = await createShirin(db());
  const { signedIn } = await givePasskey({ browser: shirin.browser }, shirin.signedIn);
  const [passkey] = (await listFactors(db(), signedIn.actor)).listedPasskeys;
  const factor = { kind: 'passkey', uid: passkey?.uid ?? '' } as const;
  expect(await refusalOf(removeFactor(db(), signedIn, factor))).toEqual(['factor-needed']);
  await removeFactor(db(), ordinary(signedIn), factor);
  expect(await listFactors(db(), signedIn.actor)).toMatchObject({
    password: true,
    passkeys: 0,
    recoveryCodes: 0,
  });
});

test('of two last factors removed at once one stays', async () => {
  const shirin = await createShirin(db());
  const from = { browser: shirin.browser };
  const { signedIn } = await givePasskey(from, shirin.signedIn);
  const [passkey] = (await listFactors(db(), signedIn.actor)).listedPasskeys;
  const someone = ordinary(signedIn);
  const results = await Promise.all([
    refusalOf(removeFactor(db(), someone, { kind: 'password' })),
    refusalOf(removeFactor(db(), someone, { kind: 'passkey', uid: passkey?.uid ?? '' })),
  ]);
  expect(results.filter((codes) => codes?.[0] === 'factor-last')).toHaveLength(1);
  expect(results.filter((codes) => codes === undefined)).toHaveLength(1);
});

test('a removal waits for another that is under way, and sees what it left', async () => {
  const shirin = await createShirin(db());
  const { signedIn } = await givePasskey({ browser: shirin.browser }, shirin.signedIn);
  const { accountId } = signedIn.actor;
  let removal: Promise<string[] | undefined> | undefined;
  await db()
    .transaction()
    .execute(async (tx) => {
      await lockAccount(tx, accountId);
      await tx.deleteFrom('passkey').where('account_id', '=', accountId).execute();
      const progress = { done: false };
      removal = refusalOf(removeFactor(db(), ordinary(signedIn), { kind: 'password' })).finally(
        () => {
          progress.done = true;
        },
      );
      while (!progress.done && !(await someoneWaits())) await Promise.resolve();
    });
  expect(await removal).toEqual(['factor-last']);
});

async function someoneWaits(): Promise<boolean> {
  const { rows } = await sql<{ waits: boolean }>`
    select exists (
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
    ) as waits
  `.execute(db());
  return rows[0]?.waits ?? false;
}

test('nobody removes or labels another person’s passkey', async () => {
  const shirin = await createShirin(db());
  const { signedIn } = await givePasskey({ browser: shirin.browser }, shirin.signedIn);
  const [passkey] = (await listFactors(db(), signedIn.actor)).listedPasskeys;
  const uid = passkey?.uid ?? '';
  await labelPasskey(db(), signedIn.actor, uid, 'blue key');
  expect((await listFactors(db(), signedIn.actor)).listedPasskeys[0]?.label).toBe('blue key');
  const stranger = { ...signedIn, actor: { ...signedIn.actor, accountId: '999' } };
  expect(await refusalOf(labelPasskey(db(), stranger.actor, uid, 'x'))).toEqual([
    'passkey-unknown',
  ]);
  expect(await refusalOf(removeFactor(db(), stranger, { kind: 'passkey', uid }))).toEqual([
    'passkey-unknown',
  ]);
});

test('a browser found open changes no factor until its owner is shown', async () => {
  const { session, browser } = await createShirin(db());
  await sql`update session set confirmed_at = now() - interval '1 hour'`.execute(db());
  const stale = await signedInBy(db(), session);
  const from = { browser };
  const attempts = [
    newPasskeyOptions(db(), settings, from, stale),
    addPasskey(db(), settings, from, stale, { response: {} }),
    beginTotp(db(), settings, stale),
    removeFactor(db(), stale, { kind: 'totp' }),
    renewRecoveryCodes(db(), stale),
    askEmailChange(db(), stale, 'new@example.org'),
  ];
  for (const attempt of attempts) {
    expect(await refusalOf(attempt)).toEqual(['factor-confirm-first']);
  }
  const wrong = confirmWithPassword(db(), settings, from, stale, { password: otherPassword });
  expect(await refusalOf(wrong)).toEqual(['password-wrong']);
  const token = await confirmWithPassword(db(), settings, from, stale, {
    password: goodPassword,
  });
  expect(await sessionActor(db(), session)).toBeUndefined();
  const fresh = await signedInBy(db(), token);
  expect(fresh.session).toMatchObject({ confirmed: true, factors: 1 });
  await newPasskeyOptions(db(), settings, from, fresh);
});

test('a passkey shows the owner too', async () => {
  const shirin = await createShirin(db());
  const from = { browser: shirin.browser };
  const { key, signedIn } = await givePasskey(from, shirin.signedIn);
  const options = await confirmPasskeyOptions(db(), settings, from, signedIn);
  const token = await confirmWithPasskey(db(), settings, from, signedIn, key.authenticate(options));
  expect((await signedInBy(db(), token)).session.factors).toBe(2);
});

test('guessing at an open browser is slowed like a sign-in', async () => {
  const { signedIn } = await createShirin(db());
  const from = visitor();
  const guess = () =>
    refusalOf(confirmWithPassword(db(), settings, from, signedIn, { password: otherPassword }));
  for (let count = 0; count < 5; count += 1) expect(await guess()).toEqual(['password-wrong']);
  expect(await guess()).toEqual(['sign-in-wait']);
});

test('a new password needs the old one, ends the other sessions, and is the one that opens', async () => {
  const { session, browser, signedIn } = await createShirin(db());
  const from = { browser };
  const right = { email: 'shirin@example.org', password: goodPassword };
  const other = await signInWithPassword(db(), settings, visitor(), right);
  if (other.kind !== 'signed-in') throw new Error('expected a session');
  const change = (input: unknown) =>
    refusalOf(changePassword(db(), settings, from, signedIn, input));
  expect(await change({ password: otherPassword })).toEqual(['password-missing']);
  expect(await change({ current: otherPassword, password: otherPassword })).toEqual([
    'password-wrong',
  ]);
  expect(await change({ current: goodPassword, password: 'shirin@example.org' })).toEqual([
    'password-about-you',
  ]);
  expect(await change({ current: goodPassword, password: otherPassword })).toBeUndefined();
  expect(await sessionActor(db(), other.session)).toBeUndefined();
  expect(await sessionActor(db(), session)).toBeDefined();
  expect(await refusalOf(signInWithPassword(db(), settings, visitor(), right))).toEqual([
    'sign-in-wrong',
  ]);
  const fresh = { ...right, password: otherPassword };
  expect(await refusalOf(signInWithPassword(db(), settings, visitor(), fresh))).toBeUndefined();
});
