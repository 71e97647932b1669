import type { SourceFilter, WorkState } from '#evidence';

/** What the inbox is narrowed to; all of it stands in the address. */
export interface InboxFilter {
  readonly state: WorkState | 'all';
  /** `all`, `me`, `nobody`, or the uid of a person. */
  readonly assigned: string;
  readonly changed: boolean;
  readonly text: string;
  /** From 1. */
  readonly page: number;
}

export const pageLength = 50;

const assigneePattern = /^(?:me|nobody|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

const workStates: readonly WorkState[] = ['new', 'in-work', 'done'];

/** Reads the address; what cannot be read counts as not given, for an address is typed by anyone. */
export function readInboxFilter(query: URLSearchParams): InboxFilter {
  const assigned = query.get('assigned') ?? '';
  const page = Number(query.get('page') ?? '1');
  return {
    state: workStates.find((known) => known === query.get('state')) ?? 'all',
    assigned: assigneePattern.test(assigned) ? assigned : 'all',
    changed: query.get('changed') === '1',
    text: (query.get('q') ?? '').replaceAll('\0', '').trim().slice(0, 200),
    page: Number.isInteger(page) && page >= 1 && page <= 100_000 ? page : 1,
  };
}

/** The address of the inbox narrowed so; a changed filter begins at the first page again. */
export function inboxPath(filter: InboxFilter, change: Partial<InboxFilter> = {}): string {
  const next = { ...filter, page: 1, ...change };
  const query = new URLSearchParams();
  if (next.state !== 'all') query.set('state', next.state);
  if (next.assigned !== 'all') query.set('assigned', next.assigned);
  if (next.changed) query.set('changed', '1');
  if (next.text !== '') query.set('q', next.text);
  if (next.page > 1) query.set('page', String(next.page));
  return query.size === 0 ? '/desk' : `/desk?${query}`;
}

/** The same as the list of sources takes it. */
export function toSourceFilter(filter: InboxFilter): SourceFilter {
  return {
    ...(filter.state !== 'all' && { workState: filter.state }),
    ...(filter.assigned !== 'all' && { assignedTo: filter.assigned }),
    ...(filter.changed && { changed: true }),
    ...(filter.text !== '' && { text: filter.text }),
    offset: (filter.page - 1) * pageLength,
    limit: pageLength,
  };
}
