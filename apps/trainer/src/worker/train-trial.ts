import { EPOCH_METRICS } from '@bestiary/contracts/metric';
import { predict, type Head } from '@bestiary/models/head';
import type { FineTuned } from '../train/fine-tune.ts';
import { EpochFeatures } from '../train/epoch-features.ts';
import { Fit, type EpochMetrics } from '../train/fit.ts';
import type { PreparedTraining } from '../train/prepare.ts';
import type { TrainConfig } from '../train/train-config.ts';
import type { RowProbabilities, TrainedModel } from '../train/trained-model.ts';
import type { Progress } from '../terminal/progress.ts';

/** One of a trial's trainings: its settings, and what it is trained on. */
export interface TrialMember {
  config: TrainConfig;
  prepared: PreparedTraining;
}

export interface TrainTrialOptions {
  /** one, or one a repeat */
  members: readonly TrialMember[];
  /** told after each epoch, from 0: the means over repeats and folds */
  onEpoch: (epoch: number, metrics: EpochMetrics) => void;
  /** asked after each epoch, a turn of the event loop later */
  isPruned: () => boolean;
  progress: Progress;
  signal: AbortSignal;
}

/** A trial that came to its end. */
export interface TrainedTrial {
  epochs: readonly EpochMetrics[];
  /** of the first repeat: for each fold, rows of the images and `[rows, classes]` */
  validation: readonly RowProbabilities[];
  /** `[test images, classes]`: the mean over repeats and folds; null without test images */
  test: Float32Array | null;
  /** of the first repeat; null in cross-validation */
  model: TrainedModel['model'];
}

/**
 * Trains a trial. Repeats go side by side, an epoch of each at a time, so that every epoch's means are known when it ends; one that early
 * stopping has ended keeps its last figures. Fine-tuning, where the settings ask for it, is done one repeat after the other.
 *
 * @returns null for a trial that was pruned
 * @throws BestiaryError `diverged`, or the signal's reason
 */
export async function trainTrial(options: TrainTrialOptions): Promise<TrainedTrial | null> {
  const { members, onEpoch, isPruned, progress, signal } = options;
  const fits = members.map(({ config, prepared }) => {
    const { rows, folder, partition } = prepared;
    return {
      fit: new Fit(rows, folder.classNames.length, partition.parts, config),
      views: new EpochFeatures(prepared, config, { firstEpoch: 0, progress, signal }),
      last: undefined as EpochMetrics | undefined,
    };
  });
  const epochs: EpochMetrics[] = [];
  try {
    while (fits.some(({ fit }) => !fit.done)) {
      for (const member of fits) {
        if (!member.fit.done) member.last = member.fit.nextEpoch(await member.views.next()).metrics;
      }
      const metrics = meanOf(fits.map(({ last }) => last!));
      onEpoch(epochs.push(metrics) - 1, metrics);
      await new Promise((resolve) => setImmediate(resolve)); // lease and reports get their turn
      signal.throwIfAborted();
      if (isPruned()) return null;
    }
  } finally {
    await Promise.all(fits.map(({ views }) => views.close()));
  }
  for (const { fit } of fits) fit.finish();
  const heads = fits.map(({ fit }) => fit);
  return members[0]!.config.fineTuneFrom === undefined
    ? headsOnly(heads, epochs, members[0]!)
    : fineTuned(heads, epochs, options);
}

async function headsOnly(
  fits: readonly Fit[],
  epochs: readonly EpochMetrics[],
  { prepared: { test, partition, weights } }: TrialMember,
): Promise<TrainedTrial> {
  const [first] = fits;
  const { head, optimizer } = first!.first;
  return {
    epochs,
    validation: first!.predictions('validation').map(({ rows, probabilities }) => ({
      rows: Array.from(rows),
      probabilities,
    })),
    test: test && meanProbabilities(fits.flatMap(({ heads }) => heads).map((one) => predictOf(one, test))),
    model: partition.crossValidated ? null : { head, optimizer, folded: await weights.folded() },
  };
}

function predictOf(head: Head, test: NonNullable<PreparedTraining['test']>): Float32Array {
  return predict(head, test.rows.features);
}

/** An epoch of the fine-tuning is told when every repeat has come to it. */
async function fineTuned(
  fits: readonly Fit[],
  epochs: readonly EpochMetrics[],
  { members, onEpoch, isPruned, signal }: TrainTrialOptions,
): Promise<TrainedTrial | null> {
  const { fineTune } = await import('../train/fine-tune.ts'); // brings much with it that heads don't need
  const ended = new AbortController();
  const tuned: FineTuned[] = [];
  const all = [...epochs];
  try {
    for (const [i, { config, prepared }] of members.entries()) {
      const isLast = i === members.length - 1;
      const before = tuned.map(({ history }) => history);
      const one = await fineTune(prepared, fits[i]!.first.head, config, {
        from: config.fineTuneFrom!,
        snapshot: undefined,
        signal: AbortSignal.any([signal, ended.signal]),
        onEpoch: async (epoch, metrics) => {
          if (!isLast) return;
          // a repeat that stopped early keeps its last figures
          const mean = meanOf([...before.map((history) => history[epoch] ?? history.at(-1)!), metrics]);
          onEpoch(all.push(mean) - 1, mean);
          if (isPruned()) ended.abort();
        },
      });
      tuned.push(one);
    }
  } catch (error) {
    if (ended.signal.aborted && !signal.aborted) return null;
    throw error;
  }
  const [first] = tuned;
  const [part] = members[0]!.prepared.partition.parts;
  const tests = tuned.flatMap(({ probabilities }) => probabilities.test ?? []);
  const { head, optimizer, folded, probabilities } = first!;
  return {
    epochs: all,
    validation: [{ rows: part!.validation, probabilities: probabilities.validation }],
    test: tests.length > 0 ? meanProbabilities(tests) : null,
    model: { head, optimizer, folded },
  };
}

function meanOf(members: readonly EpochMetrics[]): EpochMetrics {
  const mean = (name: keyof EpochMetrics) =>
    members.reduce((sum, metrics) => sum + metrics[name], 0) / members.length;
  return Object.fromEntries(EPOCH_METRICS.map((name) => [name, mean(name)])) as EpochMetrics;
}

function meanProbabilities(of: readonly Float32Array[]): Float32Array {
  if (of.length === 1) return of[0]!;
  const mean = new Float32Array(of[0]!.length);
  for (const probabilities of of) probabilities.forEach((p, i) => (mean[i]! += p / of.length));
  return mean;
}
