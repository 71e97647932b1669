/** How it is known that a signature is somebody's: the strongest that holds. */
export const verifications = ['mailbox', 'domain', 'organiser', 'vouched'] as const;
export type Verification = (typeof verifications)[number];
