/** As nginx counts it: the client closed the connection before it had an answer. */
export const hungUpStatus = 499;

/**
 * Whether an error says no more than that the client went away in the middle: a closed tab, a lost
 * line. Nobody is left to answer, and nothing is wrong with us.
 *
 * @param signal of the request; while it is not aborted, nothing is a hang-up.
 */
export function isHangUp(error: unknown, signal: AbortSignal): boolean {
  if (!signal.aborted) return false;
  if (error === signal.reason) return true;
  if (!(error instanceof Error)) return false;
  // What Node makes of a body that ends too early, and whoever waits for it of the signal.
  const isReset = 'code' in error && error.code === 'ECONNRESET' && error.message === 'aborted';
  return isReset || error.name === 'AbortError' || error.cause === signal.reason;
}
