'use client';
import { useMemo } from 'react';
import { readChartLine } from '../charts/chart-part.ts';
import { comparedIds } from '../compare/compare-search.ts';
import { blockLines, reportSections } from './report-block.ts';

/** Every run that the charts of a report are drawn of. */
export function useReportRuns(markdown: string): readonly string[] {
  return useMemo(() => {
    const lines = reportSections(markdown).flatMap(({ kind, text }) =>
      kind === 'charts' ? blockLines(text) : [],
    );
    const ids = lines.flatMap((line) => {
      const chart = readChartLine(line);
      if (typeof chart === 'string') return [];
      const { search } = chart;
      return comparedIds([...(search.get('runs')?.split(',') ?? []), search.get('run') ?? '']);
    });
    return [...new Set(ids)];
  }, [markdown]);
}
