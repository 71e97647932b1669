import { node } from '@countersign/proof/node';

const blockBytes = 64;
const hashBytes = 32;

/**
 * HMAC-SHA-256 (RFC 2104) of a field's name under an entry's 32-byte seed: the field's salt. Written
 * out, because `createHmac` makes a key object each time and takes twenty times as long (measured).
 */
export function deriveSalt(seed: Uint8Array, name: string): Uint8Array {
  const message = Buffer.from(name, 'utf8');
  const inner = Buffer.alloc(blockBytes + message.length, 0x36);
  const outer = Buffer.alloc(blockBytes + hashBytes, 0x5c);
  for (let at = 0; at < seed.length; at += 1) {
    inner[at] = (seed[at] ?? 0) ^ 0x36;
    outer[at] = (seed[at] ?? 0) ^ 0x5c;
  }
  message.copy(inner, blockBytes);
  outer.set(node.sha256(inner), blockBytes);
  return node.sha256(outer);
}
