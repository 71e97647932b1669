import { expect, test } from 'vitest';
import { isReadable } from './readable-address.ts';

test.each([
  ['/', true],
  ['/fa/people?q=%D8%B4%DB%8C%D8%B1%DB%8C%D9%86', true],
  ['/en/people?q=100%', true],
  ['/en/people?q=%2500', true],
  ['/en/people?q=a%00', false],
  ['/en/people/%00', false],
  ['/en/people/%ff', false],
  ['/en/people/100%', false],
  ['//desk', false],
  ['/en//desk', false],
])('%s', (path, readable) => {
  expect(isReadable(`http://x${path}`)).toBe(readable);
});
