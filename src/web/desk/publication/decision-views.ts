/** All decisions, those that wait for a second person, those due to be looked at again. */
export const decisionViews = ['all', 'open', 'overdue'] as const;
export type DecisionView = (typeof decisionViews)[number];

/** The view that an address or a form asks for; all when it asks for none. */
export function decisionViewOf(asked: unknown): DecisionView {
  return decisionViews.find((view) => view === asked) ?? 'all';
}
