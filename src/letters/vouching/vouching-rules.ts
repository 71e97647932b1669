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
}: {
  readonly state: SignatureState;
  readonly verification: Verification | null;
  readonly appearance: Appearance;
}): VouchStanding {
  if (state === 'waiting') return 'waiting';
  if (state === 'aside') return 'aside';
  if (verification === 'agent') return 'agent';
  if (verification === 'domain' || verification === 'organiser') return 'needless';
  return appearance === 'named' || appearance === 'organisers' ? 'open' : 'nameless';
}

/** What is known when vouchers are counted. Days are `2026-03-01`, UTC. */
export interface VouchFacts {
  readonly state: SignatureState;
  readonly verification: Verification | null;
  readonly vouchers: number;
  readonly fallsOn: string | null;
  readonly today: string;
}

/**
 * What becomes of a class. It does not fall at once: whoever saw a name leave the list and a class fall in the
 * same night would know who had vouched for whom.
 */
export type VouchStep = 'rises' | 'falls' | 'begins-to-fall' | 'holds-again' | 'stays';

export function vouchStep({
  state,
  verification,
  vouchers,
  fallsOn,
  today,
}: VouchFacts): VouchStep {
  const isEnough = vouchers >= vouchersNeeded;
  if (state === 'held' || (state === 'confirmed' && verification === 'mailbox')) {
    return isEnough ? 'rises' : 'stays';
  }
  if (state !== 'confirmed' || verification !== 'vouched') return 'stays';
  if (isEnough) return fallsOn === null ? 'stays' : 'holds-again';
  if (fallsOn === null) return 'begins-to-fall';
  return fallsOn <= today ? 'falls' : 'stays';
}
