import {
  decodeBase64,
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

const pattern =
  /^(0|[1-9]\d{0,15}) (-|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) (0|[1-9]\d{0,3}) ([A-Za-z0-9+/]{43}=) ([A-Za-z0-9+/]{43}=) ([A-Za-z0-9+/]{43}=)$/u;

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
  const text = new TextDecoder('latin1').decode(bytes);
  if (text === '') return;
  if (!text.endsWith('\n')) throw new LetterFault('roll-malformed', 'a part ends with a line feed');
  let from = 0;
  while (from < text.length) {
    const to = text.indexOf('\n', from);
    yield parseRollLine(text.slice(from, to));
    from = to + 1;
  }
}

function parseRollLine(line: string): RollLine {
  const [, place, id, at, salt, beside, above] = pattern.exec(line) ?? [];
  if (place === undefined || id === undefined || at === undefined) throw malformed(line);
  return {
    place: BigInt(place),
    id: id === '-' ? undefined : id,
    class: Number(at),
    salt: hashOf(salt, line),
    path: [hashOf(beside, line), hashOf(above, line)],
  };
}

function hashOf(text: string | undefined, line: string): Uint8Array {
  const bytes = text === undefined ? undefined : decodeBase64(text);
  if (bytes?.length !== 32) throw malformed(line);
  return bytes;
}

function malformed(line: string): LetterFault {
  return new LetterFault('roll-malformed', `no line of a roll: ${line.slice(0, 80)}`);
}
