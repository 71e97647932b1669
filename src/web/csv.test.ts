import { expect, test } from 'vitest';
import { csvLine, toCsv } from './csv.ts';

test.each(['=1+1', '+1', '-1', '@SUM(1)', '＝1+1', '＋1', '－1', '＠x'])(
  '%s is text and no formula',
  (text) => {
    expect(csvLine([text])).toBe(`'${text}\r\n`);
  },
);

test('commas, quotes and lines stay in their cell, the mark stands once', () => {
  expect(toCsv([['a,b', 'say "x"'], ['two\nlines']])).toBe(
    '\uFEFF"a,b","say ""x"""\r\n"two\nlines"\r\n',
  );
});

test('a formula that needs quotes is both', () => {
  expect(csvLine(['=A1,B1'])).toBe(`"'=A1,B1"\r\n`);
});

test.each([
  ['Zoe;=A1', "Zoe;'=A1"],
  ['Zoe;"=A1"', '"Zoe;""\'=A1"""'],
  ['Zoe\t+1', "Zoe\t'+1"],
  ['Zoe\n@A1', '"Zoe\n\'@A1"'],
  ['a; b – c-d, e=f', '"a; b – c-d, e=f"'],
])('where cells end at a semicolon, %j begins none', (text, line) => {
  expect(csvLine([text])).toBe(`${line}\r\n`);
});
