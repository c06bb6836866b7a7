'use client';
import { useMemo, type ReactNode } from 'react';
import { topLabelConfidences } from '@bestiary/metrics/reliability';
import { prepareHistogram } from '@bestiary/ui/prepare-histogram';
import { sliceProperties } from '@bestiary/ui/prepare-slices';
import type { PredictionRows } from '@bestiary/ui/prediction-rows';
import { useChartSearch } from '../../charts/chart-search.ts';
import { CalibrationPanel } from './calibration-panel.tsx';
import { ClassFiguresPanel } from './class-figures-panel.tsx';
import { ClassSelect } from './class-select.tsx';
import { ClassTablePanel } from './class-table-panel.tsx';
import { ConfidencePanel } from './confidence-panel.tsx';
import { ConfusedPairsPanel } from './confused-pairs-panel.tsx';
import { PrecisionRecallPanel, RocPanel } from './curve-panels.tsx';
import { EVALUATE_SEARCH } from './evaluate-search.ts';
import { formatPick } from './image-pick.ts';
import type { JudgedRun } from './judged-run.ts';
import { MatrixPanel } from './matrix-panel.tsx';
import { pickWords } from './pick-words.ts';
import { PickedImages } from './picked-images.tsx';
import { isPartPick, rowsOfPart, rowsOfVerdict } from './picked-rows.ts';
import { SlicesPanel } from './slices-panel.tsx';
import { useCalibration } from './use-calibration.ts';
import { useOneClass } from './use-one-class.ts';
import { usePick } from './use-pick.ts';
import { likeliestVerdicts, orderByLabelProbability } from './verdicts.ts';

export type ManyClassPart =
  | 'figures'
  | 'matrix'
  | 'confused'
  | 'classes'
  | 'confidence'
  | 'roc'
  | 'precision-recall'
  | 'calibration'
  | 'slices';

const BARS = 40;
const GROUP_TITLES = ['wrong', 'right'] as const;

/** A run of three classes or more: the likeliest one is predicted. */
export function useManyClasses(rows: PredictionRows): JudgedRun<ManyClassPart> & { against: ReactNode } {
  const { labels, probabilities, classNames } = rows;
  const classes = classNames.length;
  const [{ bins, scaled }] = useChartSearch({ bins: EVALUATE_SEARCH.bins, scaled: EVALUATE_SEARCH.scaled });
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
  const { index, choose, curves } = useOneClass(rows, { pick, move, show });
  const cell = pick.kind === 'cell' ? pick : null;

  return {
    parts: {
      figures: <ClassFiguresPanel rows={rows} confusion={confusion} />,
      matrix: <MatrixPanel confusion={confusion} classNames={classNames} marked={cell} onPick={show} />,
      confused: (
        <ConfusedPairsPanel confusion={confusion} classNames={classNames} marked={cell} onPick={show} />
      ),
      classes: (
        <ClassTablePanel
          confusion={confusion}
          classNames={classNames}
          marked={pick.kind === 'label' ? pick.label : null}
          onPick={show}
        />
      ),
      confidence: (
        <ConfidencePanel
          histogram={histogram}
          titles={GROUP_TITLES}
          marked={pick.kind === 'bar' ? pick : null}
          onPick={show}
        />
      ),
      roc: <RocPanel {...curves} />,
      'precision-recall': <PrecisionRecallPanel {...curves} />,
      calibration: (
        <CalibrationPanel
          calibration={calibration}
          confidenceOf="the predicted class"
          marked={pick.kind === 'bin' ? pick.bin : null}
          onPick={show}
        />
      ),
      slices: (
        <SlicesPanel
          right={outcomes}
          properties={properties}
          marked={pick.kind === 'slice' ? pick : null}
          onPick={show}
        />
      ),
    },
    against: (
      <ClassSelect
        label="One class against all others"
        classNames={classNames}
        value={index}
        onChange={choose}
      />
    ),
    images: (
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
    ),
    isPicked: clear !== undefined,
  };
}
