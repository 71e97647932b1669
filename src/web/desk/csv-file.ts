import { toCsv } from '../csv.ts';

/** Answers with rows as a file that no cache keeps. */
export function csvFile(name: string, rows: readonly (readonly string[])[]): Response {
  return new Response(toCsv(rows), {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${name}.csv"`,
      'Cache-Control': 'private, no-store',
    },
  });
}
