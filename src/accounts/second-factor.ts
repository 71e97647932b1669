import { sql } from 'kysely';
import type { Tx } from '#platform/database';
import { readFactors } from './factors.queries.ts';
import { may } from './permissions.ts';
import { makeRecoveryCodes } from './recovery-codes.ts';
import { endSessions, renewSession, type SignedIn } from './sessions.ts';

/**
 * Whether this person must set up a second factor before anything else opens: whoever can let
 * others in must not be one guessed password away from the record.
 */
export function needsSecondFactor(signedIn: SignedIn): boolean {
  return signedIn.session.factors === 1 && may(signedIn.actor, 'account.manage');
}

export interface Strengthened {
  /** New token for the session cookie. */
  readonly session: string;
  /** To be shown once; empty when the person has codes already, or needs none. */
  readonly recoveryCodes: readonly string[];
}

/**
 * After a second factor was added: this session has shown it and gets a new token; others that
 * know the password alone end.
 */
export async function strengthenSession(tx: Tx, signedIn: SignedIn): Promise<Strengthened> {
  const { accountId } = signedIn.actor;
  await lockAccount(tx, accountId);
  const session = await renewSession(tx, signedIn.session.uid, 2);
  await endSessions(tx, accountId, { except: signedIn.session.uid, onlyOneFactor: true });
  const factors = await readFactors(tx, accountId);
  const recoveryCodes =
    factors.password && factors.recoveryCodes === 0 ? await makeRecoveryCodes(tx, accountId) : [];
  return { session, recoveryCodes };
}

/**
 * Makes changes of one account's factors take turns, so that two at once cannot each leave the
 * other's factor as the last.
 */
export async function lockAccount(tx: Tx, accountId: string): Promise<void> {
  await sql`select from account where id = ${accountId} for no key update`.execute(tx);
}
