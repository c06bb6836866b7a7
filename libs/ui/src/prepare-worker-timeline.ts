import type { CustomSeriesRenderItem } from 'echarts';
import type { EChartsCoreOption } from 'echarts/core';
import { CHART_THEMES, type ThemeName } from './chart-theme.ts';
import { formatDuration } from './format.ts';
import { plotAxis, plotOption } from './plot-option.ts';

/** A trial as its worker had it, in Unix milliseconds. */
export interface WorkedTrial {
  number: number;
  worker: string;
  status: 'running' | 'finished' | 'pruned' | 'failed' | 'queued' | 'cancelled';
  from: number;
  to: number;
}

/** Height of a worker's row (pixels). */
export const TIMELINE_ROW = 26;

/** Chart options: a row a worker, a bar a trial, in seconds since the first began. */
export function prepareWorkerTimeline({
  trials,
  workers,
  theme,
}: {
  trials: readonly WorkedTrial[];
  /** ids and names of the rows, from the top */
  workers: readonly { id: string; name: string }[];
  theme: ThemeName;
}): EChartsCoreOption {
  const colours = CHART_THEMES[theme];
  const fill: Readonly<Record<WorkedTrial['status'], string>> = {
    finished: colours.right[1],
    pruned: colours.mutedText,
    failed: colours.wrong[1],
    running: colours.training,
    queued: colours.grid,
    cancelled: colours.grid,
  };
  const row = new Map(workers.map(({ id }, i) => [id, i]));
  const start = trials.reduce((least, { from }) => Math.min(least, from), Infinity);
  const shown = trials.filter(({ worker }) => row.has(worker));
  const renderItem: CustomSeriesRenderItem = (_, api) => {
    const [left, middle] = api.coord([api.value(1), api.value(0)]) as [number, number];
    const [right] = api.coord([api.value(2), api.value(0)]) as [number, number];
    return {
      type: 'rect',
      shape: { x: left, y: middle - 8, width: Math.max(1.5, right - left - 1), height: 16 },
      style: { fill: api.visual('color') as string },
    };
  };
  return {
    ...plotOption(theme),
    xAxis: {
      ...plotAxis(theme, '', false),
      min: 0,
      max: 'dataMax',
      axisLabel: {
        color: colours.mutedText,
        fontSize: 11,
        hideOverlap: true,
        formatter: (seconds: number) => formatDuration(seconds * 1_000),
      },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: workers.map(({ name }) => name),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { color: colours.mutedText, fontSize: 11, width: 130, overflow: 'truncate' },
    },
    series: [
      {
        type: 'custom',
        id: 'trials',
        renderItem,
        encode: { x: [1, 2], y: 0 },
        data: shown.map(({ number, worker, status, from, to }) => ({
          name: String(number),
          value: [row.get(worker)!, (from - start) / 1_000, (to - start) / 1_000],
          itemStyle: { color: fill[status] },
          tooltip: { formatter: `trial ${number} (${status})<br>${formatDuration(to - from)}` },
        })),
      },
    ],
  };
}
