// Lists that forms are made of; a face of its own, because pages in the browser import it.

/** How somebody may ask to appear; `withheld` only where a letter has organisations that can open it. */
export const offeredAppearances = [
  'named',
  'organisers',
  'described',
  'counted',
  'withheld',
] as const;
export type OfferedAppearance = (typeof offeredAppearances)[number];

/** What is agreed to, each by itself and never ticked for anybody. */
export const consentPurposes = ['sign', 'show', 'updates'] as const;
export type ConsentPurpose = (typeof consentPurposes)[number];

/** Longest of each line, in UTF-16 units. */
export const signLimits = { name: 120, credit: 200, affiliation: 200, address: 254 } as const;

/** Ways to reach somebody that they did not name themselves when they signed. */
export const knownChannels = ['in-person', 'by-phone', 'by-agent', 'known-address'] as const;
export type KnownChannel = (typeof knownChannels)[number];

/** How a letter came to whom it addresses. */
export const deliveryWays = ['handed-over', 'mail', 'registered-post', 'post', 'other'] as const;
export type DeliveryWay = (typeof deliveryWays)[number];

/** What a mail to signers is for: news; a new version; a claim that the letter rests on has changed. */
export const updateKinds = ['news', 'version', 'claim'] as const;
export type UpdateKind = (typeof updateKinds)[number];
export { mostVouches, vouchersNeeded } from '../vouching/vouching-rules.ts';
export { mandateLimit, mandateWays, type MandateWay } from '../agents/mandate-lists.ts';
export {
  mostSealed,
  offeredDays,
  offeredNumbers,
  offeredVerifications,
} from '../withheld/rule-choices.ts';
export {
  invitationStates,
  invitingLimits,
  listColumns,
  listHeadings,
  type InvitationState,
  type LineProblem,
} from '../inviting/invitation-lists.ts';
/** Why a signature is set aside; what the public ledger tells. The first seven are rules as well. */
export const asideReasons = [
  'network',
  'domain',
  'alike',
  'words',
  'hasty',
  'host',
  'well-known',
  'burst',
  'other',
] as const;
export type AsideReason = (typeof asideReasons)[number];

/** By what signatures are chosen to be set aside or counted together. */
export const groupings = [
  'network',
  'domain',
  'alike',
  'words',
  'hour',
  'reason',
  'signature',
] as const;
export type Grouping = (typeof groupings)[number];
export { quoteLanguages, quoteLimit } from '../quotes/quote-lists.ts';
