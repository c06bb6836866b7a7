import { WELL_KNOWN_ARTIFACTS } from '@bestiary/contracts/artifact';
import { BestiaryError, messageOf } from '@bestiary/contracts/error';
import { uuidv7 } from '@bestiary/contracts/id';
import type { EpochMetric } from '@bestiary/contracts/metric';
import type { Environment } from '@bestiary/contracts/run';
import type { TrialError } from '@bestiary/contracts/trial';
import type { HeldTrial, TrialOutcome } from '@bestiary/tracking/held-trial';
import { openRun, type Run } from '@bestiary/tracking/run';
import { untilAnswered } from '@bestiary/tracking/until-answered';
import { logPredictions } from '../train/log-predictions.ts';
import type { EpochMetrics } from '../train/fit.ts';
import { logModel, logPreviews, text } from '../train/run-files.ts';
import { writeConfigYaml } from '../train/config-file.ts';
import { toParams } from '../train/train-config.ts';
import type { Progress } from '../terminal/progress.ts';
import type { KeepModels } from './keep-models.ts';
import { objectiveValue } from './objective-value.ts';
import { trainTrial, type TrainedTrial, type TrialMember } from './train-trial.ts';
import { trialConfigs } from './trial-config.ts';
import type { TrialImages } from './trial-images.ts';

export interface RunTrialOptions {
  serverUrl: string;
  walDir?: string;
  cacheDir?: string;
  keepModels: KeepModels;
  environment: Environment;
  images: TrialImages;
  progress: Progress;
  /** whether values are better than those of every trial before */
  isBest: (held: HeldTrial, values: readonly number[]) => Promise<boolean>;
  /** fires when the worker must end at once: the trial is handed back */
  signal: AbortSignal;
}

/** What became of a trial here: `lost` to another worker or not wanted any more, `released` for another worker to take. */
export type TrialEnd =
  | { status: 'finished'; values: readonly number[] }
  | { status: 'pruned' }
  | { status: 'failed'; error: TrialError }
  | { status: 'lost' | 'released'; reason: string };

/** Trains a trial, records it as a run, and tells the sweep how it ended. Throws only what is a defect of this program. */
export async function runTrial(held: HeldTrial, options: RunTrialOptions): Promise<TrialEnd> {
  const signal = AbortSignal.any([held.signal, options.signal]);
  let run: Run | undefined;
  try {
    const members = await prepare(held, options);
    run = await openTrialRun(held, members[0]!, options, signal);
    void held.attach(run.id);
    const outcome = await train(held, run, members, options, AbortSignal.any([signal, run.signal]));
    await Promise.all([run.finish(), held.finish(outcome)]);
    return outcome;
  } catch (error) {
    return endWith(error, held, run, options.signal);
  }
}

async function prepare(held: HeldTrial, { images, cacheDir }: RunTrialOptions): Promise<TrialMember[]> {
  const { sweep, trial } = held;
  const configs = trialConfigs(sweep, trial.params, `trial ${trial.number}`);
  const members: TrialMember[] = [];
  for (const one of configs) {
    const config = cacheDir === undefined ? one : { ...one, cacheDir };
    members.push({ config, prepared: await images.prepare(sweep.id, config) });
  }
  return members;
}

async function openTrialRun(
  { sweep, trial }: HeldTrial,
  { config, prepared }: TrialMember,
  { serverUrl, walDir, environment, images, progress }: RunTrialOptions,
  signal: AbortSignal,
): Promise<Run> {
  const { spec, source, name, sha256 } = prepared.weights;
  const dataset = images.registered(prepared);
  const options = {
    id: uuidv7(),
    serverUrl,
    walDir,
    project: { id: sweep.projectId },
    name: `${sweep.name} ${trial.number}`,
    seed: config.seed,
    datasetId: await dataset.id,
    params: {
      ...toParams(config, spec),
      ...(sweep.config.repeats > 1 && { repeats: sweep.config.repeats }),
    },
    tags: {
      sweep: sweep.id,
      trial: String(trial.number),
      ...(trial.attempt > 1 && { attempt: String(trial.attempt) }),
    },
    environment: {
      ...environment,
      backend: prepared.extractor.engine,
      weights: { source, name, sha256 },
    },
    onNotice: (notice: string) => progress.line(notice),
  };
  const run = await untilAnswered(() => openRun(options), signal);
  // pictures of the images that will be judged, for all trials
  if (dataset.isNew) await logPreviews(run, prepared);
  return run;
}

async function train(
  held: HeldTrial,
  run: Run,
  members: readonly TrialMember[],
  options: RunTrialOptions,
  signal: AbortSignal,
): Promise<Extract<TrialOutcome, { status: 'finished' }> | { status: 'pruned' }> {
  const { objective } = held.sweep.config;
  const total = members[0]!.config.epochs;
  const started = performance.now();
  const trained = await trainTrial({
    members,
    onEpoch: (epoch, metrics) => {
      run.logMetrics(metrics, { step: epoch });
      run.setProgress({
        phase: 'training',
        done: epoch + 1,
        total: Math.max(total, epoch + 1),
        unit: 'epoch',
      });
      const reported = metrics[objective[0]!.metric as EpochMetric];
      if (reported !== undefined) held.report(epoch, reported);
    },
    isPruned: () => held.isPruned,
    progress: options.progress,
    signal,
  });
  const seconds = (performance.now() - started) / 1_000;
  if (trained === null) {
    run.update({ tags: { outcome: 'pruned' } });
    return { status: 'pruned' };
  }
  run.logMetrics({ training_seconds: seconds }, { step: trained.epochs.length - 1 });
  const values = objective.map((one) =>
    one.metric === 'training_seconds'
      ? seconds
      : objectiveValue(
          one,
          trained.epochs.map((metrics: EpochMetrics) => metrics[one.metric as EpochMetric]),
        ),
  );
  logPredictions(run, members[0]!.prepared, { ...trained, training: [] });
  const { keepModels } = options;
  if (keepModels === 'all' || (keepModels === 'best' && (await options.isBest(held, values))))
    await keepFiles(run, members[0]!, trained);
  return { status: 'finished', values };
}

async function keepFiles(
  run: Run,
  { config, prepared }: TrialMember,
  { model }: TrainedTrial,
): Promise<void> {
  if (model) await logModel(run, prepared, model, config);
  await run.logArtifacts([text(WELL_KNOWN_ARTIFACTS.config, 'application/yaml', writeConfigYaml(config))]);
}

/** Ends run and trial after something was thrown. */
async function endWith(
  thrown: unknown,
  held: HeldTrial,
  run: Run | undefined,
  workerSignal: AbortSignal,
): Promise<TrialEnd> {
  if (held.signal.aborted) {
    const reason = messageOf(held.signal.reason);
    held.abandon();
    await run?.cancel(reason);
    return { status: 'lost', reason };
  }
  if (workerSignal.aborted) {
    await Promise.all([held.release(), run?.cancel('handed back: the worker ended')]);
    return { status: 'released', reason: messageOf(workerSignal.reason) };
  }
  const error = describe(thrown);
  if (error.code === 'diverged') {
    // an outcome of its parameters, which samplers learn from
    held.report(Math.max(0, held.reports), NaN);
    await Promise.all([held.finish({ status: 'pruned', error }), run?.fail(thrown)]);
    return { status: 'pruned' };
  }
  await Promise.all([held.finish({ status: 'failed', error }), run?.fail(thrown)]);
  return { status: 'failed', error };
}

/** What is said of the parameters or of the images is so on every machine; what is missing or broken here may be right elsewhere. */
const PERMANENT: ReadonlySet<string> = new Set([
  'usage',
  'invalid_input',
  'conflict',
  'diverged',
  'too_large',
]);

function describe(thrown: unknown): TrialError {
  if (!(thrown instanceof BestiaryError)) return { message: messageOf(thrown), permanent: false };
  const { message, code, hint } = thrown;
  return { message, code, hint, permanent: PERMANENT.has(code) };
}
