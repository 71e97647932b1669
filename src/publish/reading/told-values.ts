import type { SubjectReading } from './read-edition.ts';
import type { PartReading, PropertyReading, ValueReading } from './reading.ts';

/** A value that a page tells, with the words that say of what. */
export interface ToldValue {
  /** Such as "Date of death", or "Killing · Date" of an act on the page of somebody. */
  readonly label: string;
  readonly value: ValueReading;
  readonly isDisputed: boolean;
}

/** Every value of a page, wherever it stands on it, those put first before the others. Pure. */
export function toldValues(reading: SubjectReading): ToldValue[] {
  const own = [
    ...reading.facts,
    ...reading.figures.map(({ property }) => property),
    ...reading.contested,
  ];
  const parts = [
    ...reading.acts,
    ...reading.milestones,
    ...reading.interventions,
    ...reading.involvements,
    ...reading.relations,
  ];
  return [...own.flatMap((property) => valuesOf(property)), ...parts.flatMap(valuesOfPart)];
}

function valuesOf(property: PropertyReading, of?: string): ToldValue[] {
  const { label, values, others, dispute, settled } = property;
  const isDisputed = dispute === 'contradiction' && !settled;
  return [...values, ...others].map((value) => ({
    label: of === undefined ? label : `${of} · ${label}`,
    ...{ value, isDisputed },
  }));
}

function valuesOfPart({ role, heading, headed, properties, parts }: PartReading): ToldValue[] {
  const own = headed === undefined ? [] : [{ label: role, value: headed.value, isDisputed: false }];
  return [
    ...own,
    ...properties.flatMap((property) => valuesOf(property, heading)),
    ...parts.flatMap(valuesOfPart),
  ];
}
