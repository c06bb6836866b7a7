'use client';
import { useMemo, type ReactNode } from 'react';
import type { RunDetail } from '@bestiary/contracts/run';
import { binaryRates } from '@bestiary/metrics/binary-rates';
import type { ChosenThreshold } from '@bestiary/metrics/threshold-sweep';
import { MirroredHistogram } from '@bestiary/ui/components/mirrored-histogram';
import { Segmented } from '@bestiary/ui/components/segmented';
import { formatMetric } from '@bestiary/ui/format';
import { histogramCsv, type Histogram } from '@bestiary/ui/prepare-histogram';
import { shortestBetween } from '@bestiary/ui/shortest-between';
import { useChartSearch } from '../../charts/chart-search.ts';
import { ChartPanel } from '../../charts/chart-panel.tsx';
import { EVALUATE_SEARCH, type MistakeCosts } from './evaluate-search.ts';
import { SaveThreshold } from './save-threshold.tsx';
import { thresholdWords } from './threshold-words.ts';
import type { TwoClassModel } from './two-class-model.ts';

/** Chooses which class is the positive one, and the probability from which on it is predicted. */
export function ThresholdPanel({
  run,
  model,
  histogram,
  threshold,
  onThreshold,
  onTurn,
}: {
  run: RunDetail;
  model: TwoClassModel;
  histogram: Histogram;
  threshold: number;
  onThreshold: (next: number) => void;
  /** makes the other class the positive one */
  onTurn: () => void;
}) {
  const { sweep, names } = model;
  const [negative, positive] = names;
  const titles = [`labelled ${negative}`, `labelled ${positive}`] as const;
  const [{ costs, show }, setSearch] = useChartSearch({
    costs: EVALUATE_SEARCH.costs,
    show: EVALUATE_SEARCH.show,
  });
  const costMatrix = useMemo(() => costMatrixOf(costs), [costs]);
  const cheapest = useMemo(() => sweep.cheapest(costMatrix), [sweep, costMatrix]);
  const bests = useMemo(
    () => ({
      balanced: sweep.best((counts) => binaryRates(counts).balancedAccuracy),
      f1: sweep.best((counts) => binaryRates(counts).f1),
    }),
    [sweep],
  );
  const cost = sweep.costAt(threshold, costMatrix);
  const { bars } = histogram;
  return (
    <ChartPanel
      title="Threshold"
      part="threshold"
      name={`Probability of ${positive}`}
      csv={() => histogramCsv(histogram, titles)}
      aside={
        <>
          <Segmented
            label="Positive class"
            value={positive}
            options={byNumber(model).map((name) => ({ value: name, label: name }))}
            onChange={(next) => {
              if (next !== positive) onTurn();
            }}
          />
          <span className="text-xs text-muted">
            is predicted where its probability is at least{' '}
            <span className="font-medium text-ink tabular-nums">{thresholdWords(threshold)}</span>
          </span>
        </>
      }
    >
      <MirroredHistogram
        label={`Probability of ${positive}, images by label`}
        histogram={histogram}
        titles={titles}
        toneOf={(bar, group) => (Number((bar + 0.5) / bars >= threshold) === group ? 'right' : 'wrong')}
        threshold={threshold}
        marked={show?.kind === 'bar' ? show : null}
        onPick={(bar, group) => void setSearch({ show: { kind: 'bar', bar, group } }, { history: 'push' })}
      />
      <input
        type="range"
        aria-label="Threshold"
        aria-valuetext={`${positive} from ${thresholdWords(threshold)} on`}
        min={0}
        max={1}
        step={0.001}
        value={Math.min(1, threshold)}
        onChange={(event) => onThreshold(Number(event.target.value))}
        className="mt-1 block w-full accent-accent"
      />
      <div className="mt-3 flex flex-wrap items-center gap-x-2 gap-y-2">
        <input
          type="number"
          aria-label="Threshold, as a number"
          min={0}
          max={1}
          step="any"
          value={Number(threshold.toPrecision(6))}
          onChange={(event) => {
            const next = event.target.valueAsNumber;
            if (next >= 0 && next <= 1) onThreshold(next);
          }}
          className="h-7 w-24 rounded-md border border-line bg-panel px-2 tabular-nums"
        />
        <Preset isOn={threshold === 0.5} onChoose={() => onThreshold(0.5)}>
          0.5
        </Preset>
        <BestPreset name="least cost" best={cheapest} threshold={threshold} onChoose={onThreshold} />
        <BestPreset
          name="best balanced accuracy"
          best={bests.balanced}
          threshold={threshold}
          onChoose={onThreshold}
        />
        <BestPreset name="best F1" best={bests.f1} threshold={threshold} onChoose={onThreshold} />
      </div>
      <fieldset className="mt-4 flex flex-wrap items-center gap-x-5 gap-y-2">
        <legend className="heading mb-1">What a mistake costs</legend>
        <Cost
          name={`${negative} called ${positive}`}
          value={costs.falsePositive}
          onChange={(falsePositive) => void setSearch({ costs: { ...costs, falsePositive } })}
        />
        <Cost
          name={`${positive} called ${negative}`}
          value={costs.falseNegative}
          onChange={(falseNegative) => void setSearch({ costs: { ...costs, falseNegative } })}
        />
        <output className="tabular-nums">
          <span className="font-semibold">{formatMetric(cost)}</span>
          <span className="text-muted"> an image</span>
          {cheapest !== null && (
            <span className="text-muted">
              , at best {formatMetric(cheapest.value)} at {thresholdWords(settable(cheapest))}
            </span>
          )}
        </output>
      </fieldset>
      <div className="mt-4 flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line pt-3">
        <SaveThreshold run={run} threshold={threshold} positive={positive} />
        <p className="text-xs text-muted">
          A best threshold is chosen on these very images: on new ones it will be a little worse.
        </p>
      </div>
    </ChartPanel>
  );
}

/** The names of both classes in the data set's order: which of them is positive moves none. */
function byNumber({ names: [negative, positive], positive: index }: TwoClassModel): readonly string[] {
  return index === 1 ? [negative, positive] : [positive, negative];
}

/** `[predicted][label]`; what is right costs nothing. */
function costMatrixOf({ falsePositive, falseNegative }: MistakeCosts): number[][] {
  return [
    [0, falseNegative],
    [falsePositive, 0],
  ];
}

function settable({ above, upTo }: ChosenThreshold): number {
  return above < 0.5 && upTo >= 0.5 ? 0.5 : shortestBetween(above, upTo);
}

function BestPreset({
  name,
  best,
  threshold,
  onChoose,
}: {
  name: string;
  best: ChosenThreshold | null;
  threshold: number;
  onChoose: (threshold: number) => void;
}) {
  if (best === null) return null;
  return (
    <Preset isOn={threshold > best.above && threshold <= best.upTo} onChoose={() => onChoose(settable(best))}>
      {name} <span className="text-muted tabular-nums">{thresholdWords(settable(best))}</span>
    </Preset>
  );
}

function Preset({ isOn, onChoose, children }: { isOn: boolean; onChoose: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      onClick={onChoose}
      className="h-7 rounded-md border border-line bg-panel px-2 text-xs hover:border-line-strong aria-pressed:border-accent aria-pressed:bg-accent-soft"
    >
      {children}
    </button>
  );
}

function Cost({ name, value, onChange }: { name: string; value: number; onChange: (value: number) => void }) {
  return (
    <label className="flex min-w-0 items-center gap-2">
      <span className="min-w-0 truncate">{name}</span>
      <input
        type="number"
        min={0}
        step="any"
        value={value}
        onChange={(event) => {
          const next = event.target.valueAsNumber;
          if (Number.isFinite(next) && next >= 0) onChange(next);
        }}
        className="h-7 w-20 rounded-md border border-line bg-panel px-2 tabular-nums"
      />
    </label>
  );
}
