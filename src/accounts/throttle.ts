import { createHmac } from 'node:crypto';
import ipaddr from 'ipaddr.js';
import { sql } from 'kysely';
import type { Db, Tx } from '#platform/database';
import { AccountRefusal } from './account-refusal.ts';
import { throttleMinutes } from './lifetimes.ts';
import type { SignInSettings, Visitor } from './sign-in-settings.ts';

// Slows guessing without giving a stranger the means to lock the owner out. A try is never refused
// for good, only told to wait, and the wait belongs to one browser: nobody can use up another's.
// - A browser that has signed in to the account before is slowed by its own failures alone.
// - Any other browser also waits longer the more strangers fail at the same account or from the
//   same network. It may fetch a fresh cookie, but then begins with that wait.
// Passkeys pass by all of this: there is nothing to guess.

/** What is guessed at: a mailbox's password, or the code of an account whose password was right. */
export type Guarded =
  | { readonly kind: 'password'; readonly emailFolded: string }
  | { readonly kind: 'code'; readonly accountId: string };

/** A try that was let through. It counts as failed until {@link forgiveTry}. */
export interface Try {
  readonly own: Buffer;
  readonly shared: readonly Buffer[];
}

const freeTries = 5;
const longestOwnWaitSeconds = 900;
const freeAccountTries = 20;
const freeNetworkTries = 50;
const longestStrangerWaitSeconds = 300;

/** Wait after so many failures of one browser at one account: 5 s after the fifth, then doubling. */
export function ownWaitSeconds(tries: number): number {
  if (tries < freeTries) return 0;
  return Math.min(5 * 2 ** (tries - freeTries), longestOwnWaitSeconds);
}

/** Wait of a browser never seen at this account while strangers fail at it or from its network. */
export function strangerWaitSeconds(accountTries: number, networkTries: number): number {
  const over = Math.max(accountTries - freeAccountTries, networkTries - freeNetworkTries);
  if (over < 0) return 0;
  return Math.min(Math.ceil(2 ** (over / 5)), longestStrangerWaitSeconds);
}

/**
 * The part of an address that one person or provider holds: IPv4 /24, IPv6 /48.
 *
 * @returns undefined for addresses that many may share by set-up (loopback, private, malformed):
 * counting them would make one bucket of everybody behind an onion service or a proxy.
 */
export function networkPrefix(address: string | undefined): string | undefined {
  if (address === undefined || !ipaddr.isValid(address)) return undefined;
  const parsed = ipaddr.process(address);
  if (parsed.range() !== 'unicast') return undefined;
  return parsed
    .toByteArray()
    .slice(0, parsed.kind() === 'ipv4' ? 3 : 6)
    .join('.');
}

/**
 * Lets a try through, or refuses it with the seconds to wait. Commits before the guess is looked
 * at, so that a thousand guesses sent at once are still counted one by one.
 *
 * @throws AccountRefusal `sign-in-wait` with the parameter `seconds`.
 */
export async function takeTry(
  db: Db,
  settings: SignInSettings,
  visitor: Visitor,
  guarded: Guarded,
  known: boolean,
): Promise<Try> {
  const keys = throttleKeys(settings, visitor, guarded, known);
  await dropSpentTries(db);
  const outcome = await db.transaction().execute(async (tx) => {
    const strangerWait = known ? 0 : await readStrangerWait(tx, keys);
    await sql`
      insert into throttle (key, tries, not_before, expires_at)
      values (${keys.own}, 0, now() + make_interval(secs => ${strangerWait}), ${windowEnd})
      on conflict (key) do nothing
    `.execute(tx);
    const { rows } = await sql<{ tries: number; wait: number }>`
      select tries, ceil(extract(epoch from not_before - clock_timestamp()))::integer as wait
      from throttle where key = ${keys.own} for update
    `.execute(tx);
    const [row] = rows;
    if (row === undefined) return { waitSeconds: 1 };
    if (row.wait > 0) return { waitSeconds: row.wait };
    const wait = Math.max(ownWaitSeconds(row.tries + 1), strangerWait);
    await sql`
      update throttle set tries = tries + 1, expires_at = ${windowEnd},
        not_before = now() + make_interval(secs => ${wait})
      where key = ${keys.own}
    `.execute(tx);
    await countShared(tx, keys.shared, 1);
    return { waitSeconds: 0 };
  });
  if (outcome.waitSeconds > 0) {
    throw new AccountRefusal({ code: 'sign-in-wait', params: { seconds: outcome.waitSeconds } });
  }
  return { own: keys.own, shared: keys.shared };
}

/** Takes back a try that turned out right. */
export async function forgiveTry(tx: Tx, taken: Try): Promise<void> {
  await tx.deleteFrom('throttle').where('key', '=', taken.own).execute();
  await countShared(tx, taken.shared, -1);
}

/** Deletes counters whose window is over: no trace of a visitor outlives it. */
export async function dropSpentTries(db: Db): Promise<void> {
  await sql`
    delete from throttle where key in (
      select key from throttle where expires_at < now() limit 1000 for update skip locked
    )
  `.execute(db);
}

const windowEnd = sql`now() + make_interval(mins => ${throttleMinutes})`;

interface Keys {
  readonly own: Buffer;
  readonly account: Buffer;
  readonly network: Buffer | undefined;
  /** In a fixed order, so that two tries never wait for each other's rows. */
  readonly shared: readonly Buffer[];
}

function throttleKeys(
  settings: SignInSettings,
  visitor: Visitor,
  guarded: Guarded,
  known: boolean,
): Keys {
  // A key of the day, so that keys of different days cannot be compared; at midnight the counters
  // begin anew.
  const day = new Date(settings.nowMs()).toISOString().slice(0, 10);
  const dayKey = createHmac('sha256', settings.throttleSecret).update(`throttle ${day}`).digest();
  const hash = (...parts: string[]) =>
    createHmac('sha256', dayKey).update(JSON.stringify(parts)).digest();
  const subject = guarded.kind === 'password' ? guarded.emailFolded : guarded.accountId;
  const account = hash('account', guarded.kind, subject);
  const prefix = networkPrefix(visitor.address);
  const network = prefix === undefined ? undefined : hash('network', prefix);
  const own = hash(known ? 'known' : 'stranger', guarded.kind, subject, visitor.browser);
  const shared = [account, ...(network === undefined ? [] : [network])];
  return { own, account, network, shared: known ? [] : shared.toSorted((a, b) => a.compare(b)) };
}

async function readStrangerWait(tx: Tx, keys: Keys): Promise<number> {
  const rows = await tx
    .selectFrom('throttle')
    .where('key', 'in', keys.shared)
    .where('expires_at', '>', sql<Date>`now()`)
    .select(['key', 'tries'])
    .execute();
  const triesOf = (key: Buffer | undefined) =>
    rows.find((row) => key !== undefined && row.key.equals(key))?.tries ?? 0;
  return strangerWaitSeconds(triesOf(keys.account), triesOf(keys.network));
}

// The window of a shared counter begins with its first try and is not drawn out by later ones: a
// patient attacker cannot keep it high for ever with single tries.
async function countShared(tx: Tx, keys: readonly Buffer[], by: 1 | -1): Promise<void> {
  for (const key of keys) {
    await sql`
      insert into throttle (key, tries, expires_at) values (${key}, greatest(${by}, 0), ${windowEnd})
      on conflict (key) do update set
        tries = case when throttle.expires_at < now() then greatest(${by}, 0)
          else greatest(throttle.tries + ${by}, 0) end,
        expires_at = case when throttle.expires_at < now() then ${windowEnd}
          else throttle.expires_at end
    `.execute(tx);
  }
}
