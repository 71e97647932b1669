import { dropExpired } from './housekeeping.ts';
import { expect, test } from 'vitest';
import { sql } from 'kysely';
import {
  labelSession,
  listSessions,
  revokeOtherSessions,
  revokeSession,
  sessionActor,
  signInWithPassword,
  signOut,
} from './index.ts';
import {
  auditActions,
  createShirin,
  goodPassword,
  refusalOf,
  signedInBy,
  useAccounts,
  visitor,
} from './accounts-fixture.ts';

const { db, settings } = useAccounts();

async function anotherSession(): Promise<string> {
  const done = await signInWithPassword(db(), settings, visitor(), {
    email: 'shirin@example.org',
    password: goodPassword,
  });
  if (done.kind !== 'signed-in') throw new Error('expected a session');
  return done.session;
}

async function age(column: 'created_at' | 'seen_at' | 'confirmed_at', by: string) {
  await sql`update session set ${sql.ref(column)} = now() - ${by}::interval`.execute(db());
}

async function seenAt(): Promise<number> {
  const row = await db().selectFrom('session').select('seen_at').executeTakeFirstOrThrow();
  return row.seen_at.getTime();
}

test('a token that nobody was given opens nothing', async () => {
  await createShirin(db());
  for (const token of ['', 'x', 'a'.repeat(43), 'b'.repeat(100_000)]) {
    expect(await sessionActor(db(), token)).toBeUndefined();
  }
});

test('a session ends after twelve idle hours', async () => {
  const { session } = await createShirin(db());
  await age('seen_at', '11 hours 59 minutes');
  expect(await sessionActor(db(), session)).toBeDefined();
  await age('seen_at', '12 hours 1 second');
  expect(await sessionActor(db(), session)).toBeUndefined();
});

test('and after thirty days however much it is used', async () => {
  const { session } = await createShirin(db());
  await age('created_at', '29 days 23 hours');
  expect(await sessionActor(db(), session)).toBeDefined();
  await age('created_at', '30 days 1 second');
  expect(await sessionActor(db(), session)).toBeUndefined();
  expect(await sessionActor(db(), session)).toBeUndefined();
});

test('its use is written down at most once a minute', async () => {
  const { session } = await createShirin(db());
  await age('seen_at', '59 seconds');
  const before = await seenAt();
  await sessionActor(db(), session);
  expect(await seenAt()).toBe(before);
  await age('seen_at', '61 seconds');
  await Promise.all([sessionActor(db(), session), sessionActor(db(), session)]);
  expect((await seenAt()) - before).toBeGreaterThan(50_000);
});

test('a suspension shuts every session at once', async () => {
  const { session } = await createShirin(db());
  await sql`alter table account disable trigger account_last_administrator`.execute(db());
  await db().updateTable('account').set({ state: 'suspended' }).execute();
  await sql`alter table account enable trigger account_last_administrator`.execute(db());
  expect(await sessionActor(db(), session)).toBeUndefined();
});

test('after half an hour a session must be confirmed anew', async () => {
  const { session } = await createShirin(db());
  expect((await sessionActor(db(), session))?.session.confirmed).toBe(true);
  await age('confirmed_at', '31 minutes');
  expect((await sessionActor(db(), session))?.session.confirmed).toBe(false);
});

test('sessions are listed with the label the person gave, never another person’s', async () => {
  const { signedIn } = await createShirin(db());
  await anotherSession();
  await labelSession(db(), signedIn.actor, signedIn.session.uid, '  my laptop ');
  const list = await listSessions(db(), signedIn);
  expect(list).toHaveLength(2);
  expect(list.find((session) => session.current)).toMatchObject({ label: 'my laptop', factors: 1 });
  const stranger = { ...signedIn.actor, accountId: '999' };
  const attempt = labelSession(db(), stranger, signedIn.session.uid, 'mine');
  expect(await refusalOf(attempt)).toEqual(['session-unknown']);
  expect(await refusalOf(revokeSession(db(), stranger, signedIn.session.uid))).toEqual([
    'session-unknown',
  ]);
  expect(await listSessions(db(), { ...signedIn, actor: stranger })).toEqual([]);
  const long = labelSession(db(), signedIn.actor, signedIn.session.uid, 'x'.repeat(81));
  expect(await refusalOf(long)).toEqual(['label-too-long']);
});

test('one session, or all others, can be ended', async () => {
  const { session, signedIn } = await createShirin(db());
  const [second, third, fourth] = [
    await anotherSession(),
    await anotherSession(),
    await anotherSession(),
  ];
  await revokeSession(db(), signedIn.actor, (await signedInBy(db(), second)).session.uid);
  expect(await sessionActor(db(), second)).toBeUndefined();
  expect(await sessionActor(db(), third)).toBeDefined();
  expect(await revokeOtherSessions(db(), signedIn)).toBe(2);
  expect(await sessionActor(db(), fourth)).toBeUndefined();
  expect(await sessionActor(db(), session)).toBeDefined();
  expect((await auditActions(db())).slice(-2)).toEqual(['session.revoked', 'session.revoked']);
});

test('signing out ends this session; twice is no error', async () => {
  const { session } = await createShirin(db());
  await signOut(db(), session);
  await signOut(db(), session);
  expect(await sessionActor(db(), session)).toBeUndefined();
  expect((await auditActions(db())).filter((action) => action === 'sign-out')).toHaveLength(1);
});

test('housekeeping drops what has expired and nothing else', async () => {
  const { session } = await createShirin(db());
  await anotherSession();
  await sql`
    update session set seen_at = now() - interval '13 hours'
    where id = (select max(id) from session)
  `.execute(db());
  await dropExpired(db());
  expect(await db().selectFrom('session').selectAll().execute()).toHaveLength(1);
  expect(await sessionActor(db(), session)).toBeDefined();
});

test('no token stands in the database', async () => {
  const { session, browser } = await createShirin(db());
  const rows = await sql<{ dump: string }>`
    select (select json_agg(session)::text from session)
      || (select json_agg(known_browser)::text from known_browser) as dump
  `.execute(db());
  for (const token of [session, browser]) {
    expect(rows.rows[0]?.dump).not.toContain(token);
    expect(rows.rows[0]?.dump).not.toContain(hex(token));
  }
});

function hex(token: string): string {
  return Buffer.from(token, 'base64url').toString('hex');
}
