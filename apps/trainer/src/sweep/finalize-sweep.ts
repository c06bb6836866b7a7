import { BestiaryError } from '@bestiary/contracts/error';
import { fromWireFloat } from '@bestiary/contracts/json';
import type { Sweep } from '@bestiary/contracts/sweep-record';
import { createApiClient } from '@bestiary/tracking/api-client';
import { toBestiaryError } from '@bestiary/tracking/failure';
import { SweepClient } from '@bestiary/tracking/sweep-client';
import { defaultServer } from '../default-server.ts';
import { onInterrupt } from '../interrupt.ts';
import { Progress } from '../terminal/progress.ts';
import { writeJson } from '../terminal/result.ts';
import { describeReport } from '../train/report.ts';
import { runTraining } from '../train/run-training.ts';
import { Stopwatch } from '../train/stopwatch.ts';
import type { TrainConfig } from '../train/train-config.ts';
import { trialConfigs } from '../worker/trial-config.ts';
import { sweepIdOf } from './sweep-id.ts';

export interface FinalizeOptions {
  /** of two objectives, or instead of the best */
  trial?: number;
  server?: string;
  cacheDir?: string;
  walDir?: string;
  json?: boolean;
}

/** Trains the best trial of a sweep once more, on the images of training and validation together, as an ordinary run. */
export async function finalizeSweep(text: string, options: FinalizeOptions): Promise<void> {
  const serverUrl = options.server ?? defaultServer();
  const sweeps = new SweepClient(serverUrl);
  const id = sweepIdOf(text);
  const sweep = await sweeps.get(id);
  const { trials } = await sweeps.trials(id);
  const number = chosenTrial(sweep, options.trial);
  const trial = trials.find((one) => one.number === number && one.status === 'finished');
  if (trial === undefined)
    throw new BestiaryError('not_found', `trial ${number} of ${sweep.name} has not finished`);
  const [config] = trialConfigs(sweep, trial.params, `trial ${number}`);
  const epochs = trial.runId === null ? config!.epochs : await epochsOf(serverUrl, trial.runId, config!);
  const progress = new Progress(process.stderr);
  const interrupt = onInterrupt();
  try {
    progress.line(
      `trial ${number} of ${sweep.name}, ${epochs} epochs on all images${config!.testSplit ? ' but those set aside' : ''}`,
    );
    const report = await runTraining({
      config: {
        ...config!,
        ...ON_ALL,
        epochs,
        warmUpEpochs: Math.min(config!.warmUpEpochs, epochs - 1),
        name: `${sweep.name} final`.slice(0, 200),
        tags: { candidate: 'true', sweep: id, trial: String(number) },
        ...(options.cacheDir !== undefined && { cacheDir: options.cacheDir }),
      },
      serverUrl: sweeps.serverUrl,
      walDir: options.walDir,
      progress,
      watch: new Stopwatch(),
      signal: interrupt.signal,
    });
    await sweeps.finalized(id, report.runId);
    if (options.json) writeJson({ sweepId: id, trial: number, ...report });
    else console.log(describeReport(report));
    if (!report.delivered) process.exitCode = 1;
  } finally {
    progress.end();
    interrupt.dispose();
  }
}

/** Without images to judge epochs by, the last is taken: that is why their number is the one at which the trial was best. */
const ON_ALL = {
  validationSplit: 0,
  folds: undefined,
  earlyStopping: undefined,
  restoreBest: false,
} as const;

function chosenTrial({ name, best, config }: Sweep, asked: number | undefined): number {
  if (asked !== undefined) return asked;
  const [first, ...others] = best;
  if (first === undefined) throw new BestiaryError('not_found', `no trial of ${name} has finished`);
  if (config.objective.length > 1 && others.length > 0)
    throw new BestiaryError(
      'usage',
      `${name} has two objectives, and ${best.length} trials that none is better than`,
      {
        hint: `Choose one: --trial ${best.map(({ number }) => number).join(', --trial ')}`,
      },
    );
  return first.number;
}

/** How many epochs made the trial what it was: all, or up to the one whose parameters it ended with. */
async function epochsOf(serverUrl: string, runId: string, config: TrainConfig): Promise<number> {
  if (config.fineTuneFrom !== undefined || (config.earlyStopping === undefined && !config.restoreBest))
    return config.epochs;
  let values: number[];
  try {
    const [history] = await createApiClient(serverUrl).metrics.history.query({
      runIds: [runId],
      keys: [config.monitor],
    });
    values = history?.series[0]?.values.map(fromWireFloat) ?? [];
  } catch (error) {
    throw toBestiaryError(error, serverUrl);
  }
  if (values.length === 0) return config.epochs;
  if (!config.restoreBest) return values.length;
  const best = config.monitor === 'val_loss' ? Math.min(...values) : Math.max(...values);
  return Math.max(1, values.indexOf(best) + 1);
}
