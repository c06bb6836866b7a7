import { WELL_KNOWN_ARTIFACTS } from '@bestiary/contracts/artifact';
import type { Split } from '@bestiary/contracts/dataset';
import { BestiaryError } from '@bestiary/contracts/error';
import type { Id } from '@bestiary/contracts/id';
import type { Run } from '@bestiary/tracking/run';
import type { Progress } from '../terminal/progress.ts';
import { CheckpointFile, epochsDone, type Checkpoint } from './checkpoint.ts';
import { openTrainingRun } from './open-training-run.ts';
import { Plotter } from './plotter.ts';
import { logPredictions } from './log-predictions.ts';
import { inManifest, prepareTraining, type PreparedTraining } from './prepare.ts';
import { toFinal, type TrainReport } from './report.ts';
import { withAbsolutePaths } from './resolve-config.ts';
import { isRepeated, refuseOtherInput, type Rerun } from './rerun.ts';
import { logInputFiles, logModel, logPlots, logPreviews, text } from './run-files.ts';
import type { Stopwatch } from './stopwatch.ts';
import type { TrainConfig } from './train-config.ts';
import { trainModel } from './trained-model.ts';
import { logUncommittedDiff } from './uncommitted-diff.ts';

/** Is told of a training while it goes on. */
export interface TrainingObserver {
  onRun: (id: Id) => void;
  /** @param done epochs, of those of the heads */
  onEpoch: (done: number) => void;
}

export interface TrainingOptions {
  config: TrainConfig;
  serverUrl: string;
  walDir?: string;
  checkpointDir?: string;
  patienceMs?: number;
  /** what to go on from */
  checkpoint?: Checkpoint;
  /** the run to repeat */
  rerun?: Rerun;
  /** the run of which this one is a variation */
  parentId?: Id;
  /** `false`: what is not committed in the working directory is not kept beside the run */
  gitDiff?: boolean | undefined;
  observer?: TrainingObserver;
  progress: Progress;
  watch: Stopwatch;
  signal: AbortSignal;
}

/**
 * The whole job: a folder of images becomes a recorded run. Until every image is known to be good, nothing is written
 * on the server; from then on the run ends as finished, failed or cancelled, and keeps what it has.
 *
 * @throws BestiaryError for everything that is wrong with the input, `cancelled` when the signal fires
 */
export async function runTraining(options: TrainingOptions): Promise<TrainReport> {
  const { progress } = options;
  const prepared = await prepareTraining(options);
  try {
    const { checkpoint, rerun } = options;
    if (checkpoint) refuseOtherInput(checkpoint, prepared, `run ${checkpoint.runId} was begun`);
    if (rerun) refuseOtherInput(rerun, prepared, `run ${rerun.runId}`);
    // noted with the settings: what decides the last digits, and paths that hold in every working directory
    const config = { ...withAbsolutePaths(options.config), backend: prepared.extractor.engine };
    const run = await openTrainingRun({ ...options, config }, prepared);
    progress.line(`run: ${run.url}`);
    options.observer?.onRun(run.id);
    return await recordUntilTheEnd(run, prepared, { ...options, config });
  } finally {
    await prepared.extractor.dispose();
  }
}

async function recordUntilTheEnd(
  run: Run,
  prepared: PreparedTraining,
  options: TrainingOptions,
): Promise<TrainReport> {
  const { progress, checkpointDir } = options;
  const plotter = new Plotter();
  const checkpoints = new CheckpointFile(checkpointDir, run.id);
  try {
    const report = await record(run, prepared, plotter, checkpoints, options);
    await checkpoints.remove();
    return report;
  } catch (error) {
    progress.end();
    const cancelled = error instanceof BestiaryError && error.code === 'cancelled';
    await run
      .logArtifacts([text(WELL_KNOWN_ARTIFACTS.log, 'text/plain', progress.log)])
      .catch(() => undefined);
    const { keptIn } = await (cancelled ? run.cancel(error.message) : run.fail(error));
    if (keptIn !== null)
      progress.line(`what the server lacks is kept in ${keptIn}: \`bestiary sync\` sends it`);
    if (checkpoints.written)
      progress.line(`\`bestiary train --resume ${run.id}\` goes on from its last checkpoint`);
    throw error;
  } finally {
    await plotter.close();
  }
}

/** Trains, and records what comes of it, until the run is finished. */
async function record(
  run: Run,
  prepared: PreparedTraining,
  plotter: Plotter,
  checkpoints: CheckpointFile,
  options: TrainingOptions,
): Promise<TrainReport> {
  const { config, progress, watch, checkpoint, rerun, observer } = options;
  const { folder, splits, manifestSha256 } = prepared;
  const { classNames } = folder;
  run.logDataset({
    name: folder.name,
    manifestSha256,
    classNames: [...classNames],
    images: splits.map(inManifest),
  });
  const pictures = watch.time('pictures', () =>
    Promise.all([
      logInputFiles(run, prepared, config),
      logPreviews(run, prepared),
      options.gitDiff !== false && checkpoint === undefined && logUncommittedDiff(run),
    ]),
  );
  pictures.catch(() => undefined); // awaited below, also when the training fails first

  const stop = AbortSignal.any([options.signal, run.signal]);
  const trained = await watch.time('train', () =>
    trainModel({
      config,
      run,
      prepared,
      checkpoints,
      checkpoint,
      progress,
      signal: stop,
      onEpoch: observer?.onEpoch,
    }),
  );

  const { epochs, model } = trained;
  const figures = logPredictions(run, prepared, trained);
  await watch.time('files', () =>
    Promise.all([
      model && logModel(run, prepared, model, config),
      logPlots(run, epochs, figures.validation, plotter),
      pictures,
    ]),
  );
  await run.logArtifacts([text(WELL_KNOWN_ARTIFACTS.log, 'text/plain', progress.log)]);
  const ending = await watch.time('finish', () => run.finish());

  return {
    runId: run.id,
    url: run.url,
    name: run.name,
    project: config.project,
    status: 'finished',
    backend: prepared.extractor.engine,
    weights: {
      source: prepared.weights.source,
      name: prepared.weights.name,
      sha256: prepared.weights.sha256,
    },
    dataset: { dir: folder.root, name: folder.name, manifestSha256, classNames },
    counts: countImages(prepared),
    skipped: prepared.bad,
    epochs: epochs.map(({ epoch, metrics }) => ({ epoch: epoch + 1, ...metrics })),
    stoppedEarly: trained.stoppedEarly,
    restoredEpoch: trained.restoredEpoch === null ? null : trained.restoredEpoch + 1,
    final: toFinal(figures.validation),
    test: figures.test && toFinal(figures.test),
    crossValidation: figures.crossValidation,
    rerun: rerun ? { of: rerun.runId, identical: isRepeated(rerun, epochs) } : null,
    resumed: checkpoint ? { from: checkpoint.runId, afterEpoch: epochsDone(checkpoint) } : null,
    cache: { hits: prepared.hits, misses: prepared.misses, dir: prepared.cacheFolder },
    timings: watch.timings(),
    delivered: ending.delivered,
    keptIn: ending.keptIn,
  };
}

function countImages({ folder, splits, bad }: PreparedTraining): TrainReport['counts'] {
  const count = (split: Split, label?: number) =>
    splits.filter((one) => one.split === split && (label === undefined || one.image.label === label)).length;
  const bySplit = (label?: number) => ({
    training: count('training', label),
    validation: count('validation', label),
    test: count('test', label),
  });
  return {
    ...bySplit(),
    skipped: bad.length,
    perClass: Object.fromEntries(folder.classNames.map((name, label) => [name, bySplit(label)])),
  };
}
