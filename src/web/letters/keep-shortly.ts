const most = 1_000;

/**
 * Keeps what was read for a short while, so that ten thousand readers a second are one question to the
 * database. Who asks while it is read waits for the same answer; a failure is not kept.
 */
export function keepShortly<Value>(
  read: (key: string) => Promise<Value>,
  keepMs: number,
  nowMs: () => number = () => performance.now(),
): (key: string) => Promise<Value> {
  const kept = new Map<string, { readonly value: Promise<Value>; readonly untilMs: number }>();
  return (key) => {
    const known = kept.get(key);
    if (known !== undefined && known.untilMs > nowMs()) return known.value;
    const value = read(key);
    kept.delete(key);
    kept.set(key, { value, untilMs: nowMs() + keepMs });
    value.catch(() => kept.delete(key));
    const [oldest] = kept.keys();
    if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    return value;
  };
}
