import type { RunStatus } from '@bestiary/contracts/run';
import { createApiClient } from '@bestiary/tracking/api-client';
import { BestiaryError } from '@bestiary/contracts/error';
import { searchRuns } from '@bestiary/tracking/search-runs';
import { BUNDLED_WEIGHTS } from '@bestiary/models/backbone-weights';
import { Progress } from '../terminal/progress.ts';
import { resolveTrainConfig } from '../train/resolve-config.ts';
import { runTraining } from '../train/run-training.ts';
import { Stopwatch } from '../train/stopwatch.ts';
import { CANCEL_AFTER_EPOCHS, EXPERIMENTS, type Experiment } from './experiment.ts';

/** The tag by which runs of the demonstration are found again. */
export const DEMO_TAG = 'demo';

export interface SeedDemoOptions {
  serverUrl: string;
  /** the sample set */
  data: string;
  project: string;
  /** make runs anew that are there */
  again: boolean;
  progress: Progress;
  signal: AbortSignal;
}

export interface DemoRun {
  id: string;
  name: string;
  status: RunStatus;
  /** whether this call made it */
  made: boolean;
}

/**
 * Trains every experiment that the project lacks, one after the other: what an interrupted call has left out, the next
 * one makes. The features of the images are computed by the first.
 *
 * @returns the runs in the order of the experiments
 * @throws BestiaryError as a training does, `cancelled` when the signal fires
 */
export async function seedDemo(options: SeedDemoOptions): Promise<DemoRun[]> {
  const { again, progress } = options;
  const there = again ? new Map<string, DemoRun>() : await findRuns(options);
  const runs: DemoRun[] = [];
  for (const [i, experiment] of EXPERIMENTS.entries()) {
    progress.step('runs', i, EXPERIMENTS.length);
    const found = there.get(experiment.name);
    if (found) runs.push(found);
    else {
      const parent = runs.find(({ name }) => name === experiment.parent);
      runs.push(await runExperiment(experiment, parent?.id, options));
    }
  }
  progress.step('runs', EXPERIMENTS.length, EXPERIMENTS.length);
  return runs;
}

/** By name, those that ended as they were to. */
async function findRuns({ serverUrl, project }: SeedDemoOptions): Promise<Map<string, DemoRun>> {
  const found = new Map<string, DemoRun>();
  const where = `tags.${DEMO_TAG} = 'true'`;
  for await (const { id, name, status, projectName } of searchRuns({ serverUrl, where })) {
    const experiment = EXPERIMENTS.find((one) => one.name === name);
    if (projectName !== project || !experiment || status !== endOf(experiment)) continue;
    found.set(name, { id, name, status, made: false });
  }
  return found;
}

async function runExperiment(
  experiment: Experiment,
  parentId: string | undefined,
  { serverUrl, data, project, progress, signal }: SeedDemoOptions,
): Promise<DemoRun> {
  const { name, note, settings, tags } = experiment;
  const config = resolveTrainConfig(
    {
      data,
      name,
      project,
      tags: { ...tags, [DEMO_TAG]: 'true' },
      weights: BUNDLED_WEIGHTS,
      alpha: 0.35,
      ...settings,
    },
    null,
  );
  let id: string | undefined;
  const byHand = new AbortController();
  try {
    await runTraining({
      config,
      serverUrl,
      parentId,
      progress: new Progress({ write: () => true }), // is kept as the run's log
      watch: new Stopwatch(),
      signal: AbortSignal.any([signal, byHand.signal]),
      observer: {
        onRun: (run) => (id = run),
        onEpoch: (done) => {
          if (experiment.ends === 'cancelled' && done === CANCEL_AFTER_EPOCHS)
            byHand.abort(new BestiaryError('cancelled', 'stopped by hand'));
        },
      },
    });
  } catch (error) {
    if (signal.aborted || id === undefined || !isMeantToEndSo(experiment, error)) throw error;
  }
  if (note !== undefined) await createApiClient(serverUrl).runs.update.mutate({ id: id!, note });
  const status = endOf(experiment);
  progress.line(`${name}: ${status}`);
  return { id: id!, name, status, made: true };
}

function endOf({ ends }: Experiment): RunStatus {
  return ends ?? 'finished';
}

function isMeantToEndSo({ ends }: Experiment, error: unknown): boolean {
  if (!(error instanceof BestiaryError)) return false;
  return (
    (error.code === 'diverged' && ends === 'failed') || (error.code === 'cancelled' && ends === 'cancelled')
  );
}
