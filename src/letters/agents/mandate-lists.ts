// Lists that the form of agents is made of; nothing here may need a server.

/** How somebody told their agent to sign for them. */
export const mandateWays = ['in-writing', 'by-mail', 'in-person', 'by-phone'] as const;
export type MandateWay = (typeof mandateWays)[number];

/** Longest words of a mandate, in UTF-16 units. */
export const mandateLimit = 1_000;
