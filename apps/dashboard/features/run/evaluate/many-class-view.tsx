'use client';
import { useMemo } from 'react';
import { topLabelConfidences } from '@bestiary/metrics/reliability';
import { prepareHistogram } from '@bestiary/ui/prepare-histogram';
import { sliceProperties } from '@bestiary/ui/prepare-slices';
import type { PredictionRows } from '@bestiary/ui/prediction-rows';
import { useQueryStates } from 'nuqs';
import { CalibrationPanel } from './calibration-panel.tsx';
import { ClassFiguresPanel } from './class-figures-panel.tsx';
import { ClassTablePanel } from './class-table-panel.tsx';
import { ConfidencePanel } from './confidence-panel.tsx';
import { ConfusedPairsPanel } from './confused-pairs-panel.tsx';
import { EvaluateLayout } from './evaluate-layout.tsx';
import { EVALUATE_SEARCH } from './evaluate-search.ts';
import { formatPick } from './image-pick.ts';
import { MatrixPanel } from './matrix-panel.tsx';
import { OneClassCurves } from './one-class-curves.tsx';
import { pickWords } from './pick-words.ts';
import { PickedImages } from './picked-images.tsx';
import { isPartPick, rowsOfPart, rowsOfVerdict } from './picked-rows.ts';
import { SlicesPanel } from './slices-panel.tsx';
import { useCalibration } from './use-calibration.ts';
import { usePick } from './use-pick.ts';
import { likeliestVerdicts, orderByLabelProbability } from './verdicts.ts';

const BARS = 40;
const GROUP_TITLES = ['wrong', 'right'] as const;

/** A run of three classes or more: the likeliest one is predicted. */
export function ManyClassView({ rows }: { rows: PredictionRows }) {
  const { labels, probabilities, classNames } = rows;
  const classes = classNames.length;
  const [{ bins, scaled }] = useQueryStates({ bins: EVALUATE_SEARCH.bins, scaled: EVALUATE_SEARCH.scaled });
  const { pick, show, move, clear } = usePick();
  const order = useMemo(() => orderByLabelProbability(rows), [rows]);
  const verdicts = useMemo(() => likeliestVerdicts(rows, order), [rows, order]);
  const { confidences, outcomes } = useMemo(
    () => topLabelConfidences(probabilities, labels, classes),
    [probabilities, labels, classes],
  );
  const histogram = useMemo(() => prepareHistogram(confidences, outcomes, 2, BARS), [confidences, outcomes]);
  const properties = useMemo(() => sliceProperties(rows, confidences), [rows, confidences]);
  const calibration = useCalibration(rows, bins, scaled);
  const picked = useMemo(() => {
    if (!isPartPick(pick)) return rowsOfVerdict(pick, verdicts, order, labels);
    const part = rowsOfPart(pick, order, {
      values: confidences,
      bars: BARS,
      groupOf: (row) => outcomes[row]!,
      probabilityOf: (row, index) => (index < classes ? probabilities[row * classes + index]! : NaN),
      calibration: calibration.shown,
      properties,
    });
    return { total: part.length, take: (limit: number) => part.subarray(0, limit) };
  }, [
    pick,
    verdicts,
    order,
    labels,
    confidences,
    outcomes,
    classes,
    probabilities,
    calibration.shown,
    properties,
  ]);
  const { confusion } = verdicts;
  const cell = pick.kind === 'cell' ? pick : null;

  return (
    <EvaluateLayout
      first={
        <>
          <ClassFiguresPanel rows={rows} confusion={confusion} />
          <MatrixPanel confusion={confusion} classNames={classNames} marked={cell} onPick={show} />
        </>
      }
      images={
        <PickedImages
          pickName={formatPick(pick)}
          title={pickWords(pick, {
            classNames,
            groupTitles: GROUP_TITLES,
            bars: BARS,
            calibration: calibration.shown,
          })}
          picked={picked}
          rows={rows}
          verdicts={verdicts}
          onClear={clear}
        />
      }
      rest={
        <>
          <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
            <ConfusedPairsPanel confusion={confusion} classNames={classNames} marked={cell} onPick={show} />
            <ClassTablePanel
              confusion={confusion}
              classNames={classNames}
              marked={pick.kind === 'label' ? pick.label : null}
              onPick={show}
            />
          </div>
          <ConfidencePanel
            histogram={histogram}
            titles={GROUP_TITLES}
            marked={pick.kind === 'bar' ? pick : null}
            onPick={show}
          />
          <OneClassCurves rows={rows} pick={pick} onMove={move} onPick={show} />
          <div className="grid items-start gap-4 2xl:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
            <CalibrationPanel
              calibration={calibration}
              confidenceOf="the predicted class"
              marked={pick.kind === 'bin' ? pick.bin : null}
              onPick={show}
            />
            <SlicesPanel
              right={outcomes}
              properties={properties}
              marked={pick.kind === 'slice' ? pick : null}
              onPick={show}
            />
          </div>
        </>
      }
    />
  );
}
