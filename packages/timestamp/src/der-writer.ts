import { compareBytes, concatBytes, type Bytes } from './bytes.ts';
import { tags } from './der-reader.ts';

/** One DER value of the parts given, already encoded. */
export function encodeDer(tag: number, parts: readonly Uint8Array[]): Bytes {
  const content = concatBytes(parts);
  return concatBytes([Uint8Array.of(tag), encodeLength(content.length), content]);
}

/** A SET OF, or one under a tag of its own: its values in the order of X.690 §11.6. */
export function encodeSetOf(tag: number, values: readonly Uint8Array[]): Bytes {
  return encodeDer(tag, [...values].sort(compareBytes));
}

/** @param value not negative. */
export function encodeInteger(value: bigint): Bytes {
  const hex = value.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  const octets = (even.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
  // Without the zero it would be read as a negative number.
  const padded = (octets[0] ?? 0) >= 0x80 ? [0, ...octets] : octets;
  return encodeDer(tags.integer, [Uint8Array.from(padded)]);
}

/** @param identifier in dots, with a first arc of 0 to 2. */
export function encodeObjectIdentifier(identifier: string): Bytes {
  const [first = 0, second = 0, ...rest] = identifier.split('.').map(Number);
  const octets = [first * 40 + second, ...rest].flatMap(encodeArc);
  return encodeDer(tags.objectIdentifier, [Uint8Array.from(octets)]);
}

function encodeArc(arc: number): number[] {
  const octets = [arc % 128];
  for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) {
    octets.unshift((rest % 128) + 0x80);
  }
  return octets;
}

function encodeLength(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return Uint8Array.of(0x80 + octets.length, ...octets);
}
