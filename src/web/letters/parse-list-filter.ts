import { verifications } from '@countersign/letter';
import type { SignatureFilter, SignatureOrder } from '#letters';
import { isCountryCode } from '#record';

const orders: ReadonlySet<string> = new Set<SignatureOrder>(['time', 'name', 'persian-name']);

/** What of a list is asked for, from an address that anybody may have typed: what is nothing is all. */
export function parseListFilter(query: URLSearchParams): SignatureFilter {
  const text = (name: string) => (query.get(name) ?? '').trim().slice(0, 200);
  const country = text('country');
  const version = text('version');
  const order = text('order');
  return {
    ...{ q: text('q'), credit: text('credit'), affiliation: text('affiliation') },
    country: isCountryCode(country) ? country : '',
    verification: verifications.find((one) => one === text('verification')) ?? '',
    version: /^[1-9][0-9]{0,3}$/u.test(version) ? Number(version) : 0,
    order: orders.has(order) ? (order as SignatureOrder) : 'time',
  };
}
