import type { Id } from '@bestiary/contracts/id';
import { TERMINAL_RUN_STATUSES, type RunStatus } from '@bestiary/contracts/run';
import { createApiClient } from '@bestiary/tracking/api-client';
import { toBestiaryError } from '@bestiary/tracking/failure';
import { openRun, resumeRun, type Run } from '@bestiary/tracking/run';
import { describeEnvironment } from './environment.ts';
import type { PreparedTraining } from './prepare.ts';
import type { TrainingOptions } from './run-training.ts';
import { toParams } from './train-config.ts';

/**
 * The run that a training is recorded in: a new one, or the one that the checkpoint is of. A run that has ended does not change any
 * more, so its continuation is a new run below it.
 */
export async function openTrainingRun(options: TrainingOptions, prepared: PreparedTraining): Promise<Run> {
  const { config, serverUrl, walDir, patienceMs, checkpoint, rerun, parentId, progress } = options;
  const { folder, weights, extractor } = prepared;
  const onNotice = (notice: string) => progress.line(notice);
  if (checkpoint) {
    const status = await statusOf(serverUrl, checkpoint.runId);
    if (!TERMINAL_RUN_STATUSES.includes(status))
      return resumeRun({ id: checkpoint.runId, serverUrl, walDir, patienceMs, onNotice });
    progress.line(`run ${checkpoint.runId} is ${status}: it goes on as a new run`);
  }
  const { spec, source, name, sha256 } = weights;
  return openRun({
    serverUrl,
    project: config.project,
    name: config.name ?? `${folder.name} ${spec.name} ${config.seed}`,
    seed: config.seed,
    parentId: checkpoint?.runId ?? parentId,
    params: toParams(config, spec),
    tags: {
      ...config.tags,
      ...(checkpoint && { resumed_from: checkpoint.runId }),
      ...(rerun && { rerun_of: rerun.runId }),
    },
    environment: {
      ...(await describeEnvironment()),
      backend: extractor.engine,
      weights: { source, name, sha256 },
    },
    walDir,
    patienceMs,
    onNotice,
  });
}

async function statusOf(serverUrl: string, id: Id): Promise<RunStatus> {
  try {
    return (await createApiClient(serverUrl).runs.get.query({ id })).status;
  } catch (error) {
    throw toBestiaryError(error, serverUrl);
  }
}
