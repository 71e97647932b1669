import { boundsOf, parseEdtf, type Edtf } from '#platform/calendar';
import type { CourseFacts } from '#letters';
import type { DeliveryReading } from '#publish';

/** One thing that happened in a letter's course. */
export type CourseStep =
  | { readonly kind: 'published' | 'version'; readonly day: Edtf; readonly number: number }
  | { readonly kind: 'opened' | 'closed'; readonly day: Edtf }
  | { readonly kind: 'gone' | 'removed' | 'disputed'; readonly day: Edtf }
  | { readonly kind: 'reached'; readonly day: Edtf; readonly count: number }
  | {
      readonly kind: 'delivered' | 'answered';
      readonly day: Edtf;
      readonly delivery: DeliveryReading;
    };

/**
 * What happened, the first first: what was counted, and what the edition tells. Pure. What was done within
 * one day stands by its moment; of deliveries and answers only the day is known, and they stand at its end.
 */
export function courseSteps(
  facts: CourseFacts,
  deliveries: readonly DeliveryReading[],
): CourseStep[] {
  const { versions, openedAt, closedAt, milestones, changes } = facts;
  const timed: Timed[] = [
    ...versions.map(({ number, at }, index) => {
      const kind = index === 0 ? ('published' as const) : ('version' as const);
      return timedStep(at, { kind, number });
    }),
    ...(openedAt === null ? [] : [timedStep(openedAt, { kind: 'opened' })]),
    ...milestones.map(({ reached, at }) => timedStep(at, { kind: 'reached', count: reached })),
    ...changes.map(({ state, at }) => timedStep(at, { kind: state })),
    ...(closedAt === null ? [] : [timedStep(closedAt, { kind: 'closed' })]),
    ...deliveries.flatMap((delivery): Timed[] => [
      atEnd({ kind: 'delivered', day: delivery.on, delivery }),
      ...(delivery.answered === undefined
        ? []
        : [atEnd({ kind: 'answered', day: delivery.answered.on, delivery })]),
    ]),
  ];
  return timed
    .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ step }) => step);
}

interface Timed {
  readonly key: string;
  readonly step: CourseStep;
}

type WithoutDay<Step> = Step extends CourseStep ? Omit<Step, 'day'> : never;

function timedStep(at: Date, step: WithoutDay<Exclude<CourseStep, { delivery: unknown }>>): Timed {
  return { key: at.toISOString(), step: { ...step, day: dayOf(at) } };
}

function atEnd(step: CourseStep): Timed {
  // Behind every moment of its day; several keep their order.
  return { key: `${boundsOf(step.day).earliest ?? ''}~`, step };
}

interface Addressed {
  readonly text: { readonly addressees: readonly string[] };
}

/**
 * Deliveries to whom the text names, as the translation that is read names them. Pure. Whoever is named
 * otherwise than in the text stays as they were written down.
 */
export function withAddresseesOf(
  { version, translation }: { readonly version: Addressed; readonly translation?: Addressed },
  deliveries: readonly DeliveryReading[],
): readonly DeliveryReading[] {
  if (translation === undefined) return deliveries;
  return deliveries.map((delivery) => {
    const at = version.text.addressees.indexOf(delivery.addressee);
    return { ...delivery, addressee: translation.text.addressees[at] ?? delivery.addressee };
  });
}

function dayOf(at: Date): Edtf {
  const day = parseEdtf(at.toISOString().slice(0, 10));
  if (!day.ok) throw new RangeError('expected a day');
  return day.edtf;
}
