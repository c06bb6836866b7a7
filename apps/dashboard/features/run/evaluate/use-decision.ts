'use client';
import type { RunDetail } from '@bestiary/contracts/run';
import { debounce } from 'nuqs';
import { useChartSearch } from '../../charts/chart-search.ts';
import { EVALUATE_SEARCH } from './evaluate-search.ts';
import { savedPositive, savedThreshold } from './threshold-words.ts';

/** The address is written when the slider has rested for so long (milliseconds). */
const REST_MS = 200;
const USUAL = 0.5;

/** How a two-class run decides: the positive class is predicted where its probability is at least the threshold. */
export interface Decision {
  positive: 0 | 1;
  threshold: number;
}

/** The decision that a run is judged by: from the address, else as saved with the run, else the second class from 0.5 on. */
export function useDecision(
  run: RunDetail,
  classNames: readonly string[],
): Decision & {
  setThreshold: (next: number) => void;
  /** makes the other class the positive one, where the threshold and the costs mean the same as before */
  turn: () => void;
} {
  const [chosen, setChosen] = useChartSearch({
    threshold: EVALUATE_SEARCH.threshold,
    positive: EVALUATE_SEARCH.positive,
    costs: EVALUATE_SEARCH.costs,
    show: EVALUATE_SEARCH.show,
  });
  const saved = savedThreshold(run.tags);
  const ofSaved = savedPositive(saved, classNames);
  const positive = chosen.positive ?? ofSaved;
  const kept = positive === ofSaved ? saved?.threshold : undefined;
  const threshold = chosen.threshold ?? kept ?? USUAL;
  return {
    positive,
    threshold: Number.isNaN(threshold) ? USUAL : threshold,
    setThreshold: (next) => void setChosen({ threshold: next }, { limitUrlUpdates: debounce(REST_MS) }),
    turn: () =>
      void setChosen({
        positive: positive === 1 ? 0 : 1,
        threshold: Number((1 - Math.min(1, threshold)).toPrecision(12)),
        costs: { falsePositive: chosen.costs.falseNegative, falseNegative: chosen.costs.falsePositive },
        // a bar or a bin of the other class is another one
        show: null,
      }),
  };
}
