import { sql } from 'kysely';
import type { Db, Tx } from '#platform/database';
import { refuse } from './account-refusal.ts';
import { writeAudit } from './audit.ts';
import { browserDays } from './lifetimes.ts';
import { startSession } from './sessions.ts';
import type { Visitor } from './sign-in-settings.ts';
import { hashToken, makeToken } from './tokens.ts';

export interface SignInDone {
  readonly kind: 'signed-in';
  /** For the session cookie. */
  readonly session: string;
  /** For the browser cookie, in place of the old value. */
  readonly browser: string;
}

export interface ProvenPerson {
  readonly accountId: string;
  readonly factors: 1 | 2;
  readonly method: 'password' | 'passkey' | 'code' | 'recovery-code' | 'first-run' | 'link';
}

/**
 * Turns a proven identity into a session and remembers the browser. Always a fresh session: a
 * token that was in the browser before could have been put there by someone else.
 *
 * @throws AccountRefusal `account-suspended`; said only here, to someone who has proven the account
 * theirs.
 */
export async function completeSignIn(
  tx: Tx,
  visitor: Visitor,
  person: ProvenPerson,
): Promise<SignInDone> {
  // Shared lock: a suspension at this moment waits, and then finds the new session to end.
  const account = await tx
    .selectFrom('account')
    .where('id', '=', person.accountId)
    .select('state')
    .forShare()
    .executeTakeFirstOrThrow();
  if (account.state !== 'active') refuse('account-suspended');
  if (visitor.session !== undefined) {
    await tx.deleteFrom('session').where('token_hash', '=', hashToken(visitor.session)).execute();
  }
  const session = await startSession(tx, person.accountId, person.factors);
  const browser = await rememberBrowser(tx, visitor.browser, person.accountId);
  await writeAudit(tx, {
    accountId: person.accountId,
    action: 'sign-in',
    detail: { method: person.method, factors: person.factors },
  });
  return { kind: 'signed-in', session, browser };
}

/** Whether this browser has signed in to that account before, within {@link browserDays}. */
export async function isKnownBrowser(
  db: Db,
  browser: string,
  account: { readonly emailFolded: string } | { readonly accountId: string },
): Promise<boolean> {
  const row = await db
    .selectFrom('known_browser')
    .innerJoin('account', 'account.id', 'known_browser.account_id')
    .where('known_browser.browser_hash', '=', hashToken(browser))
    .where('known_since', '>', sql<Date>`now() - make_interval(days => ${browserDays})`)
    .$if('emailFolded' in account, (query) =>
      query.where('email_folded', '=', 'emailFolded' in account ? account.emailFolded : ''),
    )
    .$if('accountId' in account, (query) =>
      query.where('account.id', '=', 'accountId' in account ? account.accountId : ''),
    )
    .select('account.id')
    .executeTakeFirst();
  return row !== undefined;
}

// The token changes with each sign-in, so that a copy of the cookie soon is a stranger's. Other
// accounts known in the same browser go along.
async function rememberBrowser(tx: Tx, old: string, accountId: string): Promise<string> {
  const fresh = makeToken();
  await tx
    .updateTable('known_browser')
    .set({ browser_hash: hashToken(fresh) })
    .where('browser_hash', '=', hashToken(old))
    .execute();
  await tx
    .insertInto('known_browser')
    .values({ account_id: accountId, browser_hash: hashToken(fresh) })
    .onConflict((conflict) =>
      conflict.columns(['account_id', 'browser_hash']).doUpdateSet({ known_since: sql`now()` }),
    )
    .execute();
  return fresh;
}
