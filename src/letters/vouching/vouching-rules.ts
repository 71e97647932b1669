import type { Appearance, Verification } from '@countersign/letter';
import type { SignatureState } from '../signing/signer-link.ts';

/** So many must vouch for somebody. */
export const vouchersNeeded = 3;

/** For so many can one person vouch. */
export const mostVouches = 10;

/**
 * Of these classes is who vouches. A mailbox alone is not enough: whoever makes a hundred of them would vouch for
 * themselves; nor are those who were vouched for, or one false word would carry the next.
 */
export const voucherClasses = ['domain', 'organiser'] as const satisfies readonly Verification[];

/** Longest time for which a class holds that too few vouch for, in days. */
export const mostGraceDays = 7;

/** Whether somebody can be vouched for, or why not. */
export type VouchStanding =
  | 'open'
  /** Their link was not confirmed. */
  | 'waiting'
  /** Verified by more already. */
  | 'needless'
  /** Signed by an agent: they told nobody that they signed. */
  | 'agent'
  /** Nothing is kept by which anybody could know them. */
  | 'nameless'
  /** Set aside, and told so. */
  | 'aside';

export function vouchStanding({
  state,
  verification,
  appearance,
  isByAgent,
}: {
  readonly state: SignatureState;
  readonly verification: Verification | null;
  readonly appearance: Appearance;
  /** An agent signed by a mandate: held by a link from the outbox, the class does not say so. */
  readonly isByAgent: boolean;
}): VouchStanding {
  if (state === 'waiting') return 'waiting';
  if (state === 'aside') return 'aside';
  if (verification === 'domain' || verification === 'organiser') return 'needless';
  if (isByAgent) return 'agent';
  return appearance === 'named' || appearance === 'organisers' ? 'open' : 'nameless';
}

/** What is known when vouchers are counted. Days are `2026-03-01`, UTC. */
export interface VouchFacts {
  readonly state: SignatureState;
  readonly verification: Verification | null;
  /** Marked as doubted: it does not rise. */
  readonly isDoubted: boolean;
  readonly vouchers: number;
  readonly fallsOn: string | null;
  readonly today: string;
}

/**
 * What becomes of a class. It does not fall at once: whoever saw a name leave the list and a class fall in the
 * same night would know who had vouched for whom.
 */
export type VouchStep = 'rises' | 'falls' | 'begins-to-fall' | 'will-fall' | 'stays';

export function vouchStep({
  state,
  verification,
  isDoubted,
  vouchers,
  fallsOn,
  today,
}: VouchFacts): VouchStep {
  const isEnough = vouchers >= vouchersNeeded;
  if (state === 'held' || (state === 'confirmed' && verification === 'mailbox')) {
    return isEnough && !isDoubted ? 'rises' : 'stays';
  }
  if (verification !== 'vouched' || isEnough) return 'stays';
  // Set aside it counts for nobody, and keeps the day for when it is counted again.
  if (state === 'aside') return fallsOn === null ? 'stays' : 'will-fall';
  // A day beyond the week was drawn by a clock that ran ahead.
  if (fallsOn === null || fallsOn > dayAfter(today, mostGraceDays)) return 'begins-to-fall';
  return fallsOn <= today ? 'falls' : 'will-fall';
}

/** @param day `2026-03-01`, UTC. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}
