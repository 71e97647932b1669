import {
  encodeBase64,
  hashField,
  hashNode,
  type CommitmentField,
  type HashProvider,
} from '@countersign/proof';
import { LetterFault } from './letter-fault.ts';

/**
 * What recounts one signature: where it is logged, and the opened field `class` with the two hashes
 * that lead from it to the commitment (spec/count.md).
 */
export interface RollLine {
  /** Place of the entry in the log, or of the item in its batch; from 0. */
  readonly place: bigint;
  /** Id of the entry; undefined of an item of a batch, which has none. */
  readonly id: string | undefined;
  /** Which of the roll's classes, from 0. */
  readonly class: number;
  /** Salt of the field, 32 bytes. */
  readonly salt: Uint8Array;
  /** The leaf beside it, and the node above the two others: 32 bytes each. */
  readonly path: readonly [Uint8Array, Uint8Array];
}

/**
 * The part of a line that its fields give, in the order of `signatureFieldNames`.
 *
 * @throws ProofError `commitment-malformed` for fields that cannot be committed to.
 */
export function openClass(
  provider: HashProvider,
  fields: readonly CommitmentField[],
): Pick<RollLine, 'salt' | 'path'> {
  const [own, beside, third, fourth] = fields;
  if (
    own?.name !== 'class' ||
    beside === undefined ||
    third === undefined ||
    fourth === undefined
  ) {
    throw new LetterFault('roll-malformed', 'these are not the fields of a signature');
  }
  const above = hashNode(provider, hashField(provider, third), hashField(provider, fourth));
  return { salt: own.salt, path: [hashField(provider, beside), above] };
}

/** One line of a roll, with its line feed. */
export function formatRollLine({ place, id, class: at, salt, path }: RollLine): string {
  const [beside, above] = path.map(encodeBase64);
  return `${place} ${id ?? '-'} ${at} ${encodeBase64(salt)} ${beside} ${above}\n`;
}

/**
 * The lines of a part of a roll, in its order.
 *
 * @throws LetterFault `roll-malformed` at the first that is none.
 */
export function* parseRollPart(bytes: Uint8Array): Generator<RollLine> {
  if (bytes.length === 0) return;
  if (bytes.at(-1) !== lineFeed)
    throw new LetterFault('roll-malformed', 'a part ends with a line feed');
  let from = 0;
  while (from < bytes.length) {
    const to = bytes.indexOf(lineFeed, from);
    yield parseRollLine(bytes.subarray(from, to));
    from = to + 1;
  }
}

const lineFeed = 0x0a;
const codeLength = 44;
// A space and three hashes, each after another space.
const tailLength = 3 * (1 + codeLength);
const start =
  /^(0|[1-9]\d{0,15}) (-|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) (0|[1-9]\d{0,3})$/u;

function parseRollLine(line: Uint8Array): RollLine {
  const end = line.length - tailLength;
  const [, place, id, at] = end < 0 ? [] : (start.exec(latin(line, end)) ?? []);
  if (place === undefined || id === undefined || at === undefined) throw malformed(line);
  return {
    place: BigInt(place),
    id: id === '-' ? undefined : id,
    class: Number(at),
    salt: hashAt(line, end),
    path: [hashAt(line, end + 1 + codeLength), hashAt(line, end + 2 * (1 + codeLength))],
  };
}

const decoder = new TextDecoder('latin1');

function latin(bytes: Uint8Array, end: number): string {
  return decoder.decode(bytes.subarray(0, end));
}

const values = new Int8Array(256).fill(-1);
const signs = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
for (let value = 0; value < signs.length; value += 1) values[signs.charCodeAt(value)] = value;

/** The 32 bytes whose base64 stands after a space: of the one spelling that they have. */
function hashAt(line: Uint8Array, space: number): Uint8Array {
  const bytes = new Uint8Array(32);
  // Below zero once one sign is none.
  let all = line[space] === 0x20 && line[space + codeLength] === 0x3d ? 0 : -1;
  let from = space + 1;
  for (let to = 0; to < 33; to += 3) {
    const [a, b, c] = [valueAt(line, from), valueAt(line, from + 1), valueAt(line, from + 2)];
    const isLast = to === 30;
    const d = isLast ? 0 : valueAt(line, from + 3);
    all |= a | b | c | d;
    bytes[to] = (a << 2) | (b >> 4);
    bytes[to + 1] = (b << 4) | (c >> 2);
    // Bits that carry nothing are zero.
    if (!isLast) bytes[to + 2] = (c << 6) | d;
    else if ((c & 3) !== 0) all = -1;
    from += 4;
  }
  if (all < 0) throw malformed(line);
  return bytes;
}

function valueAt(line: Uint8Array, at: number): number {
  return values[line[at] ?? 0] ?? -1;
}

function malformed(line: Uint8Array): LetterFault {
  return new LetterFault('roll-malformed', `no line of a roll: ${latin(line, 80)}`);
}
