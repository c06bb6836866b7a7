import { type DrawnPoints, type MetricCurves, type MetricCurvesQuery } from '@bestiary/contracts/curve';
import { toWireFloats } from '@bestiary/contracts/json';
import { type CurveRepository } from '@bestiary/db/repositories/curve.repository';
import { columnMeans, keepExtremes, type Points, pointsWithin } from '@bestiary/metrics/downsample';
import { movingAverage } from '@bestiary/metrics/moving-average';

export class CurveService {
  readonly #curves: CurveRepository;

  constructor(curves: CurveRepository) {
    this.#curves = curves;
  }

  /**
   * Metrics of runs as they are drawn: smoothed over all points, then cut to the range, then thinned to what the chart
   * can show. On an axis of time a point that was written again stands where it was written last.
   */
  async draw(query: MetricCurvesQuery): Promise<MetricCurves> {
    const { axis, smoothing } = query;
    const series = await this.#curves.columns(query.runIds, query.keys, axis);
    return series.map(({ runId, key, startedAt, places, values }) => {
      const points = axis === 'step' ? { x: places, values } : inOrder({ x: places, values });
      if (axis === 'relative') {
        const start = startedAt?.getTime() ?? points.x[0]!;
        for (let i = 0; i < points.x.length; i++) points.x[i] = (points.x[i]! - start) / 1_000;
      }
      return {
        runId,
        key,
        count: values.length,
        points: drawn(points, query),
        smoothed:
          smoothing === 0
            ? null
            : drawn({ x: points.x, values: movingAverage(points.values, smoothing) }, query),
      };
    });
  }
}

/** Points by their place on the axis. */
function inOrder({ x, values }: Points): Points {
  if (x.every((place, i) => i === 0 || place >= x[i - 1]!)) return { x, values };
  const order = Uint32Array.from(x, (_, i) => i).sort((a, b) => x[a]! - x[b]!);
  return { x: Float64Array.from(order, (i) => x[i]!), values: Float64Array.from(order, (i) => values[i]!) };
}

function drawn(points: Points, { from, to, columns, reduce }: MetricCurvesQuery): DrawnPoints {
  const shown = pointsWithin(points, { from: from ?? -Infinity, to: to ?? Infinity });
  const thinned = reduce === 'mean' ? columnMeans(shown, columns) : keepExtremes(shown, columns);
  return { x: Array.from(thinned.x), values: toWireFloats(thinned.values) };
}
