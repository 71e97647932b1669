import { assert, property, uint8Array } from 'fast-check';
import { expect, test } from 'vitest';
import { LetterRefusal } from '../letter-refusal.ts';
import { readTable } from './read-table.ts';

const text = 'Name;Mail\r\nZoé;zoe@example.org\r\n"Bo ""B"";\r\nBo";b@example.org\r\n';
const utf16 = (order: 'le' | 'be', mark: boolean) => {
  const bytes = Buffer.from(`${mark ? '\uFEFF' : ''}${text}`, 'utf16le');
  return order === 'le' ? bytes : bytes.swap16();
};

test.each([
  ['UTF-8', Buffer.from(text)],
  ['UTF-8 with a mark', Buffer.from(`\uFEFF${text}`)],
  ['UTF-16 as spreadsheets save it', utf16('le', true)],
  ['UTF-16 the other way round', utf16('be', true)],
  ['UTF-16 without a mark', utf16('le', false)],
  ['Windows-1252', Buffer.from(text, 'latin1')],
  ['tabs, as pasted', Buffer.from(text.replaceAll(';', '\t').replace('\t\r\nBo"', ';\r\nBo"'))],
  ['commas', Buffer.from(text.replaceAll(';', ',').replace(',\r\nBo"', ';\r\nBo"'))],
])('a table is read in %s', (_name, bytes) => {
  const rows = readTable(bytes).map(({ cells }) =>
    cells.map((cell) => cell.replaceAll(/\s+/gu, ' ')),
  );
  expect(rows).toEqual([
    ['Name', 'Mail'],
    ['Zoé', 'zoe@example.org'],
    ['Bo "B"; Bo', 'b@example.org'],
  ]);
});

test('lines are told by their number, empty ones passed over', () => {
  expect(readTable(Buffer.from('name\n\nAda\n,,\nBea\n')).map(({ line }) => line)).toEqual([
    ...[1, 3, 5],
  ]);
});

test.each([
  ['a quote that never ends', `name\n"${'x'.repeat(100)}`, 'import-unreadable'],
  ['a cell without end', `name\n${'x'.repeat(30_000)}`, 'import-unreadable'],
  ['columns without end', `name${','.repeat(100)}\nAda${',x'.repeat(100)}`, 'import-unreadable'],
  ['something that is no text', 'name\0\nAda', 'import-unreadable'],
  ['too many lines', `name\n${'Ada\n'.repeat(5_001)}`, 'import-too-long'],
  ['too many bytes', 'x'.repeat(4 * 1024 * 1024 + 1), 'import-too-long'],
])('%s is refused', (_name, table, code) => {
  expect(() => readTable(Buffer.from(table))).toThrow(expect.objectContaining({ code }));
});

test.each([
  ['a quote inside a word', 'name\nAda\nB"ea\nCy', 3],
  ['a quote that is never closed', 'name\nAda\n\n"Bea,b@example.org\nCy\nDo\n', 4],
  ['one that the next quote closes', 'name,mail\r\nAda,\r\n"Bea,\r\nCy,\r\n"Do",\r\n', 3],
  ['one with more after it than a row may hold', `name\nAda\n"Bea\n${'Cy\n'.repeat(4_000)}`, 3],
])('the line at which a table cannot be read is told: %s', (_name, table, line) => {
  expect(() => readTable(Buffer.from(table))).toThrow(
    expect.objectContaining({ problems: [expect.objectContaining({ params: { line } })] }),
  );
});

test('what stands in quotes separates nothing, and curly quotes are those of Windows', () => {
  const table = Buffer.from(
    '"name; first; last; both",mail\n\u0093Zo\u00e9\u0094,z@example.org',
    'latin1',
  );
  expect(readTable(table).map(({ cells }) => cells)).toEqual([
    ['name; first; last; both', 'mail'],
    ['“Zoé”', 'z@example.org'],
  ]);
});

test('whatever the bytes, there are rows or a refusal', () => {
  assert(
    property(uint8Array({ maxLength: 300 }), (bytes) => {
      try {
        expect(readTable(bytes)).toBeInstanceOf(Array);
      } catch (error) {
        expect(error).toBeInstanceOf(LetterRefusal);
      }
    }),
  );
});
