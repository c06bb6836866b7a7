'use client';
import { useMemo } from 'react';
import { oneVsRest } from '@bestiary/metrics/one-vs-rest';
import type { PredictionRows } from '@bestiary/ui/prediction-rows';
import { useQueryState } from 'nuqs';
import { CurvesPanels } from './curves-panels.tsx';
import { EVALUATE_SEARCH } from './evaluate-search.ts';
import type { ImagePick } from './image-pick.ts';

/** The curves of one class of many against all others. A point opens the images that give the class at least its probability. */
export function OneClassCurves({
  rows,
  pick,
  onMove,
  onPick,
}: {
  rows: PredictionRows;
  pick: ImagePick;
  /** as `onPick`, but one of many moves by keys */
  onMove: (pick: ImagePick) => void;
  onPick: (pick: ImagePick) => void;
}) {
  const { probabilities, labels, classNames } = rows;
  const [against, setAgainst] = useQueryState('against', EVALUATE_SEARCH.against);
  const index = against >= 0 && against < classNames.length ? against : 0;
  const sweep = useMemo(
    () => oneVsRest(probabilities, labels, classNames.length, index),
    [probabilities, labels, classNames, index],
  );
  return (
    <section aria-label="One class against all others" className="flex flex-col gap-3">
      <label className="flex flex-wrap items-center gap-2">
        <span className="font-semibold">One class against all others</span>
        <select
          value={index}
          onChange={(event) => void setAgainst(Number(event.target.value))}
          className="h-7 max-w-60 min-w-0 rounded-md border border-line bg-panel px-2"
        >
          {classNames.map((name, c) => (
            <option key={c} value={c}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <CurvesPanels
        sweep={sweep}
        positive={classNames[index]!}
        negative="other classes"
        threshold={pick.kind === 'above' && pick.index === index ? pick.threshold : null}
        onMove={(threshold) => onMove({ kind: 'above', index, threshold })}
        onPick={(threshold) => onPick({ kind: 'above', index, threshold })}
      />
    </section>
  );
}
