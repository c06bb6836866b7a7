import { WELL_KNOWN_ARTIFACTS } from '@bestiary/contracts/artifact';
import { BestiaryError } from '@bestiary/contracts/error';
import type { Environment } from '@bestiary/contracts/run';
import { evaluate } from '@bestiary/metrics/evaluation';
import { predict } from '@bestiary/models/head';
import { openRun, type Run } from '@bestiary/tracking/run';
import type { Progress } from '../terminal/progress.ts';
import { describeEnvironment } from './environment.ts';
import { fitHead } from './fit-head.ts';
import { Plotter } from './plotter.ts';
import { countPredictions, toPredictions } from './predictions.ts';
import { inSplit, prepareTraining, type PreparedTraining } from './prepare.ts';
import { describeEpoch, toFinal, type TrainReport } from './report.ts';
import { logInputFiles, logModel, logPlots, logPreviews, text } from './run-files.ts';
import type { Stopwatch } from './stopwatch.ts';
import { toParams, type TrainConfig } from './train-config.ts';

export interface TrainingOptions {
  config: TrainConfig;
  serverUrl: string;
  walDir?: string;
  patienceMs?: number;
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
  const { config, progress, watch, signal } = options;
  const environment = describeEnvironment();
  const prepared = await prepareTraining({ config, progress, watch, signal });
  const run = await openTrainingRun(options, prepared, await environment);
  progress.line(`run: ${run.url}`);
  const plotter = new Plotter();
  try {
    return await record(run, prepared, plotter, options);
  } catch (error) {
    progress.end();
    const cancelled = error instanceof BestiaryError && error.code === 'cancelled';
    await run
      .logArtifacts([text(WELL_KNOWN_ARTIFACTS.log, 'text/plain', progress.log)])
      .catch(() => undefined);
    const { keptIn } = await (cancelled ? run.cancel(error.message) : run.fail(error));
    if (keptIn !== null)
      progress.line(`what the server lacks is kept in ${keptIn}: \`bestiary sync\` sends it`);
    throw error;
  } finally {
    await plotter.close();
  }
}

function openTrainingRun(
  { config, serverUrl, walDir, patienceMs, progress }: TrainingOptions,
  { folder, weights, computed }: PreparedTraining,
  environment: Environment,
): Promise<Run> {
  const { source, name, sha256 } = weights;
  return openRun({
    serverUrl,
    project: config.project,
    name: config.name ?? `${folder.name} ${weights.spec.name} ${config.seed}`,
    seed: config.seed,
    params: toParams(config, weights.spec),
    tags: config.tags,
    environment: { ...environment, backend: computed.engine, weights: { source, name, sha256 } },
    walDir,
    patienceMs,
    onNotice: (notice) => progress.line(notice),
  });
}

/** Trains, and records what comes of it, until the run is finished. */
async function record(
  run: Run,
  prepared: PreparedTraining,
  plotter: Plotter,
  { config, progress, watch, signal }: TrainingOptions,
): Promise<TrainReport> {
  const { folder, split, computed, manifestSha256 } = prepared;
  const { classNames } = folder;
  const stop = AbortSignal.any([signal, run.signal]);
  run.logDataset({
    name: folder.name,
    manifestSha256,
    classNames: [...classNames],
    images: [...inSplit(split.training, 'training'), ...inSplit(split.validation, 'validation')],
  });
  const pictures = watch.time('pictures', () =>
    Promise.all([logInputFiles(run, prepared, config), logPreviews(run, prepared)]),
  );
  pictures.catch(() => undefined); // awaited below, also when the training fails first

  const fitted = await watch.time('train', () =>
    fitHead(prepared, config, stop, (epoch, metrics) => {
      run.logMetrics(metrics, { step: epoch - 1 });
      run.setProgress({ phase: 'training', done: epoch, total: config.epochs, unit: 'epoch' });
      progress.line(describeEpoch(epoch, config.epochs, metrics));
    }),
  );

  const rows = (part: 'training' | 'validation') =>
    toPredictions(split[part], predict(fitted.head, prepared[part].features), classNames.length);
  const validation = rows('validation');
  run.logPredictions('validation', validation);
  run.logPredictions('training', rows('training'));
  const confusion = countPredictions(validation, classNames.length);
  const evaluation = evaluate({ runId: run.id, split: 'validation', classNames, confusion });

  await watch.time('files', () =>
    Promise.all([
      logModel(run, prepared, fitted, config),
      logPlots(run, fitted, evaluation, plotter),
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
    backend: computed.engine,
    weights: {
      source: prepared.weights.source,
      name: prepared.weights.name,
      sha256: prepared.weights.sha256,
    },
    dataset: { dir: folder.root, name: folder.name, manifestSha256, classNames },
    counts: countImages(prepared),
    skipped: computed.bad,
    epochs: fitted.epochs.map((metrics, i) => ({ epoch: i + 1, ...metrics })),
    final: toFinal(evaluation),
    cache: { hits: computed.hits, misses: computed.misses, dir: prepared.cacheFolder },
    timings: watch.timings(),
    delivered: ending.delivered,
    keptIn: ending.keptIn,
  };
}

function countImages({ folder, split, computed }: PreparedTraining): TrainReport['counts'] {
  const count = (part: 'training' | 'validation', label: number) =>
    split[part].filter((image) => image.label === label).length;
  return {
    training: split.training.length,
    validation: split.validation.length,
    skipped: computed.bad.length,
    perClass: Object.fromEntries(
      folder.classNames.map((name, label) => [
        name,
        { training: count('training', label), validation: count('validation', label) },
      ]),
    ),
  };
}
