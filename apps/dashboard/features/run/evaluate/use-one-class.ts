'use client';
import { useMemo } from 'react';
import { oneVsRest } from '@bestiary/metrics/one-vs-rest';
import type { PredictionRows } from '@bestiary/ui/prediction-rows';
import { useChartSearch } from '../../charts/chart-search.ts';
import type { ClassCurves } from './curve-panels.tsx';
import { EVALUATE_SEARCH } from './evaluate-search.ts';
import type { ImagePick } from './image-pick.ts';

/** The class of many that is held against all others. A point of its curves opens the images that give it at least that probability. */
export function useOneClass(
  rows: PredictionRows,
  {
    pick,
    move,
    show,
  }: {
    pick: ImagePick;
    /** as `show`, but one of many moves by keys */
    move: (pick: ImagePick) => void;
    show: (pick: ImagePick) => void;
  },
): { index: number; choose: (index: number) => void; curves: ClassCurves } {
  const { probabilities, labels, classNames } = rows;
  const [{ against }, setSearch] = useChartSearch({ against: EVALUATE_SEARCH.against });
  const index = against >= 0 && against < classNames.length ? against : 0;
  const sweep = useMemo(
    () => oneVsRest(probabilities, labels, classNames.length, index),
    [probabilities, labels, classNames, index],
  );
  return {
    index,
    choose: (next) => void setSearch({ against: next }),
    curves: {
      sweep,
      positive: classNames[index]!,
      negative: 'other classes',
      threshold: pick.kind === 'above' && pick.index === index ? pick.threshold : null,
      onMove: (threshold) => move({ kind: 'above', index, threshold }),
      onPick: (threshold) => show({ kind: 'above', index, threshold }),
    },
  };
}
