import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import { LetterRefusal } from '../letter-refusal.ts';
import { invitingLimits } from './invitation-lists.ts';

/** One row of a table as a spreadsheet wrote it. */
export interface TableRow {
  /** Of the file, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

// The types of the library do not know what `info` makes of its rows.
const rowsWithInfo = z.array(
  z.object({ record: z.array(z.string()), info: z.object({ lines: z.int() }) }),
);

const mostColumns = 60;
const mostCharacters = 20_000;

/**
 * Reads a table that a spreadsheet saved, or that was pasted from one: UTF-8 or UTF-16 with or without a
 * mark, else Windows-1252; commas, semicolons or tabs. Whoever made the file is not trusted: rows, columns
 * and cells have an end.
 *
 * @throws LetterRefusal `import-unreadable` (params `line`: where the row begins that cannot be read, as one
 * with a quotation mark that nothing closes; 0 where none is known), `import-too-long`.
 */
export function readTable(bytes: Uint8Array): TableRow[] {
  if (bytes.length > invitingLimits.bytes) throw tooLong();
  const text = decode(bytes);
  if (text.includes('\0')) throw unreadable(0);
  let read = 0;
  try {
    const found = rowsWithInfo.parse(
      parse(text, {
        ...{ bom: true, info: true, relax_column_count: true, skip_empty_lines: true },
        ...{ delimiter: separatorOf(text), max_record_size: mostCharacters },
        to: invitingLimits.lines + 2,
        on_record: (record: string[], { lines }) => {
          read = lines;
          return record;
        },
      }),
    );
    if (found.length > invitingLimits.lines + 1) throw tooLong();
    return found
      .map(({ record, info }) => ({ line: info.lines, cells: record.map((cell) => cell.trim()) }))
      .filter(({ line, cells }) => {
        if (cells.length > mostColumns) throw unreadable(line);
        return cells.some((cell) => cell !== '');
      });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw unreadable(lineAfter(text, read), error);
  }
}

/** The first line with something in it after one that was read; a parser knows only where it gave up. */
function lineAfter(text: string, read: number): number {
  const following = text.split(/\r\n|\r|\n/u).slice(read);
  return (
    read +
    1 +
    Math.max(
      following.findIndex((line) => line.trim() !== ''),
      0,
    )
  );
}

function decode(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  // Latin letters in UTF-16 are every other byte zero.
  if (bytes.length > 3 && second === 0 && bytes[3] === 0) {
    return new TextDecoder('utf-16le').decode(bytes);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** That of the separators which stands most often in the first line, outside quotes. */
function separatorOf(text: string): string {
  const [first = ''] = text.replace(/^\uFEFF?(?:\r?\n)*/u, '').split(/\r?\n/u, 1);
  const bare = first.slice(0, mostCharacters).replaceAll(/"[^"]*"/gu, '');
  const count = (separator: string) => bare.split(separator).length;
  const [best = ','] = [',', ';', '\t'].toSorted((a, b) => count(b) - count(a));
  return best;
}

const tooLong = () =>
  new LetterRefusal({
    ...{ code: 'import-too-long', field: 'file' },
    params: { lines: invitingLimits.lines },
  });

const unreadable = (line: number, cause?: Error) =>
  new LetterRefusal({ code: 'import-unreadable', field: 'file', params: { line } }, { cause });
