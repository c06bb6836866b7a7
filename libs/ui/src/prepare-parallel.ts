import { scaleOf, type FieldScale, type FieldValue } from './field-scale.ts';

/** A column of a table of runs. */
export interface FieldColumn {
  /** `params.learning_rate` */
  id: string;
  title: string;
  /** one a run, in their order */
  values: readonly FieldValue[];
  /** left out: what suits the values */
  scale?: FieldScale | undefined;
}

export interface ParallelAxis extends FieldColumn {
  scale: FieldScale;
  /** `[runs]` 0..1 from the bottom; `null`: this run has nothing to place here */
  places: (number | null)[];
}

/** A range of an axis that runs must lie in, by place: 0 ≤ low ≤ high ≤ 1. */
export interface AxisBrush {
  low: number;
  high: number;
}

export function prepareParallel(columns: readonly FieldColumn[]): ParallelAxis[] {
  return columns.map((column) => {
    const scale = column.scale ?? scaleOf(column.values);
    return { ...column, scale, places: column.values.map((value) => scale.placeOf(value)) };
  });
}

/** Room for rounding: a brush that was drawn over a value holds it. */
const SLACK = 1e-9;

/** Whether each run lies in every brush. A run without a place on a brushed axis does not. */
export function brushedRuns(
  axes: readonly ParallelAxis[],
  brushes: ReadonlyMap<string, AxisBrush>,
  runs: number,
): boolean[] {
  const active = axes.filter(({ id }) => brushes.has(id));
  return Array.from({ length: runs }, (_, run) =>
    active.every(({ id, places }) => {
      const { low, high } = brushes.get(id)!;
      const place = places[run] ?? null;
      return place !== null && place >= low - SLACK && place <= high + SLACK;
    }),
  );
}

/**
 * A run's line as an SVG path, in pixels.
 *
 * @param y of a place; `null`: where a run passes that has nothing to place on the axis
 */
export function parallelPath(
  axes: readonly ParallelAxis[],
  run: number,
  x: (axis: number) => number,
  y: (place: number | null) => number,
): string {
  const corners = axes.map(
    ({ places }, axis) => `${x(axis).toFixed(1)} ${y(places[run] ?? null).toFixed(1)}`,
  );
  return `M${corners.join('L')}`;
}
