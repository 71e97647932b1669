import { expect, test } from 'vitest';
import { sql } from 'kysely';
import { signInWithPassword, type Visitor } from './index.ts';
import { createShirin, goodPassword, refusalOf, useAccounts, visitor } from './accounts-fixture.ts';
import { dropSpentTries, takeTry } from './throttle.ts';

const { db, settings } = useAccounts();
const right = { email: 'shirin@example.org', password: goodPassword };
const wrong = { email: 'shirin@example.org', password: 'not the right one at all' };
const guarded = { kind: 'password', emailFolded: 'shirin@example.org' } as const;

function attempt(from: Visitor, input: unknown = wrong) {
  return refusalOf(signInWithPassword(db(), settings, from, input));
}

/** Failures as they would be after argon2, without its cost. */
async function failQuietly(times: number, from: () => Visitor) {
  for (let count = 0; count < times; count += 1) {
    await takeTry(db(), settings, from(), guarded, false).catch(() => undefined);
  }
}

async function timePasses(by: string) {
  await sql`
    update throttle set not_before = not_before - ${by}::interval,
      expires_at = expires_at - ${by}::interval
  `.execute(db());
}

test('the sixth failure of one browser has to wait, and then goes through', async () => {
  await createShirin(db());
  const from = visitor();
  for (let count = 0; count < 5; count += 1) expect(await attempt(from)).toEqual(['sign-in-wrong']);
  expect(await attempt(from, right)).toEqual(['sign-in-wait']);
  await timePasses('6 seconds');
  expect(await attempt(from, right)).toBeUndefined();
  expect(await attempt(from)).toEqual(['sign-in-wrong']);
});

test('the refusal says how many seconds', async () => {
  await failQuietly(5, () => ({ browser: 'one' }));
  const refused = await signInWithPassword(db(), settings, { browser: 'one' }, wrong).catch(
    (error: unknown) => error,
  );
  expect(refused).toMatchObject({ problems: [{ code: 'sign-in-wait', params: { seconds: 5 } }] });
});

test('guesses sent at once are counted one by one', async () => {
  await createShirin(db());
  const from = visitor();
  const results = await Promise.all(Array.from({ length: 12 }, () => attempt(from)));
  expect(results.filter((codes) => codes?.[0] === 'sign-in-wrong')).toHaveLength(5);
  expect(results.filter((codes) => codes?.[0] === 'sign-in-wait')).toHaveLength(7);
});

test('a mailbox without an account is slowed just the same', async () => {
  const from = visitor();
  const codes: (string[] | undefined)[] = [];
  for (let count = 0; count < 6; count += 1) codes.push(await attempt(from));
  expect(codes.at(4)).toEqual(['sign-in-wrong']);
  expect(codes.at(5)).toEqual(['sign-in-wait']);
});

test('strangers who guess for an hour do not slow a browser that is known', async () => {
  const { browser } = await createShirin(db());
  await failQuietly(300, () => visitor('198.41.7.9'));
  expect(await attempt({ browser, address: '198.41.7.9' }, right)).toBeUndefined();
});

test('nor does a person who mistypes in a known browser slow others', async () => {
  await createShirin(db());
  for (let count = 0; count < 40; count += 1) {
    await takeTry(db(), settings, visitor(), guarded, true);
  }
  expect(await attempt(visitor(), right)).toBeUndefined();
});

test('a new browser of the person waits its own turn, which nobody else can use up', async () => {
  await createShirin(db());
  await failQuietly(45, () => visitor('198.41.7.9'));
  const own = visitor('192.88.1.1');
  expect(await attempt(own, right)).toEqual(['sign-in-wait']);
  await failQuietly(300, () => visitor('198.41.7.9'));
  await timePasses('301 seconds');
  expect(await attempt(own, right)).toBeUndefined();
});

test('fresh cookies do not give fresh tries: each begins with the wait', async () => {
  await createShirin(db());
  await failQuietly(60, () => visitor());
  const { rows } = await sql<{ most: number }>`select max(tries) as most from throttle`.execute(
    db(),
  );
  expect(rows[0]?.most).toBeLessThanOrEqual(21);
  expect(await attempt(visitor(), right)).toEqual(['sign-in-wait']);
});

test('a network that fails at many accounts slows its strangers at all of them', async () => {
  for (let count = 0; count < 60; count += 1) {
    const other = { kind: 'password', emailFolded: `a${count}@example.org` } as const;
    await takeTry(db(), settings, visitor('198.41.7.9'), other, false).catch(() => undefined);
  }
  await createShirin(db());
  expect(await attempt(visitor('198.41.7.200'), right)).toEqual(['sign-in-wait']);
  expect(await attempt(visitor('192.88.1.1'), right)).toBeUndefined();
  expect(await attempt(visitor('127.0.0.1'), right)).toBeUndefined();
});

test('a right password gives its try back', async () => {
  await createShirin(db());
  const from = visitor('192.88.1.1');
  for (let count = 0; count < 30; count += 1) expect(await attempt(from, right)).toBeUndefined();
  const { rows } = await sql<{ sum: string }>`select sum(tries) as sum from throttle`.execute(db());
  expect(Number(rows[0]?.sum)).toBe(0);
});

test('no trace of a visitor outlives the window, and none is readable within it', async () => {
  await attempt(visitor('198.41.7.9'));
  const { rows } = await sql<{ dump: string }>`
    select json_agg(throttle)::text as dump from throttle
  `.execute(db());
  for (const trace of ['198.41', 'shirin']) {
    expect(rows[0]?.dump).not.toContain(trace);
    expect(rows[0]?.dump).not.toContain(Buffer.from(trace).toString('hex'));
  }
  await timePasses('61 minutes');
  await dropSpentTries(db());
  expect(await db().selectFrom('throttle').selectAll().execute()).toEqual([]);
});
