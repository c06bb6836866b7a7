'use client';
import type { RunDetail } from '@bestiary/contracts/run';
import type { PredictionRows } from '@bestiary/ui/prediction-rows';
import { EvaluateLayout } from './evaluate-layout.tsx';
import { useTwoClasses } from './use-two-classes.tsx';

/** The evaluation of a two-class run. */
export function TwoClassView({ run, rows }: { run: RunDetail; rows: PredictionRows }) {
  const { parts, images } = useTwoClasses(run, rows);
  return (
    <EvaluateLayout
      first={
        <>
          {parts.threshold}
          <div className="grid gap-4 lg:grid-cols-2">
            {parts.matrix}
            {parts.rates}
          </div>
        </>
      }
      images={images}
      rest={
        <>
          <div className="grid gap-4 md:grid-cols-2">
            {parts.roc}
            {parts['precision-recall']}
          </div>
          <div className="grid items-start gap-4 2xl:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
            {parts.calibration}
            {parts.slices}
          </div>
        </>
      }
    />
  );
}
