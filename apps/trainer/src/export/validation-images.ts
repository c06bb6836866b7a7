import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WELL_KNOWN_ARTIFACTS } from '@bestiary/contracts/artifact';
import { BestiaryError } from '@bestiary/contracts/error';
import { Id } from '@bestiary/contracts/id';
import type { ImageFile } from '@bestiary/datasets/image-folder';
import type { Classifier } from '@bestiary/models/classifier';
import { normalizeServerUrl } from '@bestiary/tracking/server-url';
import { z } from 'zod';
import { parseConfigFile } from '../train/config-file.ts';
import { readRunFile } from './read-run-file.ts';

const SplitFile = z.object({
  validation: z.array(z.object({ path: z.string(), label: z.int(), sha256: z.string() })),
});

/**
 * The validation images of the run that made a model, as far as they are still where they were and what they were.
 *
 * @throws BestiaryError where the run, its settings or all images are gone
 */
export async function findValidationImages({ metadata }: Classifier, server: string): Promise<ImageFile[]> {
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
  const files: ImageFile[] = [];
  for (const { path, label, sha256 } of validation) {
    const file = join(data, path);
    if ((await sha256Of(file)) === sha256) files.push({ path, file, label });
  }
  if (files.length > 0) return files;
  throw new BestiaryError('not_found', `the validation images of run ${runId} are no longer in ${data}`);
}

/** Undefined where there is no such file. */
async function sha256Of(file: string): Promise<string | undefined> {
  const bytes = await readFile(file).catch(() => undefined);
  return bytes && createHash('sha256').update(bytes).digest('hex');
}
