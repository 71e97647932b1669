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

/** What happened, the first first: what was counted, and what the edition tells. Pure. */
export function courseSteps(
  facts: CourseFacts,
  deliveries: readonly DeliveryReading[],
): CourseStep[] {
  const { versions, openedAt, closedAt, milestones, changes } = facts;
  const steps: CourseStep[] = [
    ...versions.map(({ number, at }, index) => ({
      ...{ kind: index === 0 ? ('published' as const) : ('version' as const) },
      ...{ day: dayOf(at), number },
    })),
    ...(openedAt === null ? [] : [{ kind: 'opened' as const, day: dayOf(openedAt) }]),
    ...milestones.map(({ reached, at }) => ({
      ...{ kind: 'reached' as const, day: dayOf(at), count: reached },
    })),
    ...deliveries.flatMap((delivery): CourseStep[] => [
      { kind: 'delivered', day: delivery.on, delivery },
      ...(delivery.answered === undefined
        ? []
        : [{ kind: 'answered' as const, day: delivery.answered.on, delivery }]),
    ]),
    ...changes.map(({ state, at }) => ({ kind: state, day: dayOf(at) })),
    ...(closedAt === null ? [] : [{ kind: 'closed' as const, day: dayOf(closedAt) }]),
  ];
  // Of one day in the order above, which is that of a letter's life.
  const key = ({ day }: CourseStep) => boundsOf(day).earliest ?? '';
  return steps.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

function dayOf(at: Date): Edtf {
  const day = parseEdtf(at.toISOString().slice(0, 10));
  if (!day.ok) throw new RangeError('expected a day');
  return day.edtf;
}
