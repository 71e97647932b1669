import { randomInt } from 'node:crypto';
import { sql } from 'kysely';
import { inTransaction, type Db, type Tx } from '#platform/database';
import { holdMailbox } from '../signing/hold-mailboxes.ts';
import { openSignerKeys, type LetterSealer, type SignerKeys } from '../signing/signer-keys.ts';
import type { HeldSignature } from '../signing/signer-link.ts';
import { hearVouchers } from './hear-vouchers.ts';
import {
  isOtherNow,
  readAskingSignatures,
  settlePerson,
  type Asking,
  type Night,
} from './settle-person.ts';
import { ofMailbox } from './vouching-address.ts';

const atOnce = 500;

/** A letter in which somebody asks others to vouch for them. */
interface VouchedLetter {
  readonly letterId: string;
  readonly letter: string;
  readonly keys: SignerKeys;
}

export interface SettleMeans {
  readonly sealer: LetterSealer;
  /** @returns a whole number from 0 to `below`, without it. */
  readonly draw?: (below: number) => number;
}

/**
 * Counts who vouches for whom in every letter, and brings the classes to it. Nothing of this happens when
 * somebody vouches or leaves: what is public changes for all together, once a night.
 *
 * @returns how many classes rose or fell.
 * @throws AggregateError when all others are settled, with what was thrown in the letters that are not.
 */
export async function settleVouched(
  db: Db,
  means: SettleMeans,
  now: Date,
  signal?: AbortSignal,
): Promise<number> {
  await askAgain(db);
  const { rows } = await sql<{ letterId: string; letter: string; secret: string }>`
    select s.letter_id as "letterId", l.uid as letter, s.secret
    from letter_signing s join letter l on l.id = s.letter_id
    where s.letter_id in (select g.letter_id from letter_signature g where g.id in (
      select signature_id from signature_vouching union all
      select signature_id from signature_vouches)) order by 1`.execute(db);
  let changed = 0;
  const broken: unknown[] = [];
  for (const { letterId, letter, secret } of rows) {
    try {
      const keys = openSignerKeys(means.sealer, letter, secret);
      changed += await settleLetter(db, means, { letterId, letter, keys }, now, signal);
    } catch (error) {
      // One list that a disk has damaged must not keep every class of every letter as it is.
      broken.push(error);
    }
  }
  if (broken.length > 0) throw new AggregateError(broken, 'letters in which nobody was counted');
  return changed;
}

/**
 * What somebody asked with hangs on one version that they signed: when that one is erased, another of theirs that is
 * vouched would be counted by nobody any more.
 */
async function askAgain(db: Db): Promise<void> {
  const { rows } = await sql<Pick<HeldSignature, 'letterId' | 'mailbox'>>`
    select distinct g.letter_id as "letterId", g.mailbox from letter_signature g
    where g.verification = 'vouched' and not exists (
      select from letter_signature o join signature_vouching b on b.signature_id = o.id
      where o.letter_id = g.letter_id and o.mailbox = g.mailbox and o.state <> 'waiting')`.execute(
    db,
  );
  for (const who of rows) await inTransaction(db, (tx) => askFor(tx, who));
}

async function askFor(tx: Tx, who: Pick<HeldSignature, 'letterId' | 'mailbox'>): Promise<void> {
  await holdMailbox(tx, who);
  await sql`
    insert into signature_vouching (signature_id)
    select min(id) from letter_signature where letter_id = ${who.letterId}
      and mailbox = ${who.mailbox} and verification = 'vouched'
      and not exists (select from signature_vouching where ${ofMailbox(who)})
    having count(*) > 0`.execute(tx);
}

async function settleLetter(
  db: Db,
  { sealer, draw = randomInt }: SettleMeans,
  letter: VouchedLetter,
  now: Date,
  signal: AbortSignal | undefined,
): Promise<number> {
  const { letterId } = letter;
  const heard = await hearVouchers(db, letter);
  const night = { letterId, heard, draw, today: now.toISOString().slice(0, 10) };
  let changed = 0;
  for (let after: string | undefined = '0'; after !== undefined;) {
    if (signal?.aborted === true) return changed;
    const asking: Asking[] = await readAsking(db, letterId, after);
    for (const { mailbox } of await othersNow(db, sealer, asking, night)) {
      changed += await inTransaction(db, (tx) => settlePerson(tx, sealer, mailbox, night));
    }
    after = asking.length < atOnce ? undefined : asking.at(-1)?.id;
  }
  return changed;
}

async function readAsking(db: Db, letterId: string, after: string): Promise<Asking[]> {
  const { rows } = await sql<Asking>`
    select b.signature_id as id, g.mailbox, b.falls_on::text as "fallsOn", b.vouchers
    from signature_vouching b join letter_signature g on g.id = b.signature_id
    where g.letter_id = ${letterId} and b.signature_id > ${after}
    order by b.signature_id limit ${atOnce}`.execute(db);
  return rows;
}

/** Of many, those of whom this night changes anything; looked at together, and held by nobody. */
async function othersNow(
  db: Db,
  sealer: LetterSealer,
  asking: readonly Asking[],
  night: Night,
): Promise<Asking[]> {
  const mailboxes = asking.map(({ mailbox }) => mailbox);
  const signatures = await readAskingSignatures(db, sealer, night.letterId, mailboxes);
  const byMailbox = Map.groupBy(signatures, ({ mailbox }) => mailbox.toString('base64'));
  return asking.filter((one) =>
    isOtherNow(one, byMailbox.get(one.mailbox.toString('base64')) ?? [], night),
  );
}
