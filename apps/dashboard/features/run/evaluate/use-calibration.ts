'use client';
import { useMemo } from 'react';
import { prepareCalibration, type BinKind, type Calibration } from '@bestiary/ui/prepare-calibration';
import { scaleTemperature, type ScaledProbabilities } from '@bestiary/ui/prepare-temperature';
import type { PredictionRows } from '@bestiary/ui/prediction-rows';

const BINS = 10;

/** How far a run's probabilities may be believed, and with them scaled. */
export interface RunCalibration {
  readonly plain: Calibration;
  /** `null` unless scaling is asked for and possible */
  readonly scaled: { readonly by: ScaledProbabilities; readonly calibration: Calibration } | null;
  /** the one whose bins are shown */
  readonly shown: Calibration;
}

/** @param positive two classes: whose probability is looked at */
export function useCalibration(
  rows: PredictionRows,
  kind: BinKind,
  isScaled: boolean,
  positive: 0 | 1 = 1,
): RunCalibration {
  const { probabilities, labels, classNames } = rows;
  const classes = classNames.length;
  const plain = useMemo(
    () => prepareCalibration(probabilities, labels, classes, kind, BINS, positive),
    [probabilities, labels, classes, kind, positive],
  );
  const by = useMemo(
    () => (isScaled ? scaleTemperature(probabilities, labels, classes) : null),
    [isScaled, probabilities, labels, classes],
  );
  return useMemo(() => {
    if (by === null) return { plain, scaled: null, shown: plain };
    const calibration = prepareCalibration(by.probabilities, labels, classes, kind, BINS, positive);
    return { plain, scaled: { by, calibration }, shown: calibration };
  }, [plain, by, labels, classes, kind, positive]);
}
