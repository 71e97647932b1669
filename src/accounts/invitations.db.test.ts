import { expect, test } from 'vitest';
import { sql } from 'kysely';
import {
  acceptInvitation,
  createPartner,
  invite,
  linkPasskeyOptions,
  listInvitations,
  listPartners,
  readLink,
  sessionActor,
  signInWithPassword,
  withdrawInvitation,
  type Actor,
} from './index.ts';
import {
  auditActions,
  createShirin,
  goodPassword,
  refusalOf,
  useAccounts,
  visitor,
} from './accounts-fixture.ts';
import { SoftwareAuthenticator } from './software-authenticator.ts';

const { db, settings } = useAccounts();
const navid = {
  name: 'Navid',
  email: 'Navid@example.org',
  roles: ['reviewer', 'documenter'],
  inTeam: true,
  locale: 'fa',
};

function accept(token: string, from = visitor()) {
  return acceptInvitation(db(), settings, from, {
    token,
    credential: { kind: 'password', password: goodPassword },
  });
}

async function shirin(): Promise<Actor> {
  return (await createShirin(db())).signedIn.actor;
}

test('an invited person gets the account that was meant for them', async () => {
  const { token } = await invite(db(), await shirin(), navid);
  const done = await accept(token);
  expect(await sessionActor(db(), done.session)).toMatchObject({
    actor: { name: 'Navid', roles: ['documenter', 'reviewer'], scopes: [1, 2] },
    session: { factors: 1 },
    locale: 'fa',
  });
  const again = { email: 'navid@example.org', password: goodPassword };
  expect((await signInWithPassword(db(), settings, visitor(), again)).kind).toBe('signed-in');
  expect(await auditActions(db())).toEqual(
    expect.arrayContaining(['invitation.made', 'account.created', 'factor.added', 'sign-in']),
  );
});

test('or with a passkey, and under a name they correct', async () => {
  const { token } = await invite(db(), await shirin(), navid);
  const from = visitor();
  const key = new SoftwareAuthenticator();
  const options = await linkPasskeyOptions(db(), settings, from, { token, name: 'Navid R.' });
  expect(options.user).toMatchObject({ name: 'Navid@example.org', displayName: 'Navid R.' });
  const done = await acceptInvitation(db(), settings, from, {
    token,
    name: 'Navid R.',
    credential: { kind: 'passkey', response: key.register(options) },
  });
  expect(await sessionActor(db(), done.session)).toMatchObject({
    actor: { name: 'Navid R.' },
    session: { factors: 2 },
  });
});

test('a person of a partner group sees what is shared with it and not the team’s', async () => {
  const actor = await shirin();
  const { uid, scopeId } = await createPartner(db(), actor, { name: 'Film Union' });
  const outside = { ...navid, inTeam: false, partnerUid: uid };
  const { token } = await invite(db(), actor, outside);
  const done = await accept(token);
  expect((await sessionActor(db(), done.session))?.actor.scopes).toEqual([1, scopeId]);
  expect(await listPartners(db(), actor)).toMatchObject([
    { name: 'Film Union', scopeId, members: [{ name: 'Navid' }] },
  ]);
});

test('someone outside the team needs a group that exists', async () => {
  const actor = await shirin();
  const nowhere = invite(db(), actor, { ...navid, inTeam: false });
  expect(await refusalOf(nowhere)).toEqual(['account-place-missing']);
  const partnerUid = '6b1f2a52-7c0c-4ce0-9f3c-3df31fbf7b3b';
  const unknown = invite(db(), actor, { ...navid, inTeam: false, partnerUid });
  expect(await refusalOf(unknown)).toEqual(['partner-unknown']);
});

test('a link opens once, also for two people at the same moment', async () => {
  const { token } = await invite(db(), await shirin(), navid);
  const results = await Promise.all([refusalOf(accept(token)), refusalOf(accept(token))]);
  expect(results).toContainEqual(['link-spent']);
  expect(results).toContain(undefined);
  expect(await refusalOf(accept(token))).toEqual(['link-spent']);
});

test('a link ends after seven days', async () => {
  const { token, expiresAt } = await invite(db(), await shirin(), navid);
  const days = (expiresAt.getTime() - Date.now()) / 86_400_000;
  expect(days).toBeCloseTo(7, 1);
  await sql`update invitation set expires_at = now()`.execute(db());
  expect(await readLink(db(), token)).toBeUndefined();
  expect(await refusalOf(accept(token))).toEqual(['link-spent']);
});

test('looking at a link says what it is for, nothing about whom, and does not use it up', async () => {
  const { token } = await invite(db(), await shirin(), navid);
  expect(await readLink(db(), token)).toEqual({ kind: 'invitation', locale: 'fa' });
  expect(await readLink(db(), token)).toEqual({ kind: 'invitation', locale: 'fa' });
  expect(await readLink(db(), 'guess')).toBeUndefined();
  await accept(token);
  expect(await readLink(db(), token)).toBeUndefined();
});

test('a refused password leaves the link usable', async () => {
  const { token } = await invite(db(), await shirin(), navid);
  const weak = acceptInvitation(db(), settings, visitor(), {
    token,
    credential: { kind: 'password', password: 'navid@example.org' },
  });
  expect(await refusalOf(weak)).toEqual(['password-about-you']);
  await accept(token);
});

test('a newer invitation replaces the older; both can be withdrawn', async () => {
  const actor = await shirin();
  const older = await invite(db(), actor, navid);
  const newer = await invite(db(), actor, { ...navid, email: ' NAVID@example.org' });
  expect(await refusalOf(accept(older.token))).toEqual(['link-spent']);
  expect(await listInvitations(db(), actor)).toMatchObject([
    { uid: newer.uid, name: 'Navid', roles: ['documenter', 'reviewer'], expired: false },
  ]);
  await withdrawInvitation(db(), actor, newer.uid);
  expect(await refusalOf(accept(newer.token))).toEqual(['link-spent']);
  expect(await refusalOf(withdrawInvitation(db(), actor, newer.uid))).toEqual(['link-spent']);
});

test('who has an account is not invited again', async () => {
  const actor = await shirin();
  const twice = invite(db(), actor, { ...navid, email: 'shirin@EXAMPLE.org' });
  expect(await refusalOf(twice)).toEqual(['email-taken']);
});

test('only who manages accounts invites, lists and withdraws', async () => {
  const actor: Actor = { ...(await shirin()), roles: ['documenter', 'reviewer', 'campaigner'] };
  const attempts = [
    invite(db(), actor, navid),
    listInvitations(db(), actor),
    withdrawInvitation(db(), actor, '6b1f2a52-7c0c-4ce0-9f3c-3df31fbf7b3b'),
    createPartner(db(), actor, { name: 'x' }),
    listPartners(db(), actor),
  ];
  for (const attempt of attempts) expect(await refusalOf(attempt)).toEqual(['account-not-allowed']);
});

test('the form says what is wrong at each field', async () => {
  const attempt = invite(db(), await shirin(), {
    name: 'A\u202Ename',
    email: 'a b@example.org',
    roles: ['emperor'],
    inTeam: 'yes',
    locale: 'xx',
  });
  expect(await attempt.catch((error: unknown) => error)).toMatchObject({
    problems: [
      { code: 'account-name-missing', field: 'name' },
      { code: 'email-malformed', field: 'email' },
      { code: 'roles-missing', field: 'roles' },
      { code: 'account-malformed', field: 'inTeam' },
      { code: 'account-locale-unknown', field: 'locale' },
    ],
  });
});
