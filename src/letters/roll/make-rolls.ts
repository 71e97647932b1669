import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import {
  formatRollHead,
  mostPartLines,
  parseRollHead,
  type RollHead,
  type RollPart,
} from '@countersign/letter';
import { enqueueEntries } from '#log';
import type { Db, Tx } from '#platform/database';
import { asideCounts } from '../fraud/aside-counts.ts';
import { RollClasses, writeParts } from './write-parts.ts';
import { everyPlace } from './mark-gone.ts';
import { hasRollRows, type RollRange } from './roll-rows.ts';

/**
 * Makes the roll of every public letter whose count has changed, and has the log count it
 * (spec/count.md). Parts whose lines stay are not written again. One process at a time.
 *
 * @param signal no further letter is begun when it is aborted.
 * @returns how many were made.
 */
export async function makeRolls(db: Db, signal?: AbortSignal): Promise<number> {
  const { rows } = await sql<SignedLetter>`
    select l.id as "letterId", l.uid as letter from letter l join letter_signing s on s.letter_id = l.id
    where exists (select from published.subject p where p.subject = l.uid and p.edition is not null)
    order by l.id`.execute(db);
  let made = 0;
  for (const letter of rows) {
    if (signal?.aborted === true) break;
    // One moment for all that is read: what is marked as gone is gone in it, and nothing else.
    const isNew = await db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute((tx) => makeRoll(tx, letter));
    if (isNew) made += 1;
  }
  return made;
}

/**
 * Drops rolls that the log does not count any more, as after it began anew: their places mean nothing
 * in another log. They are made again.
 */
export async function dropForeignRolls(tx: Tx): Promise<void> {
  await sql`
    delete from letter_roll r where not exists (select from log_entry e where e.entry = r.entry)`.execute(
    tx,
  );
  await dropUnusedParts(tx);
}

type SignedLetter = Pick<RollRange, 'letterId' | 'letter'>;

interface Last {
  readonly id: string;
  readonly head: string;
  readonly looked: string;
}

async function makeRoll(tx: Tx, letter: SignedLetter): Promise<boolean> {
  const { letterId } = letter;
  const size = await publishedSize(tx);
  if (size === undefined) return false;
  const { rows } = await sql<Last>`
    select id, head, looked from letter_roll where letter_id = ${letterId}
    order by id desc limit 1`.execute(tx);
  const [last] = rows;
  const before = last && parseRollHead(last.head);
  // A database that was set back knows less than the roll that was made with it.
  if (before !== undefined && before.size > size) return false;
  const classes = new RollClasses(before?.classes.map((one) => one.class) ?? []);
  const gone = await takeGone(tx, letterId);
  const isAnew = gone.some(({ place }) => place === everyPlace);
  const base = isAnew ? undefined : before;
  const looked = isAnew ? 0n : BigInt(last?.looked ?? 0);
  const kept = keepParts(gone, base?.parts ?? []);
  const batches = await newBatches(tx, looked, size);
  const since = { ...letter, batch: undefined, from: looked, to: size };
  const hasNew = await hasRollRows(tx, since);
  const parts: RollPart[] = [];
  for (const { range, keep } of partsToWrite(letter, kept, { since, hasNew, batches })) {
    parts.push(...(keep === undefined ? await writeParts(tx, range, classes) : [keep]));
  }
  const named = new Set(parts.map(({ batch }) => batch));
  const head: RollHead = {
    ...{ letter: letter.letter, size, parts },
    classes: await countClasses(tx, letterId, classes, parts),
    left: await readLeft(tx, letter),
    batches: [...(base?.batches ?? []), ...batches].filter(({ entry }) => named.has(entry)),
  };
  const isNew = before === undefined || !isSame(before, head);
  if (isNew) await countInLog(tx, letterId, head);
  else
    await sql`update letter_roll set looked = ${String(size)} where id = ${last?.id}`.execute(tx);
  await dropOld(tx, letterId);
  return isNew;
}

async function publishedSize(tx: Tx): Promise<bigint | undefined> {
  const { rows } = await sql<{ size: string | null }>`
    select max(size) as size from log_checkpoint where published_at is not null`.execute(tx);
  const size = rows[0]?.size;
  return size == null ? undefined : BigInt(size);
}

interface Gone {
  readonly batch: string | undefined;
  readonly place: bigint;
}

/** Places whose lines must go, which are forgotten with this. */
async function takeGone(tx: Tx, letterId: string): Promise<Gone[]> {
  const { rows } = await sql<{ batch: string | null; place: string }>`
    delete from letter_roll_gone where letter_id = ${letterId} returning batch, place`.execute(tx);
  return rows.map(({ batch, place }) => ({ batch: batch ?? undefined, place: BigInt(place) }));
}

/** Tells parts that stay as they are from those that have lines of somebody who left. */
function keepParts(gone: readonly Gone[], parts: readonly RollPart[]) {
  return parts.map((part) => ({
    part,
    isStale: gone.some(
      ({ batch, place }) => batch === part.batch && place >= part.first && place <= part.last,
    ),
  }));
}

type KeptPart = ReturnType<typeof keepParts>[number];

interface Growth {
  /** Of the log, what was not looked at yet. */
  readonly since: RollRange;
  readonly hasNew: boolean;
  readonly batches: RollHead['batches'];
}

/** What the new roll is made of, in its order: parts that are kept, and ranges to write. */
function* partsToWrite(
  letter: SignedLetter,
  kept: readonly KeptPart[],
  { since, hasNew, batches }: Growth,
): Generator<{ readonly range: RollRange; readonly keep?: RollPart }> {
  const ofLog = kept.filter(({ part }) => part.batch === undefined);
  const last = ofLog.at(-1)?.part;
  // The last part is filled up before another is begun.
  const open = hasNew && last !== undefined && last.lines < mostPartLines ? last : undefined;
  const again = ({ part, isStale }: KeptPart) => ({
    range: { ...letter, batch: part.batch, from: part.first, to: part.last + 1n },
    ...(!isStale && { keep: part }),
  });
  for (const one of ofLog) if (one.part !== open) yield again(one);
  if (hasNew) yield { range: { ...since, from: open?.first ?? since.from } };
  for (const one of kept) if (one.part.batch !== undefined) yield again(one);
  const to = 1n << 30n;
  for (const { entry } of batches) yield { range: { ...letter, batch: entry, from: 0n, to } };
}

/** Batches whose leaves are kept and that became public since. */
async function newBatches(tx: Tx, from: bigint, to: bigint): Promise<RollHead['batches']> {
  const { rows } = await sql<{ entry: string; place: string }>`
    select b.entry, e.place from private_batch b join log_entry e on e.entry = b.entry
    where e.place >= ${String(from)} and e.place < ${String(to)} order by e.place`.execute(tx);
  return rows.map(({ entry, place }) => ({ entry, place: BigInt(place) }));
}

async function countClasses(
  tx: Tx,
  letterId: string,
  classes: RollClasses,
  parts: readonly RollPart[],
): Promise<RollHead['classes']> {
  const hashes = parts.map(({ sha256 }) => sha256);
  const { rows } = await sql<{ at: number; count: number }>`
    select c.at::integer - 1 as at, sum(c.count)::integer as count
    from unnest(${hashes}::text[]) h join letter_roll_part p
      on p.letter_id = ${letterId} and p.hash = decode(h, 'hex'),
      unnest(p.counts) with ordinality as c(count, at)
    group by c.at`.execute(tx);
  const counts = new Map(rows.map(({ at, count }) => [at, count]));
  return classes.all.map((one, at) => ({ class: one, count: counts.get(at) ?? 0 }));
}

/** Who says that they were forced is not told apart from who withdrew. */
async function readLeft(tx: Tx, { letterId, letter }: SignedLetter): Promise<RollHead['left']> {
  const classes = await asideCounts(tx, letter);
  const aside = classes.reduce((sum, { signed }) => sum + signed, 0);
  const { rows } = await sql<Record<Exclude<keyof RollHead['left'], 'aside'>, number>>`
    select coalesce(sum(signed) filter (where how = 'disowned'), 0)::integer as disowned,
      coalesce(sum(signed) filter (where how in ('withdrawn','forced')), 0)::integer as withdrawn,
      coalesce(sum(signed) filter (where how = 'expired'), 0)::integer as expired,
      coalesce(sum(signed) filter (where how = 'erased'), 0)::integer as erased
    from letter_left where letter_id = ${letterId}`.execute(tx);
  const { disowned = 0, withdrawn = 0, expired = 0, erased = 0 } = rows[0] ?? {};
  return {
    ...{ aside, disowned, withdrawn },
    ...(expired > 0 && { expired }),
    ...(erased > 0 && { erased }),
  };
}

function isSame(before: RollHead, now: RollHead): boolean {
  return formatRollHead({ ...before, size: now.size }) === formatRollHead(now);
}

async function countInLog(tx: Tx, letterId: string, head: RollHead): Promise<void> {
  const text = formatRollHead(head);
  const roll = createHash('sha256').update(text).digest('base64');
  const first = head.classes.filter((one) => one.class.affirms === 'first');
  const signed = first.reduce((sum, { count }) => sum + count, 0);
  const [entry] = await enqueueEntries(tx, [
    { kind: 'count', fields: { letter: head.letter, roll, signed } },
  ]);
  await sql`
    insert into letter_roll (letter_id, head, entry, looked)
    values (${letterId}, ${text}, ${entry}, ${String(head.size)})`.execute(tx);
}

/** Rolls that nobody is given any more, and parts of none. */
async function dropOld(tx: Tx, letterId: string): Promise<void> {
  await sql`
    delete from letter_roll r where r.letter_id = ${letterId} and r.id < (
      select max(o.id) from letter_roll o join log_entry e on e.entry = o.entry
      where o.letter_id = ${letterId}
        and e.place < (select max(size) from log_checkpoint where published_at is not null))`.execute(
    tx,
  );
  await dropUnusedParts(tx, letterId);
}

async function dropUnusedParts(tx: Tx, letterId?: string): Promise<void> {
  await sql`
    delete from letter_roll_part p
    where ${letterId === undefined ? sql`true` : sql`p.letter_id = ${letterId}`} and not exists (
      select from letter_roll r, jsonb_array_elements(r.head::jsonb -> 'parts') one
      where r.letter_id = p.letter_id and one ->> 'sha256' = encode(p.hash, 'hex'))`.execute(tx);
}
