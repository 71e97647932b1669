import { sql } from 'kysely';
import type { Db } from '#platform/database';
import { challengeMinutes } from './lifetimes.ts';
import { hashToken, makeToken } from './tokens.ts';

/** What a signature over a challenge may be used for. */
export type ChallengePurpose = 'sign-in' | 'second-factor' | 'confirm' | 'register' | 'accept';

export interface ChallengeFor {
  readonly purpose: ChallengePurpose;
  /** Value of the browser cookie: a challenge shown to one browser is worthless in another. */
  readonly browser: string;
  readonly accountId?: string;
  readonly userUid?: string;
}

/** @returns the challenge, base64url; the table keeps its hash only. */
export async function makeChallenge(db: Db, asked: ChallengeFor): Promise<string> {
  const challenge = makeToken();
  await db
    .insertInto('challenge')
    .values({
      hash: hashToken(challenge),
      browser_hash: hashToken(asked.browser),
      purpose: asked.purpose,
      account_id: asked.accountId ?? null,
      user_uid: asked.userUid ?? null,
      expires_at: sql`now() + make_interval(mins => ${challengeMinutes})`,
    })
    .execute();
  return challenge;
}

export interface TakenChallenge {
  readonly accountId: string | undefined;
  readonly userUid: string | undefined;
}

/** Uses a challenge up. @returns undefined when it is spent, too old, or meant for something else. */
export async function takeChallenge(
  db: Db,
  challenge: string,
  asked: Pick<ChallengeFor, 'purpose' | 'browser'>,
): Promise<TakenChallenge | undefined> {
  const taken = await db
    .deleteFrom('challenge')
    .where('hash', '=', hashToken(challenge))
    .where('browser_hash', '=', hashToken(asked.browser))
    .where('purpose', '=', asked.purpose)
    .where('expires_at', '>', sql<Date>`now()`)
    .returning(['account_id', 'user_uid'])
    .executeTakeFirst();
  if (taken === undefined) return undefined;
  return { accountId: taken.account_id ?? undefined, userUid: taken.user_uid ?? undefined };
}
