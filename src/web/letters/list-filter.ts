import type { SignatureFilter } from '#letters';

// Without the server's rooms: the page's components need it.

/** What is asked for as the query of an address, without its question mark; '' for everything. */
export function listQuery(filter: SignatureFilter, at?: string): string {
  const { version, order, ...words } = filter;
  const all = {
    ...words,
    version: version === 0 ? '' : String(version),
    order: order === 'time' ? '' : order,
    at: at ?? '',
  };
  const set = Object.entries(all).filter(([, value]) => value !== '');
  return new URLSearchParams(set).toString();
}

/** Whether anybody may be left out. */
export function isNarrowed({
  q,
  credit,
  affiliation,
  country,
  verification,
  version,
}: SignatureFilter): boolean {
  const words = [q, credit, affiliation, country, verification];
  return words.some((one) => one !== '') || version !== 0;
}
