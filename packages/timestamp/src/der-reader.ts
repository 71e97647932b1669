import type { Bytes } from './bytes.ts';
import { TimestampFault } from './fault.ts';

// Attacker: whoever hands over a token – a lying authority, the author of a hostile dossier. Strict DER
// (X.690 §10, §11) leaves one encoding per meaning, so that what is compared and hashed is what was
// read; limits on depth and parts hold before anything is interpreted.

/** One value with its tag. Views, never copies, of the bytes it was read from. */
export interface DerNode {
  /** The identifier octet: class, constructed bit and tag number below 31. */
  readonly tag: number;
  readonly content: Bytes;
  /** Tag, length and content. */
  readonly encoded: Bytes;
  /** Empty for a primitive value. */
  readonly children: readonly DerNode[];
}

/** Tags of the values that are read here. */
export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Real tokens reach depth 19 and about 1,500 parts. */
const maxDepth = 32;
const maxNodes = 8192;

/** Universal types without parts that X.509, CMS and RFC 3161 use; other universal tags are refused. */
const primitives: ReadonlySet<number> = new Set([
  0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0a, 0x0c, 0x12, 0x13, 0x14, 0x16, 0x17, 0x18, 0x1a, 0x1c,
  0x1e,
]);

interface Budget {
  nodes: number;
}

/**
 * Reads exactly one DER value that fills all of `bytes`.
 *
 * @throws TimestampFault `der-malformed` for anything but strict DER, a byte too many included.
 */
export function readDer(bytes: Bytes): DerNode {
  const node = readNode(bytes, 0, 0, { nodes: maxNodes });
  if (node.encoded.length !== bytes.length) throw malformed('bytes after the value');
  return node;
}

function readNode(bytes: Bytes, start: number, depth: number, budget: Budget): DerNode {
  if (depth > maxDepth) throw malformed('too deep');
  budget.nodes -= 1;
  if (budget.nodes < 0) throw malformed('too many parts');
  const tag = bytes[start];
  if (tag === undefined) throw malformed('ends before a tag');
  const constructed = isConstructed(tag);
  const { length, begin } = readLength(bytes, start + 1);
  if (length > bytes.length - begin) throw malformed('a value is longer than what holds it');
  const content = bytes.subarray(begin, begin + length);
  if (!constructed) checkPrimitive(tag, content);
  return {
    tag,
    content,
    encoded: bytes.subarray(start, begin + length),
    children: constructed ? readChildren(content, depth + 1, budget) : [],
  };
}

function readChildren(content: Bytes, depth: number, budget: Budget): DerNode[] {
  const children: DerNode[] = [];
  for (let offset = 0; offset < content.length;) {
    const child = readNode(content, offset, depth, budget);
    children.push(child);
    offset += child.encoded.length;
  }
  return children;
}

function isConstructed(tag: number): boolean {
  const isUniversal = tag >> 6 === 0;
  const isContext = tag >> 6 === 2;
  if ((tag & 0x1f) === 0x1f) throw malformed('tag number above 30');
  if (isContext) return (tag & 0x20) !== 0;
  if (isUniversal && (tag === tags.sequence || tag === tags.set)) return true;
  if (isUniversal && primitives.has(tag)) return false;
  throw malformed(`tag ${tag} is not used here`);
}

/** Definite and shortest form only (X.690 §10.1). */
function readLength(bytes: Bytes, at: number): { length: number; begin: number } {
  const first = bytes[at];
  if (first === undefined) throw malformed('ends before a length');
  if (first < 0x80) return { length: first, begin: at + 1 };
  const count = first & 0x7f;
  const octets = bytes.subarray(at + 1, at + 1 + count);
  if (count === 0 || count > 4 || octets.length < count) throw malformed('length of no DER form');
  const length = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  if (octets[0] === 0 || length < 0x80) throw malformed('length not in its shortest form');
  return { length, begin: at + 1 + count };
}

function checkPrimitive(tag: number, content: Bytes): void {
  const [first, second] = content;
  const wellFormed = (): boolean => {
    switch (tag) {
      case tags.boolean:
        return content.length === 1 && (first === 0 || first === 0xff);
      case tags.null:
        return content.length === 0;
      case tags.integer:
      case 0x0a: {
        const padded = second !== undefined && first === (second & 0x80 ? 0xff : 0);
        return first !== undefined && !padded;
      }
      case tags.bitString: {
        const spare = content.length === 1 ? 0 : 7;
        const padding = (1 << (first ?? 8)) - 1;
        return first !== undefined && first <= spare && ((content.at(-1) ?? 0) & padding) === 0;
      }
      case tags.objectIdentifier: {
        const ends = content.length > 0 && (content.at(-1) ?? 0x80) < 0x80;
        const begins = (octet: number, index: number) =>
          octet !== 0x80 || (index > 0 && (content[index - 1] ?? 0) >= 0x80);
        return ends && content.length <= 64 && content.every(begins);
      }
      default:
        return true;
    }
  };
  if (!wellFormed()) throw malformed(`content that tag ${tag} cannot have`);
}

function malformed(message: string): TimestampFault {
  return new TimestampFault('der-malformed', message);
}
