import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { WELL_KNOWN_ARTIFACTS } from '@bestiary/contracts/artifact';
import { BestiaryError } from '@bestiary/contracts/error';
import { Id } from '@bestiary/contracts/id';
import type { ImageFile } from '@bestiary/datasets/image-folder';
import { predictedClass } from '@bestiary/metrics/predicted-class';
import type { Classifier } from '@bestiary/models/classifier';
import { normalizeServerUrl } from '@bestiary/tracking/server-url';
import { z } from 'zod';
import { predictImages, type PredictedImages, type PredictOptions } from '../predict/predict-images.ts';
import { parseConfigFile } from '../train/config-file.ts';
import { readRunFile } from './read-run-file.ts';

/** What fewer bits in the weights cost. */
export interface AccuracyChange {
  /** validation images of the model's run that are still there */
  images: number;
  before: number;
  after: number;
  /** between probabilities before and after */
  meanDifference: number;
  largestDifference: number;
}

const SplitFile = z.object({
  validation: z.array(z.object({ path: z.string(), label: z.int(), sha256: z.string() })),
});

/**
 * Compares two forms of a classifier on the validation images of the run that made it, as far as they are still where
 * they were and what they were.
 *
 * @returns what came of it, or in plain words why nothing could be measured
 */
export async function measureChange(
  before: Classifier,
  after: Classifier,
  server: string,
  options: PredictOptions,
): Promise<AccuracyChange | { unmeasured: string }> {
  const files = await validationFiles(before, server).catch((error: unknown) => {
    if (error instanceof BestiaryError) return error.message;
    throw error;
  });
  if (typeof files === 'string') return { unmeasured: files };
  const unchanged = ({ images }: PredictedImages): number[] =>
    images.flatMap(({ path, sha256 }, row) => (files.get(path)?.sha256 === sha256 ? [row] : []));
  const images = Array.from(files.values(), ({ file }) => file);
  const [own, other] = [
    await predictImages(before, images, options),
    await predictImages(after, images, options),
  ];
  const rows = unchanged(own);
  if (rows.length === 0) return { unmeasured: 'none of the validation images is what it was' };
  const { classes } = before.head;
  const right = ({ images, probabilities }: PredictedImages): number =>
    rows.filter((row) => predictedClass(probabilities, row, classes) === images[row]!.label).length;
  const differences = rows.flatMap((row) =>
    Array.from({ length: classes }, (_, c) => {
      const at = row * classes + c;
      return Math.abs(own.probabilities[at]! - other.probabilities[at]!);
    }),
  );
  return {
    images: rows.length,
    before: right(own) / rows.length,
    after: right(other) / rows.length,
    meanDifference: differences.reduce((a, b) => a + b, 0) / differences.length,
    largestDifference: Math.max(...differences),
  };
}

/**
 * The validation images of the model's run that are there, by their paths.
 *
 * @throws BestiaryError where the run, its settings or all images are gone
 */
async function validationFiles(
  { metadata }: Classifier,
  server: string,
): Promise<Map<string, { file: ImageFile; sha256: string }>> {
  const { runId } = metadata.provenance;
  const serverUrl = normalizeServerUrl(server);
  if (!Id.safeParse(runId).success)
    throw new BestiaryError('not_found', `the model comes from no run: "${runId}"`);
  const read = (path: string) => readRunFile(serverUrl, runId, path);
  const [config, split] = [await read(WELL_KNOWN_ARTIFACTS.config), await read(WELL_KNOWN_ARTIFACTS.split)];
  const { validation } = SplitFile.safeParse(split && JSON.parse(split)).data ?? {};
  const data = config && parseConfigFile(WELL_KNOWN_ARTIFACTS.config, config).settings['data'];
  if (!validation || typeof data !== 'string')
    throw new BestiaryError('not_found', `run ${runId} has not noted its validation images`);
  const files = new Map<string, { file: ImageFile; sha256: string }>();
  for (const { path, label, sha256 } of validation) {
    const file = join(data, path);
    if (await isThere(file)) files.set(path, { file: { path, file, label }, sha256 });
  }
  if (files.size === 0) throw new BestiaryError('not_found', `the validation images are not in ${data}`);
  return files;
}

function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
