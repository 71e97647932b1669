import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import {
  classKey,
  formatRollLine,
  mostPartLines,
  type RollPart,
  type SignatureClass,
} from '@countersign/letter';
import type { Tx } from '#platform/database';
import { readRollRows, type RollRange } from './roll-rows.ts';

/** The classes of a roll: those it had keep their numbers, so that parts that are kept stay true. */
export class RollClasses {
  readonly all: SignatureClass[];
  readonly #numbers: Map<string, number>;

  constructor(known: readonly SignatureClass[]) {
    this.all = [...known];
    this.#numbers = new Map(known.map((one, at) => [classKey(one), at]));
  }

  numberOf(one: SignatureClass): number {
    const key = classKey(one);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.all.length);
    this.all.push(one);
    return this.all.length - 1;
  }
}

/** Writes the lines of a range as parts, each as full as it can be. @returns what the head names. */
export async function writeParts(
  tx: Tx,
  range: RollRange,
  classes: RollClasses,
): Promise<RollPart[]> {
  const parts: RollPart[] = [];
  let draft = newDraft();
  const end = async () => {
    if (draft.lines.length === 0) return;
    parts.push(await storePart(tx, range, draft));
    draft = newDraft();
  };
  for await (const { line, class: own } of readRollRows(tx, range)) {
    const number = classes.numberOf(own);
    draft.lines.push(formatRollLine({ ...line, class: number }));
    draft.counts[number] = (draft.counts[number] ?? 0) + 1;
    draft.first ??= line.place;
    draft.last = line.place;
    if (draft.lines.length === mostPartLines) await end();
  }
  await end();
  return parts;
}

interface Draft {
  readonly lines: string[];
  readonly counts: number[];
  first: bigint | undefined;
  last: bigint;
}

function newDraft(): Draft {
  return { lines: [], counts: [], first: undefined, last: 0n };
}

async function storePart(
  tx: Tx,
  { letterId, batch }: RollRange,
  { lines, counts, first = 0n, last }: Draft,
): Promise<RollPart> {
  const body = Buffer.from(lines.join(''), 'latin1');
  const hash = createHash('sha256').update(body).digest();
  // A hole in the list is a class that this part has none of.
  const all = Array.from(counts, (count) => (count as number | undefined) ?? 0);
  await sql`
    insert into letter_roll_part (letter_id, hash, body, counts)
    values (${letterId}, ${hash}, ${body}, ${all}) on conflict do nothing`.execute(tx);
  return { batch, first, last, lines: lines.length, sha256: hash.toString('hex') };
}
