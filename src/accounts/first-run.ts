import { sql } from 'kysely';
import type { Db, Tx } from '#platform/database';
import { refuse } from './account-refusal.ts';
import { foldEmail, parseFirstAccount } from './accounts.input.ts';
import { writeAudit } from './audit.ts';
import { checkCredential, storeCredential } from './credentials.ts';
import { completeSignIn, type SignInDone } from './sign-in-done.ts';
import type { SignInSettings, Visitor } from './sign-in-settings.ts';
import { hashToken, makeToken } from './tokens.ts';

/**
 * Makes the token of the link with which the first person creates their account, and ends the one
 * of an earlier start.
 *
 * @returns undefined when an account exists.
 */
export async function firstRunToken(db: Db): Promise<string | undefined> {
  return db.transaction().execute(async (tx) => {
    await lockFirstRun(tx);
    if (await accountExists(tx)) return undefined;
    const token = makeToken();
    await tx.deleteFrom('first_run').execute();
    await tx
      .insertInto('first_run')
      .values({ token_hash: hashToken(token) })
      .execute();
    return token;
  });
}

/**
 * Creates the first account and signs it in. It may do everything: administrator, documenter and
 * reviewer.
 *
 * @param input {@link FirstAccount} from a form.
 * @throws AccountRefusal `first-run-over` when someone was first, `link-spent` when a later start
 * has renewed the link, and the refusals of a new credential.
 */
export async function createFirstAccount(
  db: Db,
  settings: SignInSettings,
  visitor: Visitor,
  input: unknown,
): Promise<SignInDone> {
  const first = parseFirstAccount(input);
  // Before the work of hashing: strangers have no token.
  const present = await db.selectFrom('first_run').select('token_hash').executeTakeFirst();
  if (present === undefined) refuse('first-run-over');
  if (!present.token_hash.equals(hashToken(first.token))) refuse('link-spent');
  const credential = await checkCredential(db, settings, visitor, first, first.credential);

  return db.transaction().execute(async (tx) => {
    await lockFirstRun(tx);
    if (await accountExists(tx)) refuse('first-run-over');
    const used = await tx
      .deleteFrom('first_run')
      .where('token_hash', '=', hashToken(first.token))
      .returning('only_row')
      .executeTakeFirst();
    if (used === undefined) refuse('link-spent');
    const account = await tx
      .insertInto('account')
      .values({
        ...(credential.kind === 'passkey' ? { uid: credential.passkey.userUid } : {}),
        name: first.name,
        email: first.email,
        email_folded: foldEmail(first.email),
        roles: ['administrator', 'documenter', 'reviewer'],
        locale: first.locale,
      })
      .returning(['id', 'uid'])
      .executeTakeFirstOrThrow();
    await writeAudit(tx, {
      accountId: account.id,
      action: 'account.created',
      subject: account.uid,
      detail: { by: 'first-run' },
    });
    const factors = await storeCredential(tx, account.id, credential);
    return completeSignIn(tx, visitor, { accountId: account.id, factors, method: 'first-run' });
  });
}

// Two starts, or two people with the same link, take turns; each then sees what the other did.
async function lockFirstRun(tx: Tx): Promise<void> {
  await sql`lock table first_run in exclusive mode`.execute(tx);
}

// The authors of a sample are suspended from the start: they are nobody who could let others in.
async function accountExists(tx: Tx): Promise<boolean> {
  const row = await tx
    .selectFrom('account')
    .where('state', '=', 'active')
    .select('id')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
