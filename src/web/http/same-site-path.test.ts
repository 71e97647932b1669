import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { sameSitePath } from './same-site-path.ts';

test.each([
  ['/desk/sources?state=new#a', '/desk/sources?state=new#a'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['/\t/evil.example', '/'],
  ['/./\\evil.example', '/'],
  ['https://evil.example', '/'],
  ['javascript:alert(1)', '/'],
  ['', '/'],
  [undefined, '/'],
])('%s', (to, expected) => {
  expect(sameSitePath(to, '/')).toBe(expected);
});

test('never leads off the site', () => {
  const part = fc.constantFrom('/', '\\', '.', '\t', '\n', ' ', 'evil.example', '@', ':', '?', '#');
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
      const path = sameSitePath(`/${parts.join('')}`, '/');
      expect(new URL(path, 'https://record.example').host).toBe('record.example');
    }),
    { numRuns: 2000 },
  );
});
