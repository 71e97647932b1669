import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  readonly name: string;
  readonly content: Uint8Array | string;
  /** Bytes already deflated, for entries whose content nobody wants to hold; then `size` counts. */
  readonly deflated?: { readonly bytes: Uint8Array; readonly size: number; readonly crc: number };
  readonly unixMode?: number;
  readonly stored?: boolean;
}

/** A ZIP archive (PKWARE APPNOTE 6.3.3) of the entries as given, however wrong they are. */
export function zipSample(entries: readonly ZipEntry[]): Uint8Array {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const { header, directory, data } = records(entry, offset);
    local.push(header, data);
    central.push(directory);
    offset += header.length + data.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, directory, end]);
}

function records(
  entry: ZipEntry,
  offset: number,
): { header: Buffer; directory: Buffer; data: Buffer } {
  const name = Buffer.from(entry.name, 'utf8');
  const content = Buffer.from(entry.content);
  const stored = entry.stored === true;
  const packed = stored ? content : deflateRawSync(content);
  const data = entry.deflated === undefined ? packed : Buffer.from(entry.deflated.bytes);
  const shared = Buffer.alloc(26);
  shared.writeUInt16LE(20, 0);
  shared.writeUInt16LE(0x0800, 2);
  shared.writeUInt16LE(stored ? 0 : 8, 4);
  shared.writeUInt32LE(entry.deflated?.crc ?? crc32(content), 10);
  shared.writeUInt32LE(data.length, 14);
  shared.writeUInt32LE(entry.deflated?.size ?? content.length, 18);
  shared.writeUInt16LE(name.length, 22);
  const more = Buffer.alloc(14);
  more.writeUInt32LE(((entry.unixMode ?? 0) << 16) >>> 0, 6);
  more.writeUInt32LE(offset, 10);
  return {
    header: Buffer.concat([Buffer.from('PK\u0003\u0004'), shared, name]),
    directory: Buffer.concat([
      Buffer.from('PK\u0001\u0002'),
      Buffer.from([20, 3]),
      shared,
      more,
      name,
    ]),
    data,
  };
}
