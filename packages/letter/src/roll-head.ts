import { canonicalJson, type JsonValue } from '@countersign/proof';
import { LetterFault } from './letter-fault.ts';
import { classJson, readClass, type SignatureClass } from './signature-class.ts';

/** Most lines of one part of a roll: a million and a half bytes. */
export const mostPartLines = 8_192;

/** Most bytes of a head; of a part (a line has at most 192); and of a batch's leaves. */
export const rollLimits = {
  head: 8 * 1024 * 1024,
  part: mostPartLines * 192,
  leaves: 65_536 * 32,
  parts: 32_768,
  classes: 9_999,
} as const;

/** A file of lines: of the log, or of one batch. */
export interface RollPart {
  /** Id of the batch's entry; undefined for a part of the log. */
  readonly batch: string | undefined;
  /** Places of its first and last line. */
  readonly first: bigint;
  readonly last: bigint;
  readonly lines: number;
  /** SHA-256 of its bytes in lower hexadecimal: also its name. */
  readonly sha256: string;
}

/** What a roll is made of (spec/count.md, "The head"). */
export interface RollHead {
  /** Public id. */
  readonly letter: string;
  /** Entries of the tree that it was made of. */
  readonly size: bigint;
  readonly classes: readonly { readonly class: SignatureClass; readonly count: number }[];
  /** How many are not counted any more, since the letter was opened, by what they said. */
  readonly left: {
    /** By the organisers, who doubted them. */
    readonly aside: number;
    readonly disowned: number;
    readonly withdrawn: number;
    /** Whose rule was not met in time (spec/withheld.md); left out when there are none. */
    readonly expired?: number;
    /** The time they were promised to be kept for was over; left out when there are none. */
    readonly erased?: number;
  };
  /** The batches that parts are of, with the places of their entries in the log. */
  readonly batches: readonly { readonly entry: string; readonly place: bigint }[];
  /** Those of one tree together, in the order of their places. */
  readonly parts: readonly RollPart[];
}

/** The bytes that a count in the log is of, as text. */
export function formatRollHead(head: RollHead): string {
  return canonicalJson({
    v: 1,
    letter: head.letter,
    size: String(head.size),
    classes: head.classes.map((one) => ({ class: classJson(one.class), count: one.count })),
    left: { ...head.left },
    batches: head.batches.map(({ entry, place }) => ({ entry, place: String(place) })),
    parts: head.parts.map(({ batch, first, last, lines, sha256 }) => ({
      ...(batch !== undefined && { batch }),
      ...{ first: String(first), last: String(last), lines, sha256 },
    })),
  });
}

/**
 * Reads a head that anybody may have made; that its parts belong together is checked here, what is in
 * them is not.
 *
 * @throws LetterFault `roll-malformed`; `roll-out-of-order` for parts that overlap, a tree that occurs
 * twice, a class that does.
 */
export function parseRollHead(text: string): RollHead {
  const { v, letter, size, classes, left, batches, parts } = object(json(text));
  if (v !== 1 || typeof letter !== 'string') throw malformed('no version, or no letter');
  const { aside, disowned, withdrawn, expired, erased } = object(left);
  const head: RollHead = {
    ...{ letter, size: placeOf(size) },
    classes: list(classes, rollLimits.classes).map(readCounted),
    left: {
      aside: countOf(aside),
      disowned: countOf(disowned),
      withdrawn: countOf(withdrawn),
      ...(expired !== undefined && { expired: countOf(expired) }),
      ...(erased !== undefined && { erased: countOf(erased) }),
    },
    batches: list(batches, rollLimits.parts).map((one) => {
      const members = object(one);
      return { entry: uuidOf(members['entry']), place: placeOf(members['place']) };
    }),
    parts: list(parts, rollLimits.parts).map(readPart),
  };
  requireOrder(head);
  return head;
}

function readCounted(value: unknown): RollHead['classes'][number] {
  const { class: own, count: signed } = object(value);
  const read = readClass(own as JsonValue | undefined);
  if (read === undefined) throw malformed('no class');
  return { class: read, count: countOf(signed) };
}

function readPart(value: unknown): RollPart {
  const { batch, first, last, lines, sha256 } = object(value);
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/u.test(sha256)) throw malformed('no hash');
  const part = {
    batch: batch === undefined ? undefined : uuidOf(batch),
    ...{ first: placeOf(first), last: placeOf(last), lines: countOf(lines), sha256 },
  };
  if (part.lines < 1 || part.lines > mostPartLines) throw malformed(`a part of ${part.lines}`);
  return part;
}

function requireOrder({ parts, batches, classes }: RollHead): void {
  const seen = new Set<string>();
  let before: RollPart | undefined;
  for (const part of parts) {
    const isSameTree = before !== undefined && before.batch === part.batch;
    const tree = part.batch ?? 'log';
    if (isSameTree ? part.first <= (before?.last ?? -1n) : seen.has(tree)) {
      throw disorder(`parts of ${tree} overlap, or lie apart`);
    }
    if (part.last < part.first) throw disorder('a part that ends before it begins');
    seen.add(tree);
    before = part;
  }
  const named = new Set(batches.map(({ entry }) => entry));
  const places = new Set(batches.map((one) => one.place));
  if (named.size !== batches.length || places.size !== batches.length) {
    throw disorder('a batch occurs twice');
  }
  seen.delete('log');
  const isSame = named.size === seen.size && [...seen].every((one) => named.has(one));
  if (!isSame) throw malformed('parts of other batches');
  const keys = new Set(classes.map((one) => JSON.stringify(one.class)));
  if (keys.size !== classes.length) throw disorder('a class occurs twice');
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed('not JSON');
  }
}

function object(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw malformed('expected an object');
  }
  return value as Readonly<Record<string, unknown>>;
}

function list(value: unknown, most: number): readonly unknown[] {
  if (!Array.isArray(value) || value.length > most) throw malformed(`expected up to ${most}`);
  return value;
}

function uuidOf(value: unknown): string {
  const isUuid =
    typeof value === 'string' && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u.test(value);
  if (!isUuid) throw malformed('no id');
  return value;
}

function placeOf(value: unknown): bigint {
  if (typeof value !== 'string' || !/^(?:0|[1-9]\d{0,15})$/u.test(value))
    throw malformed('no place');
  return BigInt(value);
}

function countOf(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    throw malformed('no number');
  }
  return value;
}

function malformed(why: string): LetterFault {
  return new LetterFault('roll-malformed', `not the head of a roll: ${why}`);
}

function disorder(why: string): LetterFault {
  return new LetterFault('roll-out-of-order', why);
}
