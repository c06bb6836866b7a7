/** A cell of a table for a file. */
export type CsvCell = string | number | boolean | null | undefined;

/** What a spreadsheet would take for a formula at the start of a cell. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * A table as CSV (RFC 4180): CRLF, quotes where needed. NaN and infinities are written by name, nothing as an empty
 * cell. Text that a spreadsheet would run as a formula gets an apostrophe before it (OWASP, "CSV injection").
 */
export function toCsv(header: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  return [header, ...rows].map((row) => row.map(cellOf).join(',') + '\r\n').join('');
}

function cellOf(value: CsvCell): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
