/** How it is known that a signature is somebody's: the strongest that holds; `agent` is by somebody else's word. */
export const verifications = ['mailbox', 'domain', 'organiser', 'vouched', 'agent'] as const;
export type Verification = (typeof verifications)[number];
