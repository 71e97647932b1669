import { expect, test } from 'vitest';
import { sql } from 'kysely';
import * as crypto from 'node:crypto';
import { sessionActor, signInWithPassword, signOut } from './index.ts';
import {
  auditActions,
  createShirin,
  goodPassword,
  refusalOf,
  useAccounts,
  visitor,
} from './accounts-fixture.ts';

const { db, settings } = useAccounts();
const right = { email: 'shirin@example.org', password: goodPassword };
const wrong = { email: 'shirin@example.org', password: 'not the right one at all' };

test('mailbox and password sign in, however the mailbox is typed', async () => {
  await createShirin(db());
  const done = await signInWithPassword(db(), settings, visitor(), {
    email: '  SHIRIN@example.ORG ',
    password: goodPassword,
  });
  if (done.kind !== 'signed-in') throw new Error('expected a session');
  expect(await sessionActor(db(), done.session)).toMatchObject({ actor: { name: 'Shirin' } });
});

test('a wrong password and an unknown mailbox get the same answer', async () => {
  await createShirin(db());
  const one = await signInWithPassword(db(), settings, visitor(), wrong).catch(String);
  const other = await signInWithPassword(db(), settings, visitor(), {
    email: 'nobody@example.org',
    password: 'not the right one at all',
  }).catch(String);
  expect(one).toBe(other);
  expect(one).toContain('sign-in-wrong');
});

test('an account without a password cannot be entered with any', async () => {
  await createShirin(db());
  await db().deleteFrom('password').execute();
  expect(await refusalOf(signInWithPassword(db(), settings, visitor(), right))).toEqual([
    'sign-in-wrong',
  ]);
});

test('a suspended account is told so only with its password', async () => {
  await createShirin(db());
  await sql`alter table account disable trigger account_last_administrator`.execute(db());
  await db().updateTable('account').set({ state: 'suspended' }).execute();
  await sql`alter table account enable trigger account_last_administrator`.execute(db());
  expect(await refusalOf(signInWithPassword(db(), settings, visitor(), right))).toEqual([
    'account-suspended',
  ]);
  expect(await refusalOf(signInWithPassword(db(), settings, visitor(), wrong))).toEqual([
    'sign-in-wrong',
  ]);
});

test('each sign-in is a session of its own with a token of its own, and the browser a new one', async () => {
  const from = visitor();
  const first = await createShirin(db(), from);
  const second = await signInWithPassword(db(), settings, { browser: first.browser }, right);
  if (second.kind !== 'signed-in') throw new Error('expected a session');
  expect(new Set([first.session, second.session, first.browser, second.browser]).size).toBe(4);
  await signOut(db(), first.session);
  expect(await sessionActor(db(), first.session)).toBeUndefined();
  expect(await sessionActor(db(), second.session)).toBeDefined();
});

test('signing in anew ends the session the browser held before', async () => {
  const first = await createShirin(db());
  const from = { browser: first.browser, session: first.session };
  await signInWithPassword(db(), settings, from, right);
  expect(await sessionActor(db(), first.session)).toBeUndefined();
  expect(await db().selectFrom('session').select('id').execute()).toHaveLength(1);
});

test('a browser without cookies is told what is missing', async () => {
  const attempt = signInWithPassword(db(), settings, { browser: '' }, right);
  expect(await refusalOf(attempt)).toEqual(['sign-in-cookies']);
});

test('the audit trail tells sign-ins and refusals, and no mailbox', async () => {
  await createShirin(db());
  await signInWithPassword(db(), settings, visitor(), right);
  await refusalOf(signInWithPassword(db(), settings, visitor(), wrong));
  await refusalOf(
    signInWithPassword(db(), settings, visitor(), { ...wrong, email: 'x@example.com' }),
  );
  expect((await auditActions(db())).slice(-3)).toEqual([
    'sign-in',
    'sign-in.refused',
    'sign-in.refused',
  ]);
  const rows = await db().selectFrom('audit').selectAll().execute();
  expect(JSON.stringify(rows)).not.toContain('example');
});

test('a hash of an older strength is replaced at the next sign-in', async () => {
  await createShirin(db());
  const salt = Buffer.alloc(16, 1);
  const hash = crypto.argon2Sync('argon2id', {
    message: goodPassword,
    nonce: salt,
    memory: 64,
    passes: 1,
    parallelism: 1,
    tagLength: 32,
  });
  const old = `$argon2id$v=19$m=64,t=1,p=1$${bare(salt)}$${bare(hash)}`;
  await db().updateTable('password').set({ hash: old }).execute();
  await signInWithPassword(db(), settings, visitor(), right);
  const { hash: now } = await db().selectFrom('password').select('hash').executeTakeFirstOrThrow();
  expect(now).toContain('m=19456,t=2,p=1');
  await signInWithPassword(db(), settings, visitor(), right);
});

function bare(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
