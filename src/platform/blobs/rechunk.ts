/**
 * The same bytes in pieces of exactly `size`, the last one shorter. At least one piece comes, so that
 * empty content still has an end; only then is a piece empty. A piece is good until the next is asked for.
 */
export async function* rechunk(
  source: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<{ readonly bytes: Uint8Array; readonly isLast: boolean }> {
  const piece = Buffer.alloc(size);
  let filled = 0;
  for await (const chunk of source) {
    let taken = 0;
    while (taken < chunk.length) {
      // A full piece waits until more comes: only then is it known not to be the last.
      if (filled === size) {
        yield { bytes: piece, isLast: false };
        filled = 0;
      }
      const part = chunk.subarray(taken, taken + size - filled);
      piece.set(part, filled);
      filled += part.length;
      taken += part.length;
    }
  }
  yield { bytes: piece.subarray(0, filled), isLast: true };
}
