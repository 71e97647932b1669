import type { PublicProperty, PublicValue } from '#editions';
import { properties as catalogue, property } from '#record';
import type { EditionIndex } from './edition-index.ts';
import { readClaim } from './evidence.ts';
import type { PropertyReading, ValueReading } from './reading.ts';
import { readValue } from './values.ts';

const positions = new Map(catalogue.map((entry, position) => [entry.code, position]));

/** What is said of an entity, in the order of the catalogue. */
export function readProperties(
  published: readonly PublicProperty[],
  index: EditionIndex,
): PropertyReading[] {
  return published
    .map((entry) => readProperty(entry, index))
    .filter((entry) => entry.values.length + entry.others.length > 0)
    .toSorted((a, b) => positionOf(a) - positionOf(b));
}

function positionOf({ code }: PropertyReading): number {
  return positions.get(code) ?? positions.size;
}

function readProperty(entry: PublicProperty, index: EditionIndex): PropertyReading {
  const rivals = [...entry.shown, ...entry.others];
  if (rivals.length > 1)
    index.dates.sayInFullAgain(rivals.map((value) => firstWords(value, index)));
  return {
    code: entry.property,
    label: property(entry.property)?.labels[index.locale] ?? entry.property,
    values: readValues(entry.shown, index),
    others: readValues(entry.others, index),
    dispute: entry.dispute,
    settled: entry.settled,
    rule: ruleThatHeld(entry),
    reason: entry.reason,
  };
}

// Rules that compare find no better one where all are alike: then none stands before another.
function ruleThatHeld({ rule, others }: PublicProperty): string {
  const compares = rule === 'ranked-source' || rule === 'majority-of-origins';
  return compares && others.length === 0 ? `${rule}.tie` : rule;
}

function firstWords({ claims: [uid = ''] }: PublicValue, index: EditionIndex): string {
  return index.claims.get(uid)?.value ?? '';
}

function readValues(values: readonly PublicValue[], index: EditionIndex): ValueReading[] {
  return values.flatMap((value) => readValueGroup(value, index) ?? []);
}

function readValueGroup(value: PublicValue, index: EditionIndex): ValueReading | undefined {
  const claims = value.claims.flatMap((uid) => index.claims.get(uid) ?? []);
  const [first] = claims;
  if (first === undefined) return undefined;
  return {
    uid: first.uid,
    shown: readValue(first, index),
    ...(first.valid !== undefined && { valid: index.dates.say(first.valid) }),
    origins: value.origins,
    claims: claims.map((claim) => readClaim(claim, index)),
  };
}
