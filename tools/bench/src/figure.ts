import { type Summary } from './statistics.ts';

/** One measured quantity, with the target it is held against and the peer that was measured beside it. */
export interface Figure {
  name: string;
  unit: 's' | 'ms' | 'kB' | 'MB' | 'images/s';
  ours: Summary;
  /** what the project set itself; smaller is better for every unit but images/s */
  target?: number;
  /** which of `ours` is held against the target: the median where it is left out */
  heldBy?: 'p95';
  peer?: { name: string; summary: Summary };
  /** how it is measured, where its name does not say */
  method?: string;
}

/** How many times better than the peer the median is (above 1: ours is better). */
export function ratio(figure: Figure): number | undefined {
  if (!figure.peer) return undefined;
  const theirs = figure.peer.summary.median;
  return figure.unit === 'images/s' ? figure.ours.median / theirs : theirs / figure.ours.median;
}

export function meetsTarget(figure: Figure): boolean | undefined {
  if (figure.target === undefined) return undefined;
  const held = figure.ours[figure.heldBy ?? 'median'];
  return figure.unit === 'images/s' ? held >= figure.target : held <= figure.target;
}

function number(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** A Markdown table of figures: medians first, the spread beside them. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => {
    const { ours, unit, target, peer } = figure;
    const times = ratio(figure);
    const met = meetsTarget(figure);
    return [
      figure.name,
      `${number(ours.median)} ${unit}`,
      number(ours.p95),
      `${number(ours.min)}–${number(ours.max)} (${ours.runs})`,
      target === undefined
        ? '–'
        : `${unit === 'images/s' ? '≥' : '≤'} ${target} ${unit}${figure.heldBy === undefined ? '' : ` ${figure.heldBy}`}${met ? '' : ' (missed)'}`,
      peer ? `${peer.name} ${number(peer.summary.median)} ${unit}` : '–',
      times === undefined ? '–' : `${number(times)}×`,
    ];
  });
  const header = ['figure', 'median', 'p95', 'range (runs)', 'target', 'peer', 'better by'];
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]!.length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`;
  return [line(header), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

/** How figures were measured, a line each method, in the order of the table. */
export function methods(figures: readonly Figure[]): string {
  return [...new Set(figures.map(({ method }) => method).filter((method) => method !== undefined))]
    .map(
      (method) =>
        `- ${figures
          .filter((figure) => figure.method === method)
          .map(({ name }) => name)
          .join(', ')}. ${method}`,
    )
    .join('\n');
}
