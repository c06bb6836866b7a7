import type { Json } from '@bestiary/contracts/json';
import type { RunSummary } from '@bestiary/contracts/run';
import type { RunKeyColumn } from '@bestiary/contracts/run-search';

const SIGNIFICANT_DIGITS = 6;

/** Runs in lines, the columns aligned; the id first, so that it can be cut out. */
export function runTable(runs: readonly RunSummary[], columns: readonly RunKeyColumn[]): string {
  const rows = [
    ['id', 'name', 'project', 'status', 'created', ...columns],
    ...runs.map((run) => [
      run.id,
      oneLine(run.name),
      oneLine(run.projectName),
      run.status,
      run.createdAt.slice(0, 16).replace('T', ' '),
      ...columns.map((column) => formatValue(run.values[column])),
    ]),
  ];
  const widths = rows[0]!.map((_, at) => Math.max(...rows.map((row) => row[at]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** A value for people: numbers to six digits. */
export function formatValue(value: Json | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(Number(value.toPrecision(SIGNIFICANT_DIGITS)));
  return oneLine(typeof value === 'string' ? value : JSON.stringify(value));
}

/** Control characters could move the terminal's cursor. */
function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}
