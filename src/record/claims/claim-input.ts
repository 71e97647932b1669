import { z } from 'zod';

// Limits before parsing: a pasted book must not reach the rules (attacker: a careless or hostile
// person with an account).
const uid = z.uuid();
const shortText = z.string().trim().max(300);

/** One link of an attribution chain as a person gives it: an entity, a source, or plain words. */
export const linkInput = z
  .object({
    entity: uid.optional(),
    source: uid.optional(),
    label: shortText.min(1).optional(),
    seen: z.boolean().default(false),
  })
  .refine((link) => [link.entity, link.source, link.label].filter(Boolean).length === 1, {
    message: 'chain-link-unnamed',
  });

/** What a figure counts, besides its number. */
export const measureInput = z.object({
  unit: z.string().max(40).optional(),
  counted: shortText.optional(),
  place: uid.optional(),
  period: z.string().max(80).optional(),
  asOf: z.string().max(80).optional(),
});

export const claimInput = z.object({
  entity: uid,
  property: z.string().max(60),
  /** As typed: a date in either calendar, a figure in words, a term's code, an entity's uid. */
  value: z.string().max(20_000),
  measure: measureInput.optional(),
  /** BCP 47 tag of a text or a name. */
  language: z.string().max(35).optional(),
  original: z.string().max(2_000).optional(),
  basis: z.enum(['quoted', 'seen', 'coded', 'inferred', 'editorial']),
  passage: uid.optional(),
  reason: z.string().trim().max(5_000).default(''),
  inferredFrom: z.array(uid).max(50).default([]),
  certainty: z.string().max(40).default('unknown'),
  valid: z.string().trim().max(80).optional(),
  chain: z.array(linkInput).max(12).default([]),
  scope: z.int().optional(),
  /** The claim this one replaces. */
  supersedes: uid.optional(),
  /** A refused claim in whose place this one is coded anew; not beside `supersedes`. */
  recodes: uid.optional(),
});

export type ClaimInput = z.input<typeof claimInput>;
export type ParsedClaimInput = z.output<typeof claimInput>;
export type LinkInput = z.input<typeof linkInput>;
