/**
 * Like `Promise.all`, but nothing is still under way when it rejects: work that writes files must not go
 * on behind a round that has failed.
 */
export async function settleAll<const Work extends readonly Promise<unknown>[]>(
  work: Work,
): Promise<{ -readonly [K in keyof Work]: Awaited<Work[K]> }> {
  await Promise.allSettled(work);
  return Promise.all<Work>(work);
}
