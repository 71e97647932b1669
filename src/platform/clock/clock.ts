/** Tells the present moment. Handed in wherever time decides something, so that a test can choose it. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();

/**
 * A clock that stands still, for tests.
 *
 * @param at an instant as ISO 8601 or a Date.
 * @throws RangeError when `at` is no instant.
 */
export function fixedClock(at: Date | string): Clock {
  const milliseconds = new Date(at).getTime();
  if (Number.isNaN(milliseconds)) throw new RangeError('"at" expected an instant');
  // A new Date each time: the caller may change the one it was given.
  return () => new Date(milliseconds);
}
