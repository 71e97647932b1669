/** One row of a CSV file (RFC 4180), with its line end. */
export function csvRow(cells: readonly unknown[]): string {
  return `${cells.map((cell) => csvCell(String(cell))).join(',')}\r\n`;
}

// A spreadsheet runs a cell that begins like a formula (attacker: whoever wrote the source); a quote
// before it makes it text. Signed numbers are left alone.
function csvCell(text: string): string {
  const isFormula = /^[=+\-@\t\r]/.test(text) && !/^[+-]?\d+(?:\.\d+)?$/.test(text);
  const safe = isFormula ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
