import { expect, test } from 'vitest';
import { toCsv } from './csv.ts';

test('quotes what needs it and makes formulas inert', () => {
  expect(
    toCsv([
      ['a', 'b,c', 'd "e"'],
      ['=1+1', '-2', 'two\nlines'],
    ]),
  ).toBe('\uFEFFa,"b,c","d ""e"""\r\n\'=1+1,\'-2,"two\nlines"\r\n');
});
