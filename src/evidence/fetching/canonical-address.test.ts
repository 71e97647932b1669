import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalAddress } from './canonical-address.ts';

test.each([
  ['HTTPS://WWW.Example.ORG:443/A/', 'https://www.example.org/A'],
  ['https://example.org', 'https://example.org/'],
  ['https://example.org./a#part', 'https://example.org/a'],
  ['https://example.org/a?utm_source=x&id=7&fbclid=y', 'https://example.org/a?id=7'],
  ['https://example.org/a?UTM_Source=x&%75tm_medium=y', 'https://example.org/a'],
  ['https://example.org/%7euser/%d9%81', 'https://example.org/~user/%D9%81'],
  ['https://example.org/فیلم', 'https://example.org/%D9%81%DB%8C%D9%84%D9%85'],
  ['https://name:secret@example.org/', 'https://example.org/'],
  ['http://m.example.org/amp/a/?b=1', 'http://m.example.org/amp/a?b=1'],
  [' https://example.org/a// ', 'https://example.org/a'],
])('%s is %s', (address, canonical) => {
  expect(canonicalAddress(address)).toBe(canonical);
});

test.each(['', 'example.org/a', 'ftp://example.org/', 'javascript:alert(1)', 'https://'])(
  '%s is no web address',
  (address) => {
    expect(canonicalAddress(address)).toBeUndefined();
  },
);

const address = fc
  .tuple(
    fc.webUrl({ withFragments: true, withQueryParameters: true }),
    fc.string({
      unit: fc.constantFrom('%', '2', 'e', 'E', '5', '/', '.', '&', '=', '?', 'a', 'ف', '#'),
    }),
  )
  .map(([url, tail]) => url + tail);

test('the canonical form of a canonical form is itself', () => {
  fc.assert(
    fc.property(address, (written) => {
      const once = canonicalAddress(written);
      fc.pre(once !== undefined);
      expect(canonicalAddress(once)).toBe(once);
    }),
    { numRuns: 2_000 },
  );
});

test('tracking parameters never tell two addresses apart', () => {
  fc.assert(
    fc.property(
      fc.webUrl(),
      fc.constantFrom('utm_id', 'fbclid', 'gclid', 'mc_eid'),
      (url, name) => {
        expect(canonicalAddress(`${url}?${name}=1`)).toBe(canonicalAddress(url));
      },
    ),
  );
});
