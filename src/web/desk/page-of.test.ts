import { expect, test } from 'vitest';
import { pageOf } from './page-of.ts';

test.each([
  ['', 1],
  ['page=7', 7],
  ['page=0', 1],
  ['page=-3', 1],
  ['page=1.5', 1],
  ['page=x', 1],
  ['page=1e9', 1],
])('"%s" asks for page %i', (query, page) => {
  expect(pageOf(new URLSearchParams(query))).toBe(page);
});
