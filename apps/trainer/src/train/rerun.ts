import { WELL_KNOWN_ARTIFACTS } from '@bestiary/contracts/artifact';
import { BestiaryError } from '@bestiary/contracts/error';
import { fromWireFloat } from '@bestiary/contracts/json';
import { EPOCH_METRICS } from '@bestiary/contracts/metric';
import { createApiClient } from '@bestiary/tracking/api-client';
import { toBestiaryError } from '@bestiary/tracking/failure';
import { readRunFile } from '../export/read-run-file.ts';
import { parseConfigFile } from './config-file.ts';
import type { FitEpoch } from './fit.ts';
import type { PreparedTraining } from './prepare.ts';
import type { ConfigFile } from './resolve-config.ts';

/** A run that is to be repeated: what it used, and what came of it. */
export interface Rerun {
  runId: string;
  /** undefined where the run has none noted */
  manifestSha256: string | undefined;
  weightsSha256: string | undefined;
  /** by metric, from the first epoch on */
  epochs: ReadonlyMap<string, readonly number[]>;
}

/**
 * Reads a run's settings and figures from the server.
 *
 * @throws BestiaryError `not_found` for a run that is not there or kept no settings, `unavailable` when no server answers
 */
export async function readRerun(
  serverUrl: string,
  runId: string,
): Promise<{ rerun: Rerun; file: ConfigFile }> {
  const api = createApiClient(serverUrl);
  try {
    const run = await api.runs.get.query({ id: runId });
    const settings = await readRunFile(serverUrl, runId, WELL_KNOWN_ARTIFACTS.config);
    if (settings === undefined) {
      throw new BestiaryError(
        'not_found',
        `run ${runId} has no ${WELL_KNOWN_ARTIFACTS.config} to repeat it from`,
      );
    }
    const dataset = run.dataset && (await api.datasets.get.query({ id: run.dataset.id }));
    const [history] = await api.metrics.history.query({ runIds: [runId], keys: [...EPOCH_METRICS] });
    return {
      file: parseConfigFile(`config.yaml of run ${runId}`, settings),
      rerun: {
        runId,
        manifestSha256: dataset?.manifestSha256,
        weightsSha256: run.environment.weights?.sha256,
        epochs: new Map(history?.series.map(({ key, values }) => [key, values.map(fromWireFloat)])),
      },
    };
  } catch (error) {
    throw toBestiaryError(error, serverUrl);
  }
}

/**
 * Stops where the same settings would be applied to something else.
 *
 * @throws BestiaryError `conflict` that names what has changed
 */
export function refuseOtherInput(
  before: { manifestSha256: string | undefined; weightsSha256: string | undefined },
  { manifestSha256, weights, folder }: PreparedTraining,
  what: string,
): void {
  const differ = (a: string | undefined, b: string) => a !== undefined && a !== b;
  const short = (hash: string | undefined) => hash?.slice(0, 12);
  if (differ(before.manifestSha256, manifestSha256)) {
    throw new BestiaryError(
      'conflict',
      `the images of ${folder.root} or their split are not those of ${what}: manifest ${short(manifestSha256)}, then ${short(before.manifestSha256)}`,
      { hint: 'Give the folder as it was with --data, or train anew without the earlier run.' },
    );
  }
  if (differ(before.weightsSha256, weights.sha256)) {
    throw new BestiaryError(
      'conflict',
      `the backbone's weights ${weights.name} are not those of ${what}: sha256 ${short(weights.sha256)}, then ${short(before.weightsSha256)}`,
      { hint: 'Give the file that was used then with --weights.' },
    );
  }
}

/** Whether every figure of every epoch is the same to the last bit. */
export function isRepeated({ epochs: before }: Rerun, epochs: readonly FitEpoch[]): boolean {
  return EPOCH_METRICS.every((name) => {
    const values = before.get(name) ?? [];
    return (
      values.length === epochs.length && epochs.every(({ metrics }, i) => Object.is(metrics[name], values[i]))
    );
  });
}
