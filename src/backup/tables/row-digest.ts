import { createHash, hash } from 'node:crypto';

/** What a table holds, whatever the order of its rows. */
export interface RowDigest {
  /** Rows in COPY's text form, cut anywhere. */
  add(bytes: Uint8Array): void;
  /** Number of rows and the sum of their hashes: equal for equal rows, and for no others. */
  end(): { readonly rows: number; readonly sum: string };
}

const lineEnd = 0x0a;
const mask = (1n << 64n) - 1n;

/**
 * Sums the SHA-256 of the rows, as four numbers of 64 bits. A sum and not an exclusive or, in which
 * two equal rows would vanish.
 */
export function createRowDigest(): RowDigest {
  const sums: [bigint, bigint, bigint, bigint] = [0n, 0n, 0n, 0n];
  let rows = 0;
  let begun: Uint8Array[] = [];
  const take = (digest: Buffer) => {
    rows += 1;
    for (const at of [0, 1, 2, 3] as const) {
      sums[at] = (sums[at] + digest.readBigUInt64BE(at * 8)) & mask;
    }
  };
  const takeRow = (row: Uint8Array) => {
    if (begun.length === 0) return take(hash('sha256', row, 'buffer'));
    const whole = createHash('sha256');
    for (const piece of begun) whole.update(piece);
    begun = [];
    take(whole.update(row).digest());
  };
  return {
    add(bytes) {
      let start = 0;
      for (;;) {
        const end = bytes.indexOf(lineEnd, start);
        if (end < 0) break;
        takeRow(bytes.subarray(start, end));
        start = end + 1;
      }
      if (start < bytes.length) begun.push(bytes.slice(start));
    },
    end() {
      if (begun.length > 0) takeRow(new Uint8Array(0));
      return { rows, sum: sums.map((sum) => sum.toString(16).padStart(16, '0')).join('') };
    },
  };
}
