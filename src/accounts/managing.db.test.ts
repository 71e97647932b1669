import { sql } from 'kysely';
import { expect, test } from 'vitest';
import {
  addPartnerMember,
  askEmailChange,
  changeAccount,
  changeProfile,
  confirmEmail,
  createAccount,
  createPartner,
  listAccounts,
  listAudit,
  loadActor,
  readLink,
  readProfile,
  removePartnerMember,
  sessionActor,
  signInWithPassword,
  type Actor,
} from './index.ts';
import {
  createShirin,
  goodPassword,
  refusalOf,
  signedInBy,
  useAccounts,
  visitor,
} from './accounts-fixture.ts';
import { startSession } from './sessions.ts';

const { db, settings } = useAccounts();

async function person(name: string, roles: string[]): Promise<Actor> {
  const email = `${name.toLowerCase()}@example.org`;
  return db()
    .transaction()
    .execute((tx) => createAccount(tx, { name, email, roles, inTeam: true, locale: 'en' }));
}

async function shirin(): Promise<Actor> {
  return (await createShirin(db())).signedIn.actor;
}

test('accounts are listed by name with roles, state and second factor', async () => {
  const actor = await shirin();
  await person('Navid', ['documenter']);
  expect(await listAccounts(db(), actor)).toMatchObject([
    { name: 'Navid', roles: ['documenter'], state: 'active', secondFactor: false, partners: [] },
    { name: 'Shirin', email: 'Shirin@Example.org', inTeam: true },
  ]);
});

test('a change of roles holds from the next request', async () => {
  const actor = await shirin();
  const navid = await person('Navid', ['documenter']);
  await changeAccount(db(), actor, navid.uid, { roles: ['campaigner'], inTeam: false });
  expect(await loadActor(db(), navid.accountId)).toMatchObject({
    roles: ['campaigner'],
    scopes: [1],
  });
  await changeAccount(db(), actor, navid.uid, {});
  expect(await loadActor(db(), navid.accountId)).toMatchObject({ roles: ['campaigner'] });
});

test('a suspension ends sessions at once, and a reactivation does not bring them back', async () => {
  const actor = await shirin();
  const navid = await person('Navid', ['documenter']);
  const session = await db()
    .transaction()
    .execute((tx) => startSession(tx, navid.accountId, 1));
  await changeAccount(db(), actor, navid.uid, { state: 'suspended' });
  expect(await sessionActor(db(), session)).toBeUndefined();
  await changeAccount(db(), actor, navid.uid, { state: 'active' });
  expect(await sessionActor(db(), session)).toBeUndefined();
  expect(await loadActor(db(), navid.accountId)).toBeDefined();
});

test('the last active administrator stays one', async () => {
  const actor = await shirin();
  const demote = changeAccount(db(), actor, actor.uid, { roles: ['documenter'] });
  expect(await refusalOf(demote)).toEqual(['account-last-administrator']);
  const suspend = changeAccount(db(), actor, actor.uid, { state: 'suspended' });
  expect(await refusalOf(suspend)).toEqual(['account-yourself']);
  const second = await person('Navid', ['administrator']);
  await changeAccount(db(), actor, second.uid, { state: 'suspended' });
  const again = changeAccount(db(), actor, actor.uid, { roles: ['documenter'] });
  expect(await refusalOf(again)).toEqual(['account-last-administrator']);
  await changeAccount(db(), actor, second.uid, { state: 'active' });
  await changeAccount(db(), actor, actor.uid, { roles: ['documenter'] });
});

test('three administrators who remove each other at once leave one', async () => {
  const three = [
    await person('Ada', ['administrator']),
    await person('Bea', ['administrator']),
    await person('Cyd', ['administrator']),
  ];
  for (let round = 0; round < 5; round += 1) {
    const results = await Promise.all(
      three.map((actor, index) => {
        const victim = three[(index + 1) % three.length]?.uid ?? '';
        const change = index === 1 ? { roles: ['reviewer'] } : { state: 'suspended' };
        return refusalOf(changeAccount(db(), actor, victim, change));
      }),
    );
    expect(results.filter((codes) => codes?.[0] === 'account-last-administrator')).toHaveLength(1);
    const left = await db()
      .selectFrom('account')
      .where('state', '=', 'active')
      .where(sql<boolean>`'administrator' = any(roles)`)
      .select('id')
      .execute();
    expect(left).toHaveLength(1);
    await db()
      .updateTable('account')
      .set({ state: 'active', roles: ['administrator'] })
      .execute();
  }
});

test('what is no account is refused, whatever its shape', async () => {
  const actor = await shirin();
  for (const uid of ['', 'x', '6b1f2a52-7c0c-4ce0-9f3c-3df31fbf7b3b', "' or true --"]) {
    expect(await refusalOf(changeAccount(db(), actor, uid, { inTeam: true }))).toEqual([
      'account-unknown',
    ]);
  }
  expect(await refusalOf(changeAccount(db(), actor, actor.uid, { roles: [] }))).toEqual([
    'roles-missing',
  ]);
});

test('only who manages accounts lists or changes them, or reads the audit trail', async () => {
  const actor = await shirin();
  const navid = await person('Navid', ['documenter', 'reviewer', 'campaigner', 'caseworker']);
  const attempts = [
    listAccounts(db(), navid),
    changeAccount(db(), navid, actor.uid, { state: 'suspended' }),
    listAudit(db(), navid),
    addPartnerMember(db(), navid, actor.uid, navid.uid),
  ];
  for (const attempt of attempts) expect(await refusalOf(attempt)).toEqual(['account-not-allowed']);
});

test('membership in a partner group opens its scope and closes it again', async () => {
  const actor = await shirin();
  const navid = await person('Navid', ['documenter']);
  const { uid, scopeId } = await createPartner(db(), actor, { name: 'Film Union' });
  expect(await refusalOf(createPartner(db(), actor, { name: 'Film Union' }))).toEqual([
    'partner-taken',
  ]);
  await addPartnerMember(db(), actor, uid, navid.uid);
  await addPartnerMember(db(), actor, uid, navid.uid);
  expect((await loadActor(db(), navid.accountId))?.scopes).toEqual([1, 2, scopeId]);
  await removePartnerMember(db(), actor, uid, navid.uid);
  expect((await loadActor(db(), navid.accountId))?.scopes).toEqual([1, 2]);
});

test('a person changes their own name and language', async () => {
  const { session, signedIn } = await createShirin(db());
  await changeProfile(db(), signedIn.actor, { name: 'Shirin A.', locale: 'fr' });
  expect(await sessionActor(db(), session)).toMatchObject({
    actor: { name: 'Shirin A.' },
    locale: 'fr',
  });
  expect(await refusalOf(changeProfile(db(), signedIn.actor, { name: ' ' }))).toEqual([
    'account-name-missing',
  ]);
});

test('a new mailbox holds only once its link is used, once', async () => {
  const { session, signedIn } = await createShirin(db());
  const { token } = await askEmailChange(db(), signedIn, 'new@example.org');
  expect(await readProfile(db(), signedIn.actor)).toMatchObject({ email: 'Shirin@Example.org' });
  expect(await readLink(db(), token ?? '')).toEqual({ kind: 'email', locale: 'fa' });
  await confirmEmail(db(), token ?? '');
  expect(await readProfile(db(), signedIn.actor)).toMatchObject({ email: 'new@example.org' });
  expect(await refusalOf(confirmEmail(db(), token ?? ''))).toEqual(['link-spent']);
  const fresh = { email: 'NEW@example.org', password: goodPassword };
  expect((await signInWithPassword(db(), settings, visitor(), fresh)).kind).toBe('signed-in');
  expect(await sessionActor(db(), session)).toBeDefined();
});

test('a person may change how their own mailbox is written', async () => {
  const { signedIn } = await createShirin(db());
  const { token } = await askEmailChange(db(), signedIn, 'shirin@example.org');
  await confirmEmail(db(), token ?? '');
  expect(await readProfile(db(), signedIn.actor)).toMatchObject({ email: 'shirin@example.org' });
});

test('a mailbox somebody has gives no link, and none that became taken is confirmed', async () => {
  const { session } = await createShirin(db());
  const signedIn = await signedInBy(db(), session);
  await person('Navid', ['documenter']);
  expect((await askEmailChange(db(), signedIn, 'NAVID@example.org')).token).toBeUndefined();
  const { token } = await askEmailChange(db(), signedIn, 'ada@example.org');
  await person('Ada', ['documenter']);
  expect(await refusalOf(confirmEmail(db(), token ?? ''))).toEqual(['email-taken']);
});

test('the audit trail is read newest first, filtered and paged', async () => {
  const actor = await shirin();
  const navid = await person('Navid', ['documenter']);
  await changeAccount(db(), actor, navid.uid, { roles: ['reviewer'] });
  const all = await listAudit(db(), actor);
  expect(all[0]).toMatchObject({
    action: 'account.changed',
    by: { name: 'Shirin' },
    subject: navid.uid,
    detail: { roles: 'reviewer' },
  });
  const about = await listAudit(db(), actor, { accountUid: navid.uid });
  expect(about.map((entry) => entry.action)).toEqual(['account.changed', 'account.created']);
  const signIns = await listAudit(db(), actor, { action: 'sign-in' });
  expect(signIns).toHaveLength(1);
  const page = await listAudit(db(), actor, { limit: 2 });
  const next = await listAudit(db(), actor, { limit: 500, before: page.at(-1)?.id });
  expect([...page, ...next]).toEqual(all);
  expect(await refusalOf(listAudit(db(), actor, { limit: 0 }))).toEqual(['account-malformed']);
});
