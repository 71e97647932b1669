import { Unreadable } from './unreadable.ts';

export interface DecodedText {
  readonly text: string;
  readonly encoding: string;
  /** True when neither the bytes nor anyone said which encoding it is. */
  readonly guessed: boolean;
}

/**
 * Bytes to characters. In this order: a byte order mark, valid UTF-8, the encoding somebody
 * `declared` (a header, a meta element), UTF-16 by its zeros, then windows-1256 (Arabic,
 * Persian), 1251 (Cyrillic) or 1252 by how the high bytes lie. Valid UTF-8 goes before a declaration: text in another
 * encoding is practically never valid UTF-8 by accident, while wrong declarations are common.
 *
 * @throws Unreadable `unsupported` when the bytes are no text at all.
 */
export function decodeText(bytes: Uint8Array, declared?: string): DecodedText {
  const marked = byteOrderMark(bytes);
  if (marked !== undefined) return { ...decode(bytes, marked), guessed: false };
  const utf8 = decodeUtf8(bytes);
  if (utf8 !== undefined && !looksBinary(bytes)) {
    return { text: utf8, encoding: 'utf-8', guessed: false };
  }
  const named = declared === undefined ? undefined : supportedLabel(declared);
  if (named !== undefined && named !== 'utf-8') return { ...decode(bytes, named), guessed: false };
  const wide = utf16ByZeros(bytes);
  if (wide !== undefined) return { ...decode(bytes, wide), guessed: true };
  if (looksBinary(bytes)) throw new Unreadable('unsupported', 'the bytes are not text');
  return { ...decode(bytes, singleByteGuess(bytes)), guessed: true };
}

/** More control bytes than text ever has: pictures, programs, encrypted or compressed bytes. */
export function looksBinary(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, 65_536);
  let controls = 0;
  for (const byte of sample) {
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0c && byte !== 0x0d)
      controls += 1;
  }
  return controls * 50 > sample.length;
}

function byteOrderMark(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return undefined;
}

function decode(bytes: Uint8Array, encoding: string): { text: string; encoding: string } {
  return { text: new TextDecoder(encoding).decode(bytes), encoding };
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function supportedLabel(declared: string): string | undefined {
  try {
    return new TextDecoder(declared.trim()).encoding;
  } catch {
    return undefined;
  }
}

// UTF-16 of Latin text has a zero in every second byte; Arabic script has 0x06 there, so that
// line ends and spaces must suffice: zeros at one parity only.
function utf16ByZeros(bytes: Uint8Array): string | undefined {
  const sample = bytes.subarray(0, 4_096);
  let even = 0;
  let odd = 0;
  sample.forEach((byte, index) => {
    if (byte !== 0) return;
    if (index % 2 === 0) even += 1;
    else odd += 1;
  });
  if (even + odd < sample.length / 40) return undefined;
  if (even > odd * 20) return 'utf-16be';
  if (odd > even * 20) return 'utf-16le';
  return undefined;
}

// In Arabic and Cyrillic script whole words are high bytes; in Western languages single accented
// letters are. Half of Cyrillic text lies where windows-1256 keeps French letters, which no Arabic or
// Persian text uses to that extent.
function singleByteGuess(bytes: Uint8Array): 'windows-1256' | 'windows-1251' | 'windows-1252' {
  let high = 0;
  let inRuns = 0;
  let french = 0;
  for (let index = 0; index < Math.min(bytes.length, 65_536); index += 1) {
    const byte = bytes[index] ?? 0;
    if (byte < 0x80) continue;
    high += 1;
    if ((bytes[index - 1] ?? 0) >= 0x80 || (bytes[index + 1] ?? 0) >= 0x80) inRuns += 1;
    if (frenchIn1256.has(byte)) french += 1;
  }
  if (inRuns * 2 <= high) return 'windows-1252';
  return french * 4 > high ? 'windows-1251' : 'windows-1256';
}

const frenchIn1256 = new Set([
  0xe0, 0xe2, 0xe7, 0xe8, 0xe9, 0xea, 0xeb, 0xee, 0xef, 0xf4, 0xf9, 0xfb, 0xfc,
]);
