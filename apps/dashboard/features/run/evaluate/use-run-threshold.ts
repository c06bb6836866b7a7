'use client';
import type { RunDetail } from '@bestiary/contracts/run';
import { debounce, useQueryState } from 'nuqs';
import { EVALUATE_SEARCH } from './evaluate-search.ts';
import { savedThreshold } from './threshold-words.ts';

/** The address is written when the slider has rested for so long (milliseconds). */
const REST_MS = 200;

/** The threshold that a two-class run is judged at: from the address, else as saved with the run, else 0.5. */
export function useRunThreshold(run: RunDetail): [threshold: number, setThreshold: (next: number) => void] {
  const [chosen, setChosen] = useQueryState(
    'threshold',
    EVALUATE_SEARCH.threshold.withOptions({ limitUrlUpdates: debounce(REST_MS) }),
  );
  const threshold = chosen ?? savedThreshold(run.tags) ?? 0.5;
  return [Number.isNaN(threshold) ? 0.5 : threshold, (next) => void setChosen(next)];
}
