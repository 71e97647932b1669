import { sql } from 'kysely';
import type { Db, Tx } from '#platform/database';
import { refuse } from './account-refusal.ts';
import { openScopes, toActor, type Actor, type ActorRow } from './actor.ts';
import { writeAudit } from './audit.ts';
import { parseLabel } from './accounts.input.ts';
import { confirmedMinutes, sessionDays, sessionIdleHours } from './lifetimes.ts';
import { hashToken, makeToken } from './tokens.ts';

/** One browser in which a person is signed in, as far as the program keeps it: no address, no agent. */
export interface Session {
  readonly uid: string;
  /** 1: a password alone. 2: a passkey that asked for its owner, or a password and a second factor. */
  readonly factors: 1 | 2;
  /** Whether a factor was shown within the last {@link confirmedMinutes} minutes. */
  readonly confirmed: boolean;
}

export interface SignedIn {
  readonly actor: Actor;
  readonly session: Session;
  readonly locale: string;
}

const alive = sql<boolean>`(
  session.created_at > now() - make_interval(days => ${sessionDays})
  and session.seen_at > now() - make_interval(hours => ${sessionIdleHours})
)`;

interface SignedInRow extends ActorRow {
  readonly session_uid: string;
  readonly factors: number;
  readonly confirmed: boolean;
  readonly locale: string;
}

/**
 * Who holds this session token. Runs before every page of the desk, so it is one round trip: two
 * index look-ups, and a write of `seen_at` at most once a minute.
 *
 * @returns undefined for an unknown, ended or expired session and for a suspended account.
 */
export async function sessionActor(db: Db, token: string): Promise<SignedIn | undefined> {
  const { rows } = await sql<SignedInRow>`
    with seen as (
      update session set seen_at = now()
      where token_hash = ${hashToken(token)} and ${alive} and seen_at < now() - interval '1 minute'
    )
    select account.id, account.uid, account.name, account.roles, account.locale,
      ${openScopes} as scopes, session.uid as session_uid, session.factors,
      session.confirmed_at > now() - make_interval(mins => ${confirmedMinutes}) as confirmed
    from session join account on account.id = session.account_id
    where session.token_hash = ${hashToken(token)} and account.state = 'active' and ${alive}
  `.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  return {
    actor: toActor(row),
    session: {
      uid: row.session_uid,
      factors: row.factors === 2 ? 2 : 1,
      confirmed: row.confirmed,
    },
    locale: row.locale,
  };
}

/** Begins a session. @returns its token, which is shown to the browser and nobody else. */
export async function startSession(tx: Tx, accountId: string, factors: 1 | 2): Promise<string> {
  const token = makeToken();
  await tx
    .insertInto('session')
    .values({ account_id: accountId, token_hash: hashToken(token), factors })
    .execute();
  return token;
}

/**
 * Gives a session a new token after its browser has shown a further factor; whoever had copied the
 * old one is out.
 */
export async function renewSession(tx: Tx, sessionUid: string, factors: 1 | 2): Promise<string> {
  const token = makeToken();
  const changed = await tx
    .updateTable('session')
    .set({ token_hash: hashToken(token), factors, confirmed_at: sql`now()` })
    .where('uid', '=', sessionUid)
    .returning('id')
    .executeTakeFirst();
  if (changed === undefined) refuse('session-unknown');
  return token;
}

export interface ListedSession {
  readonly uid: string;
  readonly label: string;
  readonly createdAt: Date;
  /** Exact to a minute. */
  readonly seenAt: Date;
  readonly factors: 1 | 2;
  /** The one this list was asked from. */
  readonly current: boolean;
}

/** The person's own living sessions, the latest used first. */
export async function listSessions(db: Db, signedIn: SignedIn): Promise<ListedSession[]> {
  const rows = await db
    .selectFrom('session')
    .where('account_id', '=', signedIn.actor.accountId)
    .where(alive)
    .select(['uid', 'label', 'created_at', 'seen_at', 'factors'])
    .orderBy('seen_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map((row) => ({
    uid: row.uid,
    label: row.label,
    createdAt: row.created_at,
    seenAt: row.seen_at,
    factors: row.factors === 2 ? 2 : 1,
    current: row.uid === signedIn.session.uid,
  }));
}

/** Lets the person name a session ("my laptop"). @throws AccountRefusal `session-unknown`. */
export async function labelSession(
  db: Db,
  actor: Actor,
  uid: string,
  label: unknown,
): Promise<void> {
  const changed = await db
    .updateTable('session')
    .set({ label: parseLabel(label) })
    .where('account_id', '=', actor.accountId)
    .where('uid', '=', uid)
    .returning('id')
    .executeTakeFirst();
  if (changed === undefined) refuse('session-unknown');
}

/** Signs out. A token that no session has is no error: the aim is reached. */
export async function signOut(db: Db, token: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const ended = await tx
      .deleteFrom('session')
      .where('token_hash', '=', hashToken(token))
      .returning(['account_id', 'uid'])
      .executeTakeFirst();
    if (ended === undefined) return;
    await writeAudit(tx, {
      accountId: ended.account_id,
      action: 'sign-out',
      subject: ended.uid,
    });
  });
}

/** Ends one of the person's own sessions. @throws AccountRefusal `session-unknown`. */
export async function revokeSession(db: Db, actor: Actor, uid: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const ended = await tx
      .deleteFrom('session')
      .where('account_id', '=', actor.accountId)
      .where('uid', '=', uid)
      .returning('id')
      .executeTakeFirst();
    if (ended === undefined) refuse('session-unknown');
    await writeAudit(tx, { accountId: actor.accountId, action: 'session.revoked', subject: uid });
  });
}

/** Ends all of the person's sessions but the one asking. @returns how many. */
export async function revokeOtherSessions(db: Db, signedIn: SignedIn): Promise<number> {
  return db
    .transaction()
    .execute(async (tx) =>
      endSessions(tx, signedIn.actor.accountId, { except: signedIn.session.uid }),
    );
}

/** Ends the sessions of an account, and sign-ins that wait for their second factor. */
export async function endSessions(
  tx: Tx,
  accountId: string,
  which: { readonly except?: string; readonly onlyOneFactor?: boolean } = {},
): Promise<number> {
  await tx.deleteFrom('half_sign_in').where('account_id', '=', accountId).execute();
  const ended = await tx
    .deleteFrom('session')
    .where('account_id', '=', accountId)
    .$if(which.except !== undefined, (query) => query.where('uid', '<>', which.except ?? ''))
    .$if(which.onlyOneFactor === true, (query) => query.where('factors', '=', 1))
    .returning('id')
    .execute();
  if (ended.length > 0) {
    await writeAudit(tx, {
      accountId,
      action: 'session.revoked',
      detail: { sessions: ended.length },
    });
  }
  return ended.length;
}

/**
 * Guards changes of factors: whoever finds a browser open must not be able to make the account
 * theirs.
 *
 * @throws AccountRefusal `factor-confirm-first`; the page then asks for password or passkey.
 */
export function requireConfirmed(signedIn: SignedIn): void {
  if (!signedIn.session.confirmed) refuse('factor-confirm-first');
}
