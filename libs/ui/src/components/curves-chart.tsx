'use client';
import { useEffect, useRef } from 'react';
import type { ECharts } from 'echarts/core';
import { describeGaps, gapsOf } from '../curve.ts';
import { echarts } from '../echarts-parts.ts';
import { formatMetric } from '../format.ts';
import { prepareCurves, type CurvesChart as CurvesChartData } from '../prepare-learning-curves.ts';

export interface CurvesChartProps extends CurvesChartData {
  /** what is drawn: `loss` */
  label: string;
  /** pixels */
  height: number;
  /** charts of one group share their cross-hair */
  group?: string;
}

/** Lines over steps that grow in place as points arrive. Its words tell a screen reader where each line ends. */
export function CurvesChart({ label, height, group, ...data }: CurvesChartProps) {
  const element = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts>(null);

  useEffect(() => {
    const node = element.current!;
    const made = echarts.init(node, null, { renderer: 'svg' });
    chart.current = made;
    const observer = new ResizeObserver(() => made.resize());
    observer.observe(node);
    return () => {
      observer.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, []);

  useEffect(() => {
    if (chart.current === null || group === undefined) return;
    chart.current.group = group;
    echarts.connect(group);
  }, [group]);

  useEffect(() => {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    chart.current?.setOption(prepareCurves({ ...data, animation: !still }), {
      replaceMerge: ['series'],
      lazyUpdate: true,
    });
  });

  const gaps = describeGaps(gapsOf(data.curves), {
    stepName: data.stepName ?? 'step',
    firstStep: data.firstStep ?? 0,
  });
  return (
    <figure className="m-0 min-w-0">
      <div
        ref={element}
        role="img"
        aria-label={`${label}: ${data.curves.map(describe).join('; ') || 'no points yet'}`}
        style={{ height }}
        className="w-full overflow-hidden"
      />
      {gaps !== null && <figcaption className="mt-1 text-xs text-warn">{gaps}</figcaption>}
    </figure>
  );
}

function describe({ name, values }: { name: string; values: readonly number[] }): string {
  const last = values.at(-1);
  return last === undefined
    ? `${name} without points`
    : `${name} ${formatMetric(last)} after ${values.length} points`;
}
