import { randomUUID } from 'node:crypto';
import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/server';
import { sql } from 'kysely';
import type { Db } from '#platform/database';
import { refuse } from './account-refusal.ts';
import { parseEmail, parseName } from './accounts.input.ts';
import { registrationOptions, type PasskeyOwner } from './passkey-registration.ts';
import type { SignInSettings, Visitor } from './sign-in-settings.ts';
import { hashToken } from './tokens.ts';

export type LinkKind = 'first-run' | 'invitation' | 'reset' | 'password' | 'email';

/** What may be said to whoever opens a link: what it is for, nothing about whom. */
export interface OpenedLink {
  readonly kind: LinkKind;
  /** Language of the person it was made for; absent at the first run. */
  readonly locale?: string;
}

/**
 * Looks at a link without using it: mail programs open links too.
 *
 * @returns undefined when it is used, too old or was never made.
 */
export async function readLink(db: Db, token: string): Promise<OpenedLink | undefined> {
  const hash = hashToken(token);
  const { rows } = await sql<{ kind: LinkKind; locale: string | null }>`
    select 'first-run' as kind, null as locale from first_run where token_hash = ${hash}
    union all
    select 'invitation', locale from invitation where token_hash = ${hash} and expires_at > now()
    union all
    select account_link.kind, account.locale
    from account_link join account on account.id = account_link.account_id
    where token_hash = ${hash} and expires_at > now()
  `.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  return { kind: row.kind, ...(row.locale === null ? {} : { locale: row.locale }) };
}

/**
 * For `startRegistration`: the passkey that will be the credential of a first account, of an
 * accepted invitation or of a reset of everything.
 *
 * @param typed `{ token, name?, email? }`; at the first run name and mailbox are what was typed.
 * @throws AccountRefusal `link-spent`, `sign-in-cookies`.
 */
export async function linkPasskeyOptions(
  db: Db,
  settings: SignInSettings,
  visitor: Visitor,
  typed: { readonly token: string; readonly name?: unknown; readonly email?: unknown },
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  if (visitor.browser === '') refuse('sign-in-cookies');
  const owner = await readOwner(db, typed);
  if (owner === undefined) refuse('link-spent');
  return registrationOptions(db, settings, visitor, { ...owner, purpose: 'accept' });
}

async function readOwner(
  db: Db,
  typed: { readonly token: string; readonly name?: unknown; readonly email?: unknown },
): Promise<Omit<PasskeyOwner, 'purpose'> | undefined> {
  const hash = hashToken(typed.token);
  const link = await readLink(db, typed.token);
  if (link?.kind === 'first-run') {
    const [name, email] = [parseName(typed.name), parseEmail(typed.email)];
    return { userUid: randomUUID(), name, email };
  }
  if (link?.kind === 'invitation') {
    const invited = await db
      .selectFrom('invitation')
      .where('token_hash', '=', hash)
      .select(['name', 'email'])
      .executeTakeFirst();
    if (invited === undefined) return undefined;
    const name = typed.name === undefined ? invited.name : parseName(typed.name);
    return { name, email: invited.email, userUid: randomUUID() };
  }
  if (link?.kind !== 'reset') return undefined;
  return db
    .selectFrom('account_link')
    .innerJoin('account', 'account.id', 'account_link.account_id')
    .where('token_hash', '=', hash)
    .select(['account.id as accountId', 'account.uid as userUid', 'name', 'account.email'])
    .executeTakeFirst();
}
