/** The page of a list that an address asks for, from 1; the first when it asks for none there can be. */
export function pageOf(query: URLSearchParams): number {
  const page = Number(query.get('page') ?? '1');
  return Number.isSafeInteger(page) && page > 0 && page < 100_000 ? page : 1;
}
