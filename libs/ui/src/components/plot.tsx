'use client';
import { useEffect, useRef } from 'react';
import type { ECharts, EChartsCoreOption } from 'echarts/core';
import { echarts } from '../echarts-trial-parts.ts';

/**
 * A chart on a canvas. What it shows must be on the page in words as well: its `label` sums it up for those who can't see it.
 *
 * @param height pixels
 * @param onClick is told the name of the item, or the series where items have none
 */
export function Plot({
  option,
  height,
  label,
  onClick,
}: {
  option: EChartsCoreOption;
  height: number;
  label: string;
  onClick?: ((name: string) => void) | undefined;
}) {
  const element = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts>(null);
  const click = useRef(onClick);
  useEffect(() => {
    click.current = onClick;
  });

  useEffect(() => {
    const node = element.current!;
    const made = echarts.init(node, null, { renderer: 'canvas' });
    chart.current = made;
    made.on('click', ({ name, seriesId }) => click.current?.(name || (seriesId ?? '')));
    const observer = new ResizeObserver(() => made.resize());
    observer.observe(node);
    return () => {
      observer.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, []);

  useEffect(() => {
    chart.current?.setOption(option, { replaceMerge: ['series'], lazyUpdate: true });
  }, [option]);

  return (
    <div ref={element} role="img" aria-label={label} style={{ height }} className="w-full overflow-hidden" />
  );
}
