import { expect, test } from 'vitest';
import type { SignatureFilter } from '#letters';
import { isNarrowed, listQuery } from './list-filter.ts';
import { parseListFilter } from './parse-list-filter.ts';

const all: SignatureFilter = {
  ...{ q: '', credit: '', affiliation: '', country: '', version: 0 },
  verification: '',
  order: 'time',
};

test('nothing asked for is everything, the newest first', () => {
  expect(parseListFilter(new URLSearchParams())).toEqual(all);
  expect(listQuery(all)).toBe('');
  expect(isNarrowed(all)).toBe(false);
});

test('what is asked for comes back from its own address', () => {
  const asked: SignatureFilter = {
    ...{ q: 'Ana & co', credit: 'کارگردان', affiliation: 'خانهٔ سینما', country: 'FR', version: 2 },
    verification: 'domain',
    order: 'persian-name',
  };
  expect(parseListFilter(new URLSearchParams(listQuery(asked)))).toEqual(asked);
  expect(listQuery(asked, 'after.7')).toContain('at=after.7');
  expect(isNarrowed(asked)).toBe(true);
});

test.each(['country=XX', 'verification=god', 'version=-1', 'version=1e9', 'order=id;drop'])(
  '%s asks for nothing',
  (query) => {
    expect(parseListFilter(new URLSearchParams(query))).toEqual(all);
  },
);
