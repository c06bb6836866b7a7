import type { FoldedGraph } from '@bestiary/models/folded-graph';
import { predict, type Head } from '@bestiary/models/head';
import type { Optimizer } from '@bestiary/models/optimizer';
import type { Run } from '@bestiary/tracking/run';
import type { Progress } from '../terminal/progress.ts';
import type { Checkpoint, CheckpointFile } from './checkpoint.ts';
import { EpochFeatures } from './epoch-features.ts';
import { Fit, type FitEpoch } from './fit.ts';
import type { PreparedTraining } from './prepare.ts';
import { describeEpoch } from './report.ts';
import type { TrainConfig } from './train-config.ts';

/** What came of a training. */
export interface TrainedModel {
  /** every epoch, of the head and then of the fine-tuning */
  epochs: readonly FitEpoch[];
  stoppedEarly: boolean;
  /** the epoch, from 0, whose parameters were restored */
  restoredEpoch: number | null;
  /** for each head: rows of the images, and `[rows, classes]` */
  validation: readonly RowProbabilities[];
  training: readonly RowProbabilities[];
  /** `[test images, classes]`; null without a test folder, and in cross-validation */
  test: Float32Array | null;
  /** null in cross-validation, which makes a model a fold and keeps none */
  model: { head: Head; optimizer: Optimizer; folded: FoldedGraph } | null;
}

export interface RowProbabilities {
  rows: readonly number[];
  probabilities: Float32Array;
}

export interface TrainModelOptions {
  config: TrainConfig;
  run: Run;
  prepared: PreparedTraining;
  checkpoints: CheckpointFile;
  checkpoint: Checkpoint | undefined;
  progress: Progress;
  signal: AbortSignal;
  /** told how many epochs of the heads are done */
  onEpoch: ((done: number) => void) | undefined;
}

/**
 * Trains heads, and then the upper layers of the backbone where the settings ask for it. Each epoch is logged and kept as a checkpoint;
 * other work gets a turn after it.
 *
 * @throws BestiaryError `diverged`, or the signal's reason
 */
export async function trainModel(options: TrainModelOptions): Promise<TrainedModel> {
  const { config, prepared, checkpoint } = options;
  const { rows, folder, partition, test, weights } = prepared;
  const classes = folder.classNames.length;
  const fit = new Fit(rows, classes, partition.parts, config, checkpoint?.fit);
  if (checkpoint && checkpoint.runId !== options.run.id) {
    for (const epoch of fit.history) logEpoch(options, epoch);
  }
  await trainHeads(fit, options);
  if (config.fineTuneFrom !== undefined) return fineTuneModel(fit, config.fineTuneFrom, options);
  const { head, optimizer, bestEpoch } = fit.first;
  const crossValidated = partition.crossValidated;
  return {
    epochs: fit.history,
    stoppedEarly: fit.stoppedEarly,
    restoredEpoch: config.restoreBest && !crossValidated ? (bestEpoch ?? null) : null,
    validation: fit.predictions('validation').map(listed),
    training: crossValidated ? [] : fit.predictions('training').map(listed),
    test: test && !crossValidated ? predict(head, test.rows.features) : null,
    model: crossValidated ? null : { head, optimizer, folded: await weights.folded() },
  };
}

async function trainHeads(fit: Fit, options: TrainModelOptions): Promise<void> {
  const { config, prepared, checkpoints, progress, signal, onEpoch } = options;
  const views = new EpochFeatures(prepared, config, { firstEpoch: fit.epoch, progress, signal });
  try {
    while (!fit.done) {
      const epoch = fit.nextEpoch(await views.next());
      logEpoch(options, epoch);
      progress.line(describeEpoch(epoch.epoch + 1, epochsOf(config), epoch.metrics));
      onEpoch?.(fit.epoch);
      if (fit.epoch % config.checkpointEvery === 0)
        await checkpoints.write({ ...aboutCheckpoint(options), fit: fit.snapshot() });
      await new Promise((resolve) => setImmediate(resolve));
      signal.throwIfAborted();
    }
  } finally {
    await views.close();
  }
  if (fit.stoppedEarly) sayStopped(options);
  fit.finish();
}

async function fineTuneModel(fit: Fit, from: string, options: TrainModelOptions): Promise<TrainedModel> {
  const { config, prepared, checkpoints, checkpoint, progress, run, signal } = options;
  const [part] = prepared.partition.parts;
  const heads = fit.snapshot();
  const before = fit.history;
  const toEpoch = (metrics: FitEpoch['metrics'], i: number): FitEpoch => ({
    epoch: before.length + i,
    metrics,
    members: [metrics],
    learningRate: config.fineTuneLearningRate ?? NaN,
  });
  const snapshot = checkpoint?.fineTuning;
  if (checkpoint && checkpoint.runId !== run.id) {
    snapshot?.history.forEach((metrics, i) => logEpoch(options, toEpoch(metrics, i)));
  }
  progress.line(`fine-tuning from ${from} on`);
  const { fineTune } = await import('./fine-tune.ts'); // brings much with it that heads don't need
  const tuned = await fineTune(prepared, fit.first.head, config, {
    from,
    snapshot,
    signal,
    onEpoch: async (i, metrics, snapshotNow) => {
      const epoch = toEpoch(metrics, i);
      logEpoch(options, epoch);
      progress.line(describeEpoch(epoch.epoch + 1, epochsOf(config), metrics));
      if ((i + 1) % config.checkpointEvery === 0)
        await checkpoints.write({ ...aboutCheckpoint(options), fit: heads, fineTuning: snapshotNow() });
    },
  });
  if (tuned.stoppedEarly) sayStopped(options);
  const { head, optimizer, folded, probabilities, bestEpoch } = tuned;
  return {
    epochs: [...before, ...tuned.history.map(toEpoch)],
    stoppedEarly: tuned.stoppedEarly,
    restoredEpoch: config.restoreBest && bestEpoch !== undefined ? before.length + bestEpoch : null,
    validation: [{ rows: part!.validation, probabilities: probabilities.validation }],
    training: [{ rows: part!.training, probabilities: probabilities.training }],
    test: probabilities.test,
    model: { head, optimizer, folded },
  };
}

/** All epochs that the settings ask for. */
function epochsOf({ epochs, fineTuneFrom, fineTuneEpochs }: TrainConfig): number {
  return epochs + (fineTuneFrom === undefined ? 0 : fineTuneEpochs);
}

function aboutCheckpoint({ run, config, prepared }: TrainModelOptions) {
  const { manifestSha256, weights } = prepared;
  return { runId: run.id, config, manifestSha256, weightsSha256: weights.sha256 };
}

function sayStopped({ config, progress }: TrainModelOptions): void {
  progress.line(`stopped early: ${config.monitor} was not better for ${config.earlyStopping} epochs`);
}

function listed({
  rows,
  probabilities,
}: {
  rows: Int32Array;
  probabilities: Float32Array;
}): RowProbabilities {
  return { rows: Array.from(rows), probabilities };
}

function logEpoch({ run, config }: TrainModelOptions, epoch: FitEpoch): void {
  const { metrics, members, learningRate } = epoch;
  const steady = config.schedule === 'constant' && config.warmUpEpochs === 0;
  const folds = members.length > 1 ? members : [];
  // without validation images there is nothing to log of them
  const measured = Object.entries(metrics).filter(([, value]) => !Number.isNaN(value));
  run.logMetrics(
    {
      ...Object.fromEntries(measured),
      ...(steady || epoch.epoch >= config.epochs ? {} : { learning_rate: learningRate }),
      ...Object.fromEntries(
        folds.flatMap((figures, i) =>
          Object.entries(figures).map(([name, value]) => [`fold_${i + 1}/${name}`, value] as const),
        ),
      ),
    },
    { step: epoch.epoch },
  );
  run.setProgress({ phase: 'training', done: epoch.epoch + 1, total: epochsOf(config), unit: 'epoch' });
}
