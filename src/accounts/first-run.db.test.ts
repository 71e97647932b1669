import { expect, test } from 'vitest';
import { createFirstAccount, firstRunToken, sessionActor } from './index.ts';
import { firstInput, refusalOf, useAccounts, visitor } from './accounts-fixture.ts';

const { db, settings } = useAccounts();

test('the first person gets an account that may do everything, and is signed in', async () => {
  const token = await firstRunToken(db());
  const done = await createFirstAccount(db(), settings, visitor(), firstInput(token));
  const signedIn = await sessionActor(db(), done.session);
  expect(signedIn).toMatchObject({
    actor: { name: 'Shirin', roles: ['documenter', 'reviewer', 'administrator'], scopes: [1, 2] },
    session: { factors: 1, confirmed: true },
    locale: 'fa',
  });
});

test('afterwards there is no link, and the used one is over', async () => {
  const token = await firstRunToken(db());
  await createFirstAccount(db(), settings, visitor(), firstInput(token));
  expect(await firstRunToken(db())).toBeUndefined();
  const again = createFirstAccount(db(), settings, visitor(), firstInput(token));
  expect(await refusalOf(again)).toEqual(['first-run-over']);
});

test('each start ends the link of the one before', async () => {
  const old = await firstRunToken(db());
  const token = await firstRunToken(db());
  const late = createFirstAccount(db(), settings, visitor(), firstInput(old));
  expect(await refusalOf(late)).toEqual(['link-spent']);
  await createFirstAccount(db(), settings, visitor(), firstInput(token));
});

test('two people with the same link at once: exactly one account', async () => {
  const token = await firstRunToken(db());
  const emails = ['a@example.org', 'b@example.org', 'c@example.org', 'd@example.org'];
  const results = await Promise.allSettled(
    emails.map((email) =>
      createFirstAccount(db(), settings, visitor(), { ...firstInput(token), email }),
    ),
  );
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  expect(await db().selectFrom('account').selectAll().execute()).toHaveLength(1);
});

test('a start during the creation leaves no second link', async () => {
  const token = await firstRunToken(db());
  await Promise.allSettled([
    createFirstAccount(db(), settings, visitor(), firstInput(token)),
    firstRunToken(db()),
    firstRunToken(db()),
  ]);
  const accounts = await db().selectFrom('account').select('id').execute();
  const links = await db().selectFrom('first_run').selectAll().execute();
  expect(accounts.length + links.length).toBe(1);
});

test('a refused password leaves the link usable', async () => {
  const token = await firstRunToken(db());
  const short = createFirstAccount(db(), settings, visitor(), {
    ...firstInput(token),
    credential: { kind: 'password', password: 'short' },
  });
  expect(await refusalOf(short)).toEqual(['password-too-short']);
  await createFirstAccount(db(), settings, visitor(), firstInput(token));
});

test('says everything that is wrong with a form, each at its field', async () => {
  const token = await firstRunToken(db());
  const refused = await createFirstAccount(db(), settings, visitor(), {
    token,
    name: '  ',
    email: 'nobody',
    locale: 'de',
    credential: { kind: 'password', password: '' },
  }).catch((error: unknown) => error);
  expect(refused).toMatchObject({
    problems: [
      { code: 'account-name-missing', field: 'name' },
      { code: 'email-malformed', field: 'email' },
      { code: 'account-locale-unknown', field: 'locale' },
      { code: 'password-missing', field: 'password' },
    ],
  });
});

test('the token stands nowhere in the database', async () => {
  const token = (await firstRunToken(db())) ?? '';
  const rows = await db().selectFrom('first_run').selectAll().execute();
  expect(JSON.stringify(rows)).not.toContain(token);
  expect(rows[0]?.token_hash.toString('base64url')).not.toBe(token);
});
