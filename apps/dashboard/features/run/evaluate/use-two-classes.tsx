'use client';
import { useMemo } from 'react';
import type { RunDetail } from '@bestiary/contracts/run';
import { prepareHistogram } from '@bestiary/ui/prepare-histogram';
import { sliceProperties } from '@bestiary/ui/prepare-slices';
import type { PredictionRows } from '@bestiary/ui/prediction-rows';
import { useChartSearch } from '../../charts/chart-search.ts';
import { CalibrationPanel } from './calibration-panel.tsx';
import { PrecisionRecallPanel, RocPanel, type ClassCurves } from './curve-panels.tsx';
import { EVALUATE_SEARCH } from './evaluate-search.ts';
import { formatPick } from './image-pick.ts';
import type { JudgedRun } from './judged-run.ts';
import { MatrixPanel } from './matrix-panel.tsx';
import { pickWords } from './pick-words.ts';
import { PickedImages } from './picked-images.tsx';
import { isPartPick, rowsOfPart, rowsOfVerdict } from './picked-rows.ts';
import { RatesPanel } from './rates-panel.tsx';
import { SlicesPanel } from './slices-panel.tsx';
import { ThresholdPanel } from './threshold-panel.tsx';
import { twoClassModel, verdictsAt } from './two-class-model.ts';
import { useCalibration } from './use-calibration.ts';
import { usePick } from './use-pick.ts';
import { useRested } from '../../shell/use-rested.ts';
import { useDecision } from './use-decision.ts';

export type TwoClassPart =
  'threshold' | 'matrix' | 'rates' | 'roc' | 'precision-recall' | 'calibration' | 'slices';

const BARS = 40;
const REST_MS = 150;

/** A two-class run: everything moves with the threshold. */
export function useTwoClasses(run: RunDetail, rows: PredictionRows): JudgedRun<TwoClassPart> {
  const [{ bins, scaled }] = useChartSearch({ bins: EVALUATE_SEARCH.bins, scaled: EVALUATE_SEARCH.scaled });
  const { positive, threshold, setThreshold, turn } = useDecision(run, rows.classNames);
  const { pick, show, clear } = usePick();
  const model = useMemo(() => twoClassModel(rows, positive), [rows, positive]);
  const { sweep, probabilities, isPositive, order, names } = model;
  const titles = [`labelled ${names[0]}`, `labelled ${names[1]}`] as const;

  const counts = sweep.countsAt(threshold);
  const verdicts = verdictsAt(model, threshold);
  const histogram = useMemo(
    () => prepareHistogram(probabilities, isPositive, 2, BARS),
    [probabilities, isPositive],
  );
  const calibration = useCalibration(rows, bins, scaled, positive);
  const properties = useMemo(
    () =>
      sliceProperties(
        rows,
        probabilities.map((p) => Math.max(p, 1 - p)),
      ),
    [rows, probabilities],
  );
  // slices are tested anew when the slider has rested: a test is dearer than a look-up
  const rested = useRested(threshold, REST_MS);
  const right = useMemo(
    () => isPositive.map((is, row) => Number(Number(probabilities[row]! >= rested) === is)),
    [isPositive, probabilities, rested],
  );
  const part = useMemo(
    () =>
      isPartPick(pick)
        ? rowsOfPart(pick, order, {
            values: probabilities,
            bars: BARS,
            groupOf: (row) => isPositive[row]!,
            probabilityOf: (row, index) => (index < 2 ? rows.probabilities[row * 2 + index]! : NaN),
            calibration: calibration.shown,
            properties,
          })
        : null,
    [pick, order, probabilities, isPositive, rows, calibration.shown, properties],
  );
  const picked = isPartPick(pick)
    ? { total: part?.length ?? 0, take: (limit: number) => part?.subarray(0, limit) ?? [] }
    : rowsOfVerdict(pick, verdicts, order, rows.labels);

  const curves: ClassCurves = {
    sweep,
    positive: names[1],
    negative: names[0],
    threshold,
    onMove: setThreshold,
    onPick: (next) => {
      setThreshold(next);
      show({ kind: 'predicted', predicted: positive });
    },
  };

  return {
    parts: {
      threshold: (
        <ThresholdPanel
          run={run}
          model={model}
          histogram={histogram}
          threshold={threshold}
          onThreshold={setThreshold}
          onTurn={turn}
        />
      ),
      matrix: (
        <MatrixPanel
          confusion={verdicts.confusion}
          classNames={rows.classNames}
          marked={pick.kind === 'cell' ? pick : null}
          onPick={show}
        />
      ),
      rates: <RatesPanel counts={counts} model={model} onPick={show} />,
      roc: <RocPanel {...curves} />,
      'precision-recall': <PrecisionRecallPanel {...curves} />,
      calibration: (
        <CalibrationPanel
          calibration={calibration}
          confidenceOf={names[1]}
          marked={pick.kind === 'bin' ? pick.bin : null}
          onPick={show}
        />
      ),
      slices: (
        <SlicesPanel
          right={right}
          properties={properties}
          marked={pick.kind === 'slice' ? pick : null}
          onPick={show}
        />
      ),
    },
    images: (
      <PickedImages
        pickName={formatPick(pick)}
        title={pickWords(pick, {
          classNames: rows.classNames,
          groupTitles: titles,
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
