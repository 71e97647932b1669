const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * The day, month or year that metadata of a document gives, as EDTF level 0 ("2026-01-21",
 * "2026-01", "2026"); undefined when it is none we can be sure of. The day is taken as written, in
 * the zone of its writer. Years before 1700 are refused: Iranian sites put Solar Hijri years into
 * fields meant for ISO 8601, and 1404 must not become the Middle Ages.
 */
export function publishedDay(written: string | undefined): string | undefined {
  const text = written?.trim().slice(0, 100) ?? '';
  const iso = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?![\d-])/.exec(text);
  if (iso !== null) return edtfDay(iso[1], iso[2], iso[3]);
  const compact = /^(?:D:)?(\d{4})(\d{2})(\d{2})(?:\d{4,6})?(?!\d)/.exec(text);
  if (compact !== null) return edtfDay(compact[1], compact[2], compact[3]);
  const dayFirst = /(?:^|[\s,])(\d{1,2})\.?\s+(\p{L}{3,9})\.?,?\s+(\d{4})(?!\d)/u.exec(text);
  if (dayFirst !== null) return edtfDay(dayFirst[3], monthNumber(dayFirst[2]), dayFirst[1]);
  const monthFirst = /(?:^|[\s,])(\p{L}{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})(?!\d)/u.exec(text);
  if (monthFirst !== null) return edtfDay(monthFirst[3], monthNumber(monthFirst[1]), monthFirst[2]);
  return undefined;
}

function monthNumber(name: string | undefined): string {
  return String(months.indexOf(name?.slice(0, 3).toLowerCase() ?? '') + 1);
}

function edtfDay(year = '', month?: string, day?: string): string | undefined {
  if (Number(year) < 1700 || Number(year) > 2999) return undefined;
  if (month === undefined) return year;
  if (Number(month) < 1 || Number(month) > 12) return undefined;
  const yearMonth = `${year}-${month.padStart(2, '0')}`;
  if (day === undefined) return yearMonth;
  const lastDay = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  if (Number(day) < 1 || Number(day) > lastDay) return undefined;
  return `${yearMonth}-${day.padStart(2, '0')}`;
}
