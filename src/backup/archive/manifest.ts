import { createHash } from 'node:crypto';

/** Sums up an archive while it passes: its members in their order, and the last member that says so. */
export interface Tally {
  add(name: string, size: number): void;
  /** Content of `manifest.json`. It follows from the members, so a reader demands it byte by byte. */
  manifest(): Buffer;
  readonly members: number;
  readonly bytes: number;
}

/** @returns a tally of nothing. */
export function createTally(): Tally {
  // Names hold the hash of what they name, so their list authenticates every byte.
  const list = createHash('sha256');
  let members = 0;
  let bytes = 0;
  return {
    add(name, size) {
      list.update(`${name} ${size}\n`);
      members += 1;
      bytes += size;
    },
    manifest: () =>
      Buffer.from(`${JSON.stringify({ members, bytes, list: list.copy().digest('hex') })}\n`),
    get members() {
      return members;
    },
    get bytes() {
      return bytes;
    },
  };
}
