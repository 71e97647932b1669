/** A tar archive comes in blocks of so many bytes (POSIX.1-2017, pax, "ustar Interchange Format"). */
export const blockBytes = 512;

const nameBytes = 100;
const prefixBytes = 155;
// Eleven octal digits; from there on the base-256 form that GNU tar writes and every tar reads.
const mostOctal = 8 ** 11;

/**
 * The header block of a regular file. Everything but name and length is constant, so that each pair
 * of them has exactly one header and a reader can demand it byte by byte: no links, no devices, no
 * owners, no second name hidden in an extension.
 *
 * @throws RangeError when the name does not fit.
 */
export function tarHeader(name: string, size: number): Buffer {
  if (!fits(name)) throw new RangeError('"name" expected a name that tar can hold');
  const block = Buffer.alloc(blockBytes);
  const cut = cutOf(name);
  block.write(name.slice(cut + 1), 0, nameBytes, 'latin1');
  block.write('0000600\0', 100, 'latin1');
  block.write('0000000\0', 108, 'latin1');
  block.write('0000000\0', 116, 'latin1');
  writeSize(block, size);
  block.write('00000000000\0', 136, 'latin1');
  block.write('0', 156, 'latin1');
  block.write('ustar\u000000', 257, 'latin1');
  if (cut > 0) block.write(name.slice(0, cut), 345, prefixBytes, 'latin1');
  block.write(`${checksum(block).toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

// Where a long name is cut in two: at the first slash that leaves an end short enough.
function cutOf(name: string): number {
  return name.length <= nameBytes ? -1 : name.indexOf('/', name.length - nameBytes - 1);
}

function fits(name: string): boolean {
  const cut = cutOf(name);
  return name !== '' && (name.length <= nameBytes || (cut > 0 && cut <= prefixBytes));
}

function writeSize(block: Buffer, size: number): void {
  if (size < mostOctal) {
    block.write(`${size.toString(8).padStart(11, '0')}\0`, 124, 'latin1');
    return;
  }
  block.writeUInt8(0x80, 124);
  block.writeBigUInt64BE(BigInt(size), 128);
}

// The sum of all bytes, its own field counted as blanks.
function checksum(block: Buffer): number {
  let sum = 8 * 0x20;
  for (const [at, byte] of block.entries()) if (at < 148 || at >= 156) sum += byte;
  return sum;
}

/**
 * Reads a header block.
 *
 * Attacker: whoever hands over an archive. Only the very block that `tarHeader` would write passes.
 *
 * @returns undefined when it is another one.
 */
export function parseTarHeader(block: Buffer): { name: string; size: number } | undefined {
  const prefix = textAt(block, 345, prefixBytes);
  const last = textAt(block, 0, nameBytes);
  const name = prefix === '' ? last : `${prefix}/${last}`;
  const size = readSize(block);
  if (size === undefined || !fits(name)) return undefined;
  return tarHeader(name, size).equals(block) ? { name, size } : undefined;
}

function textAt(block: Buffer, start: number, length: number): string {
  const field = block.subarray(start, start + length);
  const end = field.indexOf(0);
  return field.toString('latin1', 0, end < 0 ? length : end);
}

function readSize(block: Buffer): number | undefined {
  if (block.readUInt8(124) === 0x80) {
    const size = block.readBigUInt64BE(128);
    return size <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(size) : undefined;
  }
  const digits = textAt(block, 124, 12);
  return /^[0-7]{11}$/u.test(digits) ? Number.parseInt(digits, 8) : undefined;
}

/** How many zero bytes follow a content of `size` bytes. */
export function paddingAfter(size: number): number {
  return (blockBytes - (size % blockBytes)) % blockBytes;
}
