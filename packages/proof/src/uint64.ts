/** The largest number that the formats of this package carry. */
export const maxUint64 = 2n ** 64n - 1n;

/** An ASCII decimal without leading zeros, at most 2^64 − 1; undefined for anything else. */
export function parseUint64(text: string): bigint | undefined {
  // The length goes first: making a bigint of a hostile megabyte of digits takes seconds.
  if (text.length > 20 || !/^(?:0|[1-9][0-9]*)$/.test(text)) return undefined;
  const value = BigInt(text);
  return value <= maxUint64 ? value : undefined;
}

/** How many binary digits a number ≥ 0 has: 0 for 0, 1 for 1, 2 for 2 and 3. */
export function bitLength(value: bigint): number {
  return value === 0n ? 0 : value.toString(2).length;
}

/** Whether a number ≥ 0 fits 64 bits. */
export function isUint64(value: bigint): boolean {
  return value >= 0n && value <= maxUint64;
}
