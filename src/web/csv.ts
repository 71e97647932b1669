/** By this mark spreadsheets know UTF-8; it stands first in a file, once. */
export const csvMark = '\uFEFF';

/** One row after another in RFC 4180, with the mark by which spreadsheets know UTF-8. */
export function toCsv(rows: readonly (readonly string[])[]): string {
  return csvMark + rows.map(csvLine).join('');
}

/** One row, with its end. */
export function csvLine(row: readonly string[]): string {
  return `${row.map(cell).join(',')}\r\n`;
}

// A text beginning with one of these would run as a formula in a spreadsheet, in the wide forms of East
// Asian keyboards too (attacker: whoever wrote the page that somebody added, or signed under such a name);
// the apostrophe makes it text. So does what stands behind a separator: where decimals have commas,
// spreadsheets part cells at semicolons, quoted or not.
const formula = /^(?=[\t\r\n])|(?<=(?:^|[;\t\r\n])"*)(?=[=+\-@＝＋－＠])/gu;

function cell(text: string): string {
  const inert = text.replaceAll(formula, "'");
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}
