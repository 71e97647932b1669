import { createFetchAddress } from './fetcher.ts';

/**
 * Fetches a public web address: http and https only, every address and every redirect checked against
 * private networks and connected to as checked, sizes and times bounded, no cookies, an honest name.
 * Whatever the server does, the answer is a value.
 */
export const fetchAddress = createFetchAddress();

export { defaultFetchLimits } from './fetcher.ts';
export type { FetchAddress, FetchLimits, FetchOptions } from './fetcher.ts';
export { fetchFailureCodes } from './fetch-result.ts';
export type {
  FetchFailureCode,
  FetchRecord,
  FetchResult,
  Redirect,
  TlsSeen,
} from './fetch-result.ts';
export type { Resolver } from './checked-connection.ts';
export { canonicalAddress } from './canonical-address.ts';
