'use client';
import type { PredictionRows } from '@bestiary/ui/prediction-rows';
import { EvaluateLayout } from './evaluate-layout.tsx';
import { useManyClasses } from './use-many-classes.tsx';

/** The evaluation of a run of three classes or more. */
export function ManyClassView({ rows }: { rows: PredictionRows }) {
  const { parts, against, images } = useManyClasses(rows);
  return (
    <EvaluateLayout
      first={
        <>
          {parts.figures}
          {parts.matrix}
        </>
      }
      images={images}
      rest={
        <>
          <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
            {parts.confused}
            {parts.classes}
          </div>
          {parts.confidence}
          <section aria-label="One class against all others" className="flex flex-col gap-3">
            {against}
            <div className="grid gap-4 md:grid-cols-2">
              {parts.roc}
              {parts['precision-recall']}
            </div>
          </section>
          <div className="grid items-start gap-4 2xl:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
            {parts.calibration}
            {parts.slices}
          </div>
        </>
      }
    />
  );
}
