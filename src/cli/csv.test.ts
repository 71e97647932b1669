import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvRow } from './csv.ts';

/** Reads one row as RFC 4180 has it; independent of how it was written. */
function read(row: string): string[] {
  const cells: string[] = [];
  let rest = row.replace(/\r\n$/, '');
  for (;;) {
    const quoted = /^"((?:[^"]|"")*)"(?:,|$)/.exec(rest);
    const match = quoted ?? /^([^,"]*)(?:,|$)/.exec(rest);
    if (match === null) throw new Error(`not a row: ${rest}`);
    const cell = match[1] ?? '';
    cells.push(quoted === null ? cell : cell.replaceAll('""', '"'));
    if (match[0].length === rest.length && !match[0].endsWith(',')) return cells;
    rest = rest.slice(match[0].length);
  }
}

test('what is written reads back, but for the quote before a formula', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), (cells) => {
      const told = cells.map((cell) => (/^[=+\-@\t\r]/.test(cell) ? undefined : cell));
      const back = read(csvRow(cells));
      expect(back).toHaveLength(cells.length);
      for (const [index, cell] of told.entries())
        if (cell !== undefined) expect(back[index]).toBe(cell);
    }),
  );
});

test.each(['=1+1', '+cmd', '-2+3', '@SUM(A1)', '\t=1', '\r=1'])('%j is no formula', (cell) => {
  expect(read(csvRow([cell]))).toEqual([`'${cell}`]);
});

test('numbers keep their sign', () => {
  expect(csvRow([-3, '+4.5', 3000])).toBe('-3,+4.5,3000\r\n');
});
