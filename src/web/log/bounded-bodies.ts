export interface BodyLimits {
  readonly bytes: number;
  /** From the first look at a body to its last byte. */
  readonly timeoutMs: number;
  /** Bodies that are read at the same time. */
  readonly atOnce: number;
}

export interface BoundedBodies {
  read(body: ReadableStream<Uint8Array> | null): Promise<Uint8Array | 'too-long' | 'too-slow'>;
}

/**
 * Reads short bodies that anybody may send without being known. Attackers: who sends without end, and who
 * sends slowly over many connections, each of which counts against what the whole instance answers at once.
 * One more than are read at once ends the oldest: to refuse it instead would let whoever holds them all
 * keep everybody else out.
 */
export function openBodies({ bytes, timeoutMs, atOnce }: BodyLimits): BoundedBodies {
  // In the order in which they began.
  const reading = new Set<() => void>();
  return {
    async read(body) {
      if (body === null) return new Uint8Array();
      const reader = body.getReader();
      let isEnded = false;
      const end = () => {
        isEnded = true;
        reading.delete(end);
        // A body that is broken off already cannot be cancelled, and need not be.
        reader.cancel().catch(() => undefined);
      };
      const [oldest] = reading;
      if (reading.size >= atOnce) oldest?.();
      reading.add(end);
      const timer = setTimeout(end, timeoutMs);
      try {
        const chunks: Uint8Array[] = [];
        let length = 0;
        for (let part = await reader.read(); !part.done; part = await reader.read()) {
          length += part.value.length;
          if (length > bytes) {
            end();
            return 'too-long';
          }
          chunks.push(part.value);
        }
        return isEnded ? 'too-slow' : new Uint8Array(Buffer.concat(chunks));
      } finally {
        clearTimeout(timer);
        reading.delete(end);
      }
    },
  };
}
