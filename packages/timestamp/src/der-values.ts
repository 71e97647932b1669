import type { Bytes } from './bytes.ts';
import { tags, type DerNode } from './der-reader.ts';
import { TimestampFault } from './fault.ts';

/**
 * The parts of a SEQUENCE in their order, as ASN.1 lists them: every part is taken, or `end()` refuses
 * the rest. All methods throw TimestampFault `structure-malformed`.
 */
export class Fields {
  readonly #nodes: readonly DerNode[];
  #next = 0;

  constructor(parent: DerNode, tag: number = tags.sequence) {
    if (parent.tag !== tag) throw malformed(`tag ${parent.tag} where ${tag} belongs`);
    this.#nodes = parent.children;
  }

  take(tag: number): DerNode {
    const node = this.takeIf(tag);
    if (node === undefined) throw malformed(`no part with tag ${tag}`);
    return node;
  }

  takeIf(tag: number): DerNode | undefined {
    const node = this.#nodes[this.#next];
    if (node?.tag !== tag) return undefined;
    this.#next += 1;
    return node;
  }

  takeAny(): DerNode | undefined {
    const node = this.#nodes[this.#next];
    this.#next += 1;
    return node;
  }

  end(): void {
    if (this.#next < this.#nodes.length) throw malformed('a part too many');
  }
}

/** The one value inside an EXPLICIT tag, or inside a SET that must hold exactly one. */
export function onlyChild(node: DerNode, tag: number): DerNode {
  const [child, ...others] = node.children;
  if (child?.tag !== tag || others.length > 0)
    throw malformed(`not exactly one part of tag ${tag}`);
  return child;
}

/** The values of a SEQUENCE OF or SET OF; all must have the same tag. */
export function allOf(node: DerNode, tag: number): readonly DerNode[] {
  if (node.children.some((child) => child.tag !== tag)) throw malformed(`a part of another tag`);
  return node.children;
}

/** @throws TimestampFault when it is longer than 64 octets: nonces and serial numbers are not. */
export function readInteger(node: DerNode): bigint {
  if (node.content.length > 64) throw malformed('a number out of range');
  const magnitude = node.content.reduce((sum, octet) => sum * 256n + BigInt(octet), 0n);
  const negative = (node.content[0] ?? 0) >= 0x80;
  return negative ? magnitude - (1n << BigInt(8 * node.content.length)) : magnitude;
}

/** @throws TimestampFault unless it is from 0 to 2^31 - 1. */
export function readCount(node: DerNode): number {
  if (node.content.length > 4 || (node.content[0] ?? 0) >= 0x80) {
    throw malformed('a number out of range');
  }
  return node.content.reduce((sum, octet) => sum * 256 + octet, 0);
}

/** In dots: "1.2.840.113549.1.7.2". */
export function readObjectIdentifier(node: DerNode): string {
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const octet of node.content) {
    arc = arc * 128n + BigInt(octet & 0x7f);
    if (octet < 0x80) {
      arcs.push(arc);
      arc = 0n;
    }
  }
  const [head = 0n, ...rest] = arcs;
  const first = head < 80n ? head / 40n : 2n;
  return [first, head - first * 40n, ...rest].join('.');
}

/** The octets of a BIT STRING that is made of whole ones, as keys and signatures are. */
export function readBitOctets(node: DerNode): Bytes {
  if (node.content[0] !== 0) throw malformed('a key or signature of broken octets');
  return node.content.subarray(1);
}

/** Whether a named bit is set (X.690 §11.2.2: trailing zero bits are left out). */
export function hasBit(node: DerNode, bit: number): boolean {
  const octet = node.content[1 + Math.floor(bit / 8)] ?? 0;
  return (octet & (0x80 >> (bit % 8))) !== 0;
}

export function readBoolean(node: DerNode): boolean {
  return node.content[0] === 0xff;
}

function malformed(message: string): TimestampFault {
  return new TimestampFault('structure-malformed', message);
}
