import { array, assert, boolean, integer, property, record } from 'fast-check';
import { expect, test } from 'vitest';
import { breakPages, type Breakable } from './break-pages.ts';

const of = (lines: number, leads = false): Breakable => ({
  ...{ lines: Array.from({ length: lines }, () => ''), height: 1, before: 0, leads },
});
/** Which line of which paragraph stands on each page. */
const pagesOf = (paragraphs: readonly Breakable[], height: number) =>
  breakPages(paragraphs, height).map((page) =>
    page.map((placed) => `${paragraphs.indexOf(placed.of)}.${placed.line}`).join(' '),
  );

test('a heading goes over with what it leads to', () => {
  expect(pagesOf([of(2), of(1, true), of(2)], 4)).toEqual(['0.0 0.1', '1.0 2.0 2.1']);
  expect(pagesOf([of(2), of(1, true), of(1, true), of(1)], 4)).toEqual(['0.0 0.1', '1.0 2.0 3.0']);
});

test('headings that fill more than a page fill pages', () => {
  const headings = Array.from({ length: 9 }, () => of(1, true));
  expect(pagesOf(headings, 3)).toHaveLength(3);
});

test('no line of a paragraph stands alone at a foot or a head', () => {
  expect(pagesOf([of(3), of(4)], 4)).toEqual(['0.0 0.1 0.2', '1.0 1.1 1.2 1.3']);
  expect(pagesOf([of(5)], 4)).toEqual(['0.0 0.1 0.2', '0.3 0.4']);
  expect(pagesOf([of(2), of(3)], 4)).toEqual(['0.0 0.1', '1.0 1.1 1.2']);
});

test('the space above what begins a page is left out, and kept above the first of all', () => {
  const spaced = { ...of(2), before: 1 };
  const tops = breakPages([spaced, { ...spaced }], 4).map((page) => page.map(({ top }) => top));
  expect(tops).toEqual([
    [1, 2],
    [0, 1],
  ]);
});

test('whatever is laid out, every line stands once, in its order, and none is too low', () => {
  const any = record({ lines: array(integer(), { maxLength: 9 }), leads: boolean() });
  assert(
    property(array(any), integer({ min: 3, max: 9 }), (found, height) => {
      const paragraphs = found.map((one) => ({ ...one, height: 1, before: 0.5 }));
      const pages = breakPages(paragraphs, height);
      expect(pages.flat().map((placed) => [placed.of, placed.line])).toEqual(
        paragraphs.flatMap((one) => [...one.lines.keys()].map((line) => [one, line])),
      );
      for (const { top } of pages.flat()) expect(top + 1).toBeLessThanOrEqual(height);
    }),
  );
});
