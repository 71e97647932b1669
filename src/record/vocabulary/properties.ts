import type { KindCode } from './kinds.ts';
import { actProperties } from './properties/acts.ts';
import { eventProperties } from './properties/events.ts';
import { interventionProperties } from './properties/interventions.ts';
import { milestoneAndRelationProperties } from './properties/milestones-and-relations.ts';
import { peopleProperties } from './properties/people.ts';
import { sharedProperties } from './properties/shared.ts';
import { workAndPlaceProperties } from './properties/works-and-places.ts';
import type { Property } from './property.ts';

const catalogue = [
  ...sharedProperties,
  ...peopleProperties,
  ...workAndPlaceProperties,
  ...eventProperties,
  ...actProperties,
  ...interventionProperties,
  ...milestoneAndRelationProperties,
] as const;

export type PropertyCode = (typeof catalogue)[number]['code'];

/** The whole catalogue, in the order in which a form shows the fields. */
export const properties: readonly Property[] = catalogue;

const propertiesByCode: ReadonlyMap<string, Property> = new Map(
  properties.map((entry) => [entry.code, entry]),
);

/** The property of that code. Every `PropertyCode` has one; any other string reads `undefined`. */
export function property(code: PropertyCode): Property;
export function property(code: string): Property | undefined;
export function property(code: string): Property | undefined {
  return propertiesByCode.get(code);
}

/** What can be said of an entity of that kind, in the order of the catalogue. */
export function propertiesOf(kind: KindCode): readonly Property[] {
  return properties.filter((entry) => entry.kinds.includes(kind));
}

/**
 * Properties whose values may be entities of that kind: what others say of it.
 * Read with `inverse` on the entity's own page.
 */
export function propertiesPointingAt(
  kind: KindCode,
): readonly Extract<Property, { valueType: 'entity' }>[] {
  return properties.filter(
    (entry): entry is Extract<Property, { valueType: 'entity' }> =>
      entry.valueType === 'entity' && entry.range.includes(kind),
  );
}
