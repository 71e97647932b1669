import type { LogStatus } from '#log';

/** How the log stands, in one word; the page says it in a sentence. */
export type Standing =
  /** Nothing was ever published, so nothing was ever logged. */
  | 'empty'
  /** It cannot go on, and has said why. */
  | 'stopped'
  /** Entries wait, and nobody has said why. */
  | 'silent'
  /** Signed this moment; countersigners are being asked, and readers get the one before. */
  | 'asked'
  /** Signed, but not enough have countersigned it for readers to get it. */
  | 'short'
  | 'running';

// A round takes a second or two, a countersigner at most ten.
const patienceMs = 30_000;

/** @param now to tell what has only just happened from what does not happen any more. */
export function standingOf(status: LogStatus, now: Date): Standing {
  const { stopped, waitingSince, published, signed, signedAt } = status;
  const isOld = (at: Date) => now.getTime() - at.getTime() > patienceMs;
  if (stopped !== null) return 'stopped';
  if (waitingSince !== null && isOld(waitingSince)) return 'silent';
  if (signedAt === null) return 'empty';
  if (published >= signed) return 'running';
  return isOld(signedAt) ? 'short' : 'asked';
}
