/**
 * Waits for work that asks the database, and no longer than a bound. What was asked goes on by itself and may still
 * take effect: only ask for what may be done twice.
 *
 * @throws an error that `isDatabaseAway` knows when nothing came in time; else what the work throws.
 */
export async function answeredWithin<Value>(
  boundMs: number,
  work: () => Promise<Value>,
): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const silent = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(Object.assign(new Error('the database did not answer'), { code: 'ETIMEDOUT' }));
    }, boundMs);
  });
  const working = work();
  // Whatever comes of it later, nobody waits any more.
  working.catch(() => {});
  try {
    return await Promise.race([working, silent]);
  } finally {
    clearTimeout(timer);
  }
}
