import { WELL_KNOWN_ARTIFACTS } from '@bestiary/contracts/artifact';
import type { Split } from '@bestiary/contracts/dataset';
import { BestiaryError } from '@bestiary/contracts/error';
import type { Id } from '@bestiary/contracts/id';
import { z } from 'zod';
import { readRunFile } from '../export/read-run-file.ts';

const Images = z.array(z.object({ sha256: z.string() }));
const SplitFile = z.object({
  training: Images.optional(),
  validation: Images.optional(),
  test: Images.optional(),
});

/**
 * The images of one part of a run's data set, by their content.
 *
 * @throws BestiaryError `not_found` where the run has no such part
 */
export async function imagesOfPart(serverUrl: string, runId: Id, part: Split): Promise<ReadonlySet<string>> {
  const text = await readRunFile(serverUrl, runId, WELL_KNOWN_ARTIFACTS.split);
  const images = text === undefined ? undefined : SplitFile.parse(JSON.parse(text))[part];
  if (images) return new Set(images.map(({ sha256 }) => sha256));
  throw new BestiaryError('not_found', `run ${runId} has not noted which images were its ${part} images`, {
    hint: 'Evaluate on all images with --split all.',
  });
}
