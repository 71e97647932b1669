/** Bytes of a stream, by number instead of as they come. */
export interface ByteReader {
  /** So many bytes; fewer only at the end. */
  take(count: number): Promise<Buffer>;
  /** So many bytes in pieces; fewer only at the end. */
  pieces(count: number): AsyncGenerator<Uint8Array>;
  /** How many were read. */
  readonly position: number;
  /** Lets the stream go. */
  close(): Promise<void>;
}

export function createByteReader(source: AsyncIterable<Uint8Array>): ByteReader {
  const iterator = source[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array(0);
  let position = 0;
  async function* pieces(count: number): AsyncGenerator<Uint8Array> {
    let wanted = count;
    while (wanted > 0) {
      if (rest.length === 0) {
        const next = await iterator.next();
        if (next.done === true) return;
        rest = next.value;
      }
      const piece = rest.subarray(0, wanted);
      rest = rest.subarray(piece.length);
      wanted -= piece.length;
      position += piece.length;
      if (piece.length > 0) yield piece;
    }
  }
  return {
    pieces,
    async take(count) {
      const taken: Uint8Array[] = [];
      for await (const piece of pieces(count)) taken.push(piece);
      return Buffer.concat(taken);
    },
    get position() {
      return position;
    },
    close: async () => void (await iterator.return?.()),
  };
}
