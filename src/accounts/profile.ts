import { sql } from 'kysely';
import type { Db } from '#platform/database';
import { AccountRefusal, refuse } from './account-refusal.ts';
import { foldEmail, parseEmail, parseProfileChange } from './accounts.input.ts';
import type { Actor } from './actor.ts';
import { writeAudit } from './audit.ts';
import { emailLinkHours } from './lifetimes.ts';
import { requireConfirmed, type SignedIn } from './sessions.ts';
import { hashToken, makeToken } from './tokens.ts';

export interface Profile {
  readonly name: string;
  readonly email: string;
  readonly locale: string;
}

/** What the person sees and changes about themselves. */
export async function readProfile(db: Db, actor: Actor): Promise<Profile> {
  return db
    .selectFrom('account')
    .where('id', '=', actor.accountId)
    .select(['name', 'email', 'locale'])
    .executeTakeFirstOrThrow();
}

/** Changes the person's own name or language. @param input `{ name?, locale? }`. */
export async function changeProfile(db: Db, actor: Actor, input: unknown): Promise<void> {
  const change = parseProfileChange(input);
  await db.transaction().execute(async (tx) => {
    await tx
      .updateTable('account')
      .where('id', '=', actor.accountId)
      .set((row) => ({
        name: change.name ?? row.ref('name'),
        locale: change.locale ?? row.ref('locale'),
      }))
      .execute();
    await writeAudit(tx, {
      accountId: actor.accountId,
      action: 'account.changed',
      subject: actor.uid,
      detail: { fields: Object.keys(change).join(' ') },
    });
  });
}

export interface EmailChange {
  /** Where to send the link: the new mailbox. */
  readonly email: string;
  /** Absent when another account has the mailbox. The page says the same in both cases. */
  readonly token: string | undefined;
}

/**
 * Asks for a new mailbox. The old one holds until the link sent to the new one is used.
 *
 * @throws AccountRefusal `factor-confirm-first`, `email-malformed`.
 */
export async function askEmailChange(
  db: Db,
  signedIn: SignedIn,
  typed: unknown,
): Promise<EmailChange> {
  requireConfirmed(signedIn);
  const email = parseEmail(typed);
  const { accountId } = signedIn.actor;
  const taken = await db
    .selectFrom('account')
    .where('email_folded', '=', foldEmail(email))
    .where('id', '<>', accountId)
    .select('id')
    .executeTakeFirst();
  if (taken !== undefined) return { email, token: undefined };
  const token = makeToken();
  const values = {
    token_hash: hashToken(token),
    email,
    expires_at: sql<Date>`now() + make_interval(hours => ${emailLinkHours})`,
  };
  await db
    .insertInto('account_link')
    .values({ ...values, account_id: accountId, kind: 'email' })
    .onConflict((conflict) => conflict.columns(['account_id', 'kind']).doUpdateSet(values))
    .execute();
  return { email, token };
}

/**
 * Takes the new mailbox into use. Needs no session: the link may be opened in another browser.
 *
 * @throws AccountRefusal `link-spent`, `email-taken`.
 */
export async function confirmEmail(db: Db, token: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const used = await tx
      .deleteFrom('account_link')
      .where('token_hash', '=', hashToken(token))
      .where('kind', '=', 'email')
      .where('expires_at', '>', sql<Date>`now()`)
      .returning(['account_id', 'email'])
      .executeTakeFirst();
    const email = used?.email ?? refuse('link-spent');
    const accountId = used?.account_id ?? refuse('link-spent');
    await tx
      .updateTable('account')
      .where('id', '=', accountId)
      .set({ email, email_folded: foldEmail(email) })
      .execute()
      .catch(refuseTakenEmail);
    await writeAudit(tx, { accountId, action: 'account.changed', detail: { fields: 'email' } });
  });
}

const uniqueViolation = '23505';

function refuseTakenEmail(error: unknown): never {
  if (error instanceof Error && 'code' in error && error.code === uniqueViolation) {
    throw new AccountRefusal({ code: 'email-taken' }, { cause: error });
  }
  throw error;
}
