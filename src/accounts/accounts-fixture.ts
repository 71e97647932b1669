import { afterEach, beforeEach } from 'vitest';
import { openDatabase, type Database, type Db } from '#platform/database';
import { createTestDatabase, type TestDatabase } from '../../test/database/index.ts';
import { AccountRefusal } from './account-refusal.ts';
import { createFirstAccount, firstRunToken } from './first-run.ts';
import { sessionActor, type SignedIn } from './sessions.ts';
import type { SignInDone } from './sign-in-done.ts';
import type { SignInSettings, Visitor } from './sign-in-settings.ts';
import { makeToken } from './tokens.ts';

export const goodPassword = 'seven pomegranates in a blue bowl';
export const otherPassword = 'nine lanterns over the river';

/** Settings of an instance at https://desk.example.org whose sealer only marks what it sealed. */
export const settings: SignInSettings = {
  publicUrl: new URL('https://desk.example.org'),
  instanceName: 'Archive of the North',
  nowMs: () => Date.now(),
  throttleSecret: new Uint8Array(32).fill(7),
  sealer: {
    seal: (plain, context) =>
      `sealed:${Buffer.from(JSON.stringify([plain, context])).toString('base64')}`,
    openText: (sealed, context) => {
      const parsed: unknown = JSON.parse(Buffer.from(sealed.slice(7), 'base64').toString());
      if (!Array.isArray(parsed) || parsed[1] !== context) throw new Error('the seal is broken');
      return String(parsed[0]);
    },
  },
};

/** A database of its own for each test: copying the template is quicker than emptying its tables. */
export function useAccounts(): { readonly db: () => Db; readonly settings: SignInSettings } {
  let test: TestDatabase;
  let database: Database;
  beforeEach(async () => {
    test = await createTestDatabase();
    database = openDatabase(test.options, () => undefined, 8);
  });
  afterEach(async () => {
    await database.close();
    await test.drop();
  });
  return { db: () => database.db, settings };
}

/** A browser that nobody has seen before. */
export function visitor(address?: string): Visitor {
  return { browser: makeToken(), ...(address === undefined ? {} : { address }) };
}

export function firstInput(token: string | undefined) {
  return {
    token,
    name: 'Shirin',
    email: 'Shirin@Example.org',
    locale: 'fa',
    credential: { kind: 'password', password: goodPassword },
  };
}

/** The first account, signed in with its password. */
export async function createShirin(
  db: Db,
  from: Visitor = visitor(),
): Promise<SignInDone & { readonly signedIn: SignedIn }> {
  const token = await firstRunToken(db);
  const done = await createFirstAccount(db, settings, from, firstInput(token));
  return { ...done, signedIn: await signedInBy(db, done.session) };
}

export async function signedInBy(db: Db, session: string): Promise<SignedIn> {
  const signedIn = await sessionActor(db, session);
  if (signedIn === undefined) throw new Error('expected a living session');
  return signedIn;
}

/** The codes of the refusal that a promise ends in; undefined when it succeeds. */
export async function refusalOf(promise: Promise<unknown>): Promise<string[] | undefined> {
  try {
    await promise;
    return undefined;
  } catch (error) {
    if (error instanceof AccountRefusal) return error.problems.map((problem) => problem.code);
    throw error;
  }
}

/** Actions of the audit trail in order. */
export async function auditActions(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('audit').select('action').orderBy('id').execute();
  return rows.map((row) => row.action);
}
