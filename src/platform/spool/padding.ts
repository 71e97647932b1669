// With what age puts around it (168 bytes of header, a nonce of 16, a tag of 16) each fills blocks of a disk.
const buckets = [7_936, 16_128, 32_512] as const;
const lengthBytes = 4;

/** Longest content that is taken, in bytes. */
const mostContent = 32_512 - lengthBytes;

/**
 * Brings contents to few sizes, so that the size of what is encrypted tells nothing of what was typed: its
 * length, the content, zeros.
 *
 * @throws RangeError for more than {@link mostContent}.
 */
export function pad(content: Uint8Array): Uint8Array {
  const size = buckets.find((bucket) => content.length + lengthBytes <= bucket);
  if (size === undefined) throw new RangeError(`"content" expected at most ${mostContent} bytes`);
  const padded = new Uint8Array(size);
  new DataView(padded.buffer).setUint32(0, content.length);
  padded.set(content, lengthBytes);
  return padded;
}

/** @throws RangeError for what `pad` did not make. */
export function unpad(padded: Uint8Array): Uint8Array {
  if (padded.length < lengthBytes) throw new RangeError('"padded" expected a length');
  const length = new DataView(padded.buffer, padded.byteOffset).getUint32(0);
  if (length > padded.length - lengthBytes) throw new RangeError('"padded" expected its content');
  return padded.subarray(lengthBytes, lengthBytes + length);
}
