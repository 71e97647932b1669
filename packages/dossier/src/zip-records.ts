import { crc32 } from './crc32.ts';

// The three records of a ZIP (PKWARE APPNOTE 4.3.7, 4.3.12, 4.3.16), every field but name, checksum and
// length fixed: a reader can then ask for these very bytes instead of trusting what a header says.

export const signatures = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50 } as const;
export const localSize = 30;
export const centralSize = 46;
export const endSize = 22;

/** 2.0, the least that a ZIP with folders in its names needs. */
const version = 20;
/** Names are UTF-8. */
const flags = 0x0800;
/** 1 January 1980, the first day that the format knows. */
const day = 0x0021;

export interface ZipMember {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface PlacedMember {
  readonly name: Uint8Array;
  readonly checksum: number;
  readonly length: number;
  /** Where its local header stands. */
  readonly offset: number;
}

export function placeMember({ name, bytes }: ZipMember, offset: number): PlacedMember {
  return {
    name: new TextEncoder().encode(name),
    checksum: crc32(bytes),
    length: bytes.length,
    offset,
  };
}

export function localHeader({ name, checksum, length }: PlacedMember): Uint8Array {
  return record(localSize, name, [
    [4, signatures.local],
    [2, version],
    [2, flags],
    [2, 0],
    [2, 0],
    [2, day],
    [4, checksum],
    [4, length],
    [4, length],
    [2, name.length],
    [2, 0],
  ]);
}

export function centralHeader({ name, checksum, length, offset }: PlacedMember): Uint8Array {
  return record(centralSize, name, [
    [4, signatures.central],
    [2, version],
    [2, version],
    [2, flags],
    [2, 0],
    [2, 0],
    [2, day],
    [4, checksum],
    [4, length],
    [4, length],
    [2, name.length],
    [2, 0],
    [2, 0],
    [2, 0],
    [2, 0],
    [4, 0],
    [4, offset],
  ]);
}

export function endRecord(members: number, size: number, offset: number): Uint8Array {
  return record(endSize, new Uint8Array(), [
    [4, signatures.end],
    [2, 0],
    [2, 0],
    [2, members],
    [2, members],
    [4, size],
    [4, offset],
    [2, 0],
  ]);
}

function record(
  size: number,
  name: Uint8Array,
  fields: readonly (readonly [2 | 4, number])[],
): Uint8Array {
  const bytes = new Uint8Array(size + name.length);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [width, value] of fields) {
    if (width === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += width;
  }
  bytes.set(name, size);
  return bytes;
}
