import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from '#platform/database';
import { foldForSearch } from '#platform/languages';
import { keyedHash } from '#platform/sealing';
import { networkOf } from '../signing/pace.ts';
import type { SignerPerson } from '../signing/sign-form.ts';
import { canonicalMailbox, type SignerKeys } from '../signing/signer-keys.ts';
import { hostOf, plainMailbox } from './rules.ts';

/** For how long it can be told that two signatures came from one network; at most twice the week of a secret. */
export const networkDays = 14;

/** By what signatures of one hand may be told: 64 bits of keyed hashes, in decimal. */
export interface Signals {
  readonly network: string | null;
  readonly domain: string;
  readonly alike: string;
  readonly words: string | null;
}

/**
 * What is kept of a form beside what its signer wrote. Mailbox and words are hashed under the letter's
 * secret, as the mailbox itself is; the network under one of the week that is destroyed.
 *
 * @param from address the form came from, where it is known.
 * @param week secret of the week.
 */
export function signalsOf(
  keys: SignerKeys,
  week: Uint8Array,
  person: SignerPerson,
  from: string | undefined,
): Signals {
  const mailbox = canonicalMailbox(person.address);
  return {
    network: from === undefined ? null : first64(keyedHash(week, networkOf(from))),
    domain: keys.signal(`domain ${hostOf(mailbox)}`),
    alike: keys.signal(`alike ${plainMailbox(mailbox)}`),
    words: wordsSignal(keys, person),
  };
}

/** Of name, credit and affiliation; null where there is no name, as many have the same trade. */
export function wordsSignal(keys: SignerKeys, person: SignerPerson): string | null {
  if (person.name === '') return null;
  const lines = [person.name, person.credit, person.affiliation].map(foldForSearch);
  return keys.signal(`words ${lines.join('\n')}`);
}

function first64(hash: Buffer): string {
  return hash.readBigInt64BE().toString();
}

const week = sql`date_trunc('week', now())::date`;

/** The sealed secret of this week as a column `week`, or null, of a letter `l`. */
export const sealedWeek = sql`(
  select secret from letter_signal_secret k where k.letter_id = l.id and k.since = ${week}) as week`;

/**
 * Opens the secret of a letter's week; makes it when this is the first form of it. Sealed under the
 * letter's own secret.
 */
export async function openWeek(
  db: Db,
  keys: SignerKeys,
  letterId: string,
  sealed: string | null,
): Promise<Uint8Array> {
  if (sealed !== null) return keys.weeks.open(sealed, 'week');
  const made = keys.weeks.seal(randomBytes(32), 'week');
  await sql`
    insert into letter_signal_secret (letter_id, since, secret) values (${letterId}, ${week}, ${made})
    on conflict do nothing`.execute(db);
  const { rows } = await sql<{ secret: string }>`
    select secret from letter_signal_secret where letter_id = ${letterId} and since = ${week}`.execute(
    db,
  );
  // Midnight between the two statements: this one form has a secret that no other shares.
  return keys.weeks.open(rows[0]?.secret ?? made, 'week');
}
