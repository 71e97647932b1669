import type { QueueFilter } from '#record';

/** How the queue is narrowed; lives in the address, so that a view can be sent to a colleague. */
export interface ReviewFilter {
  readonly source?: string;
  readonly author?: string;
  readonly others?: boolean;
  /** A place in the queue, as an earlier page gave it. */
  readonly at?: string;
}

/** Claims on one page: as many as one reads before a pause, and few enough to draw at once. */
const pageLength = 60;

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Reads the filter from an address, which anyone may have written; what is no filter is ignored. */
export function readReviewFilter(query: URLSearchParams): ReviewFilter {
  const uid = (name: string): string | undefined => {
    const value = query.get(name) ?? '';
    return uuid.test(value) ? value : undefined;
  };
  const [source, author] = [uid('source'), uid('author')];
  const at = query.get('at') ?? '';
  return {
    ...(source !== undefined && { source }),
    ...(author !== undefined && { author }),
    ...(query.has('others') && { others: true }),
    ...(at !== '' && { at }),
  };
}

export function reviewPath(filter: Partial<ReviewFilter>): string {
  const query = new URLSearchParams();
  if (filter.source !== undefined) query.set('source', filter.source);
  if (filter.author !== undefined) query.set('author', filter.author);
  if (filter.others === true) query.set('others', 'on');
  if (filter.at !== undefined) query.set('at', filter.at);
  const text = query.toString();
  return text === '' ? '/desk/review' : `/desk/review?${text}`;
}

export function toQueueFilter(filter: ReviewFilter): QueueFilter {
  const { source, author, others, at } = filter;
  return {
    ...(source !== undefined && { source }),
    ...(author !== undefined && { author }),
    ...(others !== undefined && { withoutOwn: others }),
    ...(at !== undefined && { at }),
    limit: pageLength,
  };
}
