import { expect, test } from 'vitest';
import { linesOfPage, type PlacedText } from './pdf-lines.ts';

/** Pieces of one line from the left, six units wide each character. */
function printed(line: readonly string[], y: number): PlacedText[] {
  let x = 50;
  const items = line.map((str) => {
    const item = { str, transform: [1, 0, 0, 1, x, y], height: 10, hasEOL: false };
    x += 6 * str.length;
    return item;
  });
  return items.map((item, index) => ({ ...item, hasEOL: index === items.length - 1 }));
}

test('lines, paragraphs and columns', () => {
  const items = [
    printed(['a'], 700),
    printed(['b'], 688),
    printed(['c'], 676),
    printed(['d'], 650),
    printed(['e'], 638),
    printed(['top of the next column'], 700),
  ];
  expect(linesOfPage(items.flat())).toBe('a\nb\nc\n\nd\ne\n\ntop of the next column');
});

test('right-to-left pieces in printed order are put in reading order', () => {
  const line = ['.', 'در', ' ', '۲۰۲۶', ' ', 'Variety', ' ', 'Weekly', ' ', 'مجله'];
  const below = printed(['متن دیگری از همین صفحه'], 688);
  expect(linesOfPage([...printed(line, 700), ...below])).toBe(
    'مجله Variety Weekly ۲۰۲۶ در.\nمتن دیگری از همین صفحه',
  );
});

test('pieces already in reading order stay', () => {
  const line = printed(['مجله', ' ', 'در'], 700);
  const reversed = line.map((item, index) => ({
    ...item,
    transform: line[2 - index]?.transform ?? [],
  }));
  expect(linesOfPage(reversed)).toBe('مجله در');
});

test('a Latin name keeps the number after it, a date its parts', () => {
  expect(linesOfPage(printed(['قانون', ' ', 'Article', ' ', '610', ' ', 'متن'], 700))).toBe(
    'متن Article 610 قانون',
  );
  expect(linesOfPage(printed(['روز', ' ', '۱۴۰۴', '/', '۱۱', ' ', 'تا'], 700))).toBe(
    'تا ۱۴۰۴/۱۱ روز',
  );
});

test('glyph codes become the letters typed, mirrored brackets are mended', () => {
  expect(linesOfPage(printed(['ofﬁce'], 700))).toBe('office');
  expect(linesOfPage(printed(['(', 'ﻗﺎﻧﻮن', ')', ' ', 'ﻣﺎده'], 700))).toBe('ماده (قانون)');
  expect(linesOfPage(printed(['²'], 700))).toBe('²');
});
