import { hash } from 'node:crypto';

const blockBytes = 64;
const hashBytes = 32;

/**
 * HMAC-SHA-256 (RFC 2104) of a text. Written out, because `createHmac` makes a key object each time and takes
 * several times as long.
 *
 * @param key at most 64 bytes.
 * @throws RangeError for a longer key.
 */
export function keyedHash(key: Uint8Array, text: string): Buffer {
  if (key.length > blockBytes) throw new RangeError('"key" expected at most 64 bytes');
  const inner = Buffer.alloc(blockBytes + Buffer.byteLength(text), 0x36);
  const outer = Buffer.alloc(blockBytes + hashBytes, 0x5c);
  for (const [at, byte] of key.entries()) {
    inner[at] = byte ^ 0x36;
    outer[at] = byte ^ 0x5c;
  }
  inner.write(text, blockBytes);
  hash('sha256', inner, 'buffer').copy(outer, blockBytes);
  return hash('sha256', outer, 'buffer');
}
