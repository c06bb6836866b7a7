import { movingAverage } from '@bestiary/metrics/moving-average';

/** One line of a chart: values of a metric over steps, in columns of one length, ordered by step. Values may be NaN or infinite. */
export interface Curve {
  name: string;
  steps: readonly number[];
  values: readonly number[];
}

/** What can't be drawn: a value that is NaN or infinite. */
export interface Gap {
  curve: string;
  step: number;
  value: number;
}

/** The values of `curves` that are NaN or infinite, in order. */
export function gapsOf(curves: readonly Curve[]): Gap[] {
  return curves.flatMap((curve) =>
    curve.values.flatMap((value, i) =>
      Number.isFinite(value) ? [] : [{ curve: curve.name, step: curve.steps[i] ?? i, value }],
    ),
  );
}

/**
 * A sentence for people about `gaps`, or `null` where there are none.
 *
 * @param axis what the steps are called, and the number shown for step 0
 */
export function describeGaps(
  gaps: readonly Gap[],
  axis: { stepName: string; firstStep: number } = { stepName: 'step', firstStep: 0 },
): string | null {
  const first = gaps[0];
  if (first === undefined) return null;
  const names = [...new Set(gaps.map((gap) => gap.curve))].join(', ');
  const what = gaps.length === 1 ? '1 value is' : `${gaps.length} values are`;
  return `${what} NaN or infinite (${names}, first at ${axis.stepName} ${first.step + axis.firstStep}): gaps in the line.`;
}

/** A curve smoothed by `movingAverage`. @param weight 0 (no smoothing) to below 1 */
export function smoothCurve(curve: Curve, weight: number): Curve {
  if (weight <= 0) return curve;
  return { ...curve, values: Array.from(movingAverage(curve.values, weight)) };
}
