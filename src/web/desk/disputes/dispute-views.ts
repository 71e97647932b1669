import type { DisputeFilter } from '#record';

/** Contradictions to be decided, those decided, and figures that only seem to contradict. */
export const disputeViews = ['open', 'settled', 'measures'] as const;
export type DisputeView = (typeof disputeViews)[number];

/** What is asked of the record for each view. */
export const disputeFilters: Readonly<Record<DisputeView, DisputeFilter>> = {
  open: { settled: false, dispute: 'contradiction' },
  settled: { settled: true, dispute: 'contradiction' },
  measures: { dispute: 'different-measure' },
};

/** The view that an address or a form asks for; the open ones when it asks for none. */
export function disputeViewOf(asked: unknown): DisputeView {
  return disputeViews.find((view) => view === asked) ?? 'open';
}
