import type { MetricCurves } from '@bestiary/contracts/curve';
import { fromWireFloat } from '@bestiary/contracts/json';
import type { RunDetail } from '@bestiary/contracts/run';
import type { ThemeName } from '@bestiary/ui/chart-theme';
import { bandOf } from '@bestiary/ui/prepare-bands';
import type { OverlayCurve } from '@bestiary/ui/prepare-overlay';
import { colourOf, DASHES, styleRuns, type RunStyle } from '@bestiary/ui/run-styles';
import { jsonWords } from '../run/environment-rows.ts';
import { runNames } from './run-field.ts';

/** Behind more smoothed lines than this the raw ones are no help. */
const RAW_UP_TO = 10;
/** The value of a run that lacks the parameter. */
const UNSET = 'not set';

/** One line a run for a metric. */
export function runCurves(
  curves: MetricCurves,
  metric: string,
  runs: readonly RunDetail[],
  styles: ReadonlyMap<string, RunStyle>,
  theme: ThemeName,
): OverlayCurve[] {
  const names = runNames(runs);
  return runs.flatMap((run): OverlayCurve[] => {
    const drawn = curves.find(({ runId, key }) => runId === run.id && key === metric);
    const style = styles.get(run.id);
    if (drawn === undefined || style === undefined) return [];
    const { x, values } = drawn.smoothed ?? drawn.points;
    return [
      {
        id: run.id,
        name: names.get(run.id)!,
        colour: colourOf(style, theme),
        dash: DASHES[style.dash]!,
        x,
        values: values.map(fromWireFloat),
        ...(drawn.smoothed !== null && runs.length <= RAW_UP_TO
          ? { raw: { x: drawn.points.x, values: drawn.points.values.map(fromWireFloat) } }
          : {}),
      },
    ];
  });
}

/** Runs by the value of a parameter, in the order of those values. */
export function groupRuns(runs: readonly RunDetail[], param: string): Map<string, RunDetail[]> {
  const groups = new Map<string, RunDetail[]>();
  for (const run of runs) {
    const value = Object.hasOwn(run.params, param) ? jsonWords(run.params[param]) : UNSET;
    groups.set(value, [...(groups.get(value) ?? []), run]);
  }
  return new Map(
    [...groups].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }) || Number(a) - Number(b)),
  );
}

/** One line a group of runs: its mean, with a band of one standard deviation. */
export function groupCurves(
  curves: MetricCurves,
  metric: string,
  groups: ReadonlyMap<string, readonly RunDetail[]>,
  param: string,
  theme: ThemeName,
): OverlayCurve[] {
  const styles = styleRuns([...groups.keys()]);
  return [...groups].flatMap(([value, runs]): OverlayCurve[] => {
    const ids = new Set(runs.map(({ id }) => id));
    const members = curves
      .filter(({ runId, key }) => key === metric && ids.has(runId))
      .map(({ points, smoothed }) => smoothed ?? points);
    if (members.length === 0) return [];
    const band = bandOf(members.map(({ x, values }) => ({ x, values: values.map(fromWireFloat) })));
    const style = styles.get(value)!;
    return [
      {
        id: value,
        name: `${param} ${value}`,
        colour: colourOf(style, theme),
        dash: DASHES[style.dash]!,
        x: band.x,
        values: band.mean,
        band: { deviation: band.deviation, n: band.n },
      },
    ];
  });
}
