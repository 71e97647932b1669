import * as z from 'zod';
import { regionInput } from '#evidence';
import { kindCodes } from '#record';

// What the coding page sends; the sender is anyone with an account, so every length has an end.

const uid = z.uuid();
const line = (most: number) => z.string().trim().max(most);

/** Somebody known, or somebody new to be called so; a kind without names needs none. */
export const entityChoice = z.union([
  z.object({ uid }),
  z.object({ kind: z.enum(kindCodes), name: line(500) }),
]);
export type EntityChoice = z.output<typeof entityChoice>;

/** What is meant: marked before, a stretch of a text in code points, or a place in a copy. */
export const placeChoice = z.union([
  z.object({ passage: uid }),
  z.object({ layer: uid, start: z.int().min(0), end: z.int().min(1) }),
  z.object({ copy: uid, region: regionInput }),
]);
export type PlaceChoice = z.output<typeof placeChoice>;

export const chainChoice = z
  .array(
    z.union([
      z.object({ entity: uid, seen: z.boolean() }),
      z.object({ source: uid, seen: z.boolean() }),
      z.object({ label: line(300).min(1), seen: z.boolean() }),
    ]),
  )
  .max(12);

const common = {
  place: placeChoice.optional(),
  basis: z.enum(['quoted', 'seen', 'coded', 'inferred', 'editorial']),
  certainty: line(40),
  chain: chainChoice,
};

/** One claim: of whom, what, which value. */
export const claimRequest = z.object({
  ...common,
  subject: entityChoice,
  property: line(60),
  value: z.union([z.object({ text: z.string().max(20_000) }), z.object({ entity: entityChoice })]),
  measure: z
    .object({
      unit: line(40).optional(),
      counted: line(300).optional(),
      place: entityChoice.optional(),
      period: line(80).optional(),
      asOf: line(80).optional(),
    })
    .optional(),
  language: line(35).optional(),
  reason: line(5_000).default(''),
  valid: line(80).optional(),
  supersedes: uid.optional(),
  recodes: uid.optional(),
});
export type ClaimRequest = z.output<typeof claimRequest>;
export type ClaimRequestInput = z.input<typeof claimRequest>;

/** An act in one form. */
export const actRequest = z.object({
  ...common,
  basis: z.enum(['quoted', 'seen', 'coded']),
  place: placeChoice,
  /** An act on record of which more is said. */
  onto: uid.optional(),
  actType: line(40),
  victims: z.array(entityChoice).max(50),
  perpetrators: z.array(z.object({ entity: entityChoice, degree: line(40).optional() })).max(50),
  event: entityChoice.optional(),
  date: line(80).optional(),
  where: entityChoice.optional(),
  statedReason: line(2_000).optional(),
});
export type ActRequest = z.output<typeof actRequest>;
export type ActRequestInput = z.input<typeof actRequest>;

/** A list of names, each with its own words. */
export const namesRequest = z.object({
  layer: uid,
  kind: z.enum(kindCodes),
  rows: z
    .array(
      z.object({
        start: z.int().min(0),
        end: z.int().min(1),
        name: line(500),
        entity: uid.optional(),
        occupation: line(200).optional(),
      }),
    )
    .min(1)
    .max(200),
  language: line(35).optional(),
  certainty: line(40),
  chain: chainChoice,
  role: z
    .object({
      entity: entityChoice,
      property: line(60),
      /** The words that name it, where it is new. */
      start: z.int().min(0),
      end: z.int().min(1),
    })
    .optional(),
});
export type NamesRequest = z.output<typeof namesRequest>;
export type NamesRequestInput = z.input<typeof namesRequest>;
