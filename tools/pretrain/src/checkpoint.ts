import { readFile, rename, writeFile } from 'node:fs/promises';
import { BestiaryError } from '@bestiary/contracts/error';
import { z } from 'zod';
import { type TrainingState } from './trainer.ts';

/** What a run was started with; going on with other settings would be another run. */
export const RunSettings = z.object({
  seed: z.int(),
  steps: z.int(),
  size: z.int(),
  batchSize: z.int(),
  learningRate: z.number(),
  weightDecay: z.number(),
});
export type RunSettings = z.infer<typeof RunSettings>;

const Header = z.object({ settings: RunSettings, step: z.int(), length: z.int() });

/** One line of JSON, then the three vectors as little-endian float32. Written beside and moved into place. */
export async function writeCheckpoint(
  path: string,
  settings: RunSettings,
  state: TrainingState,
): Promise<void> {
  const header = JSON.stringify({ settings, step: state.step, length: state.parameters.length });
  const vectors = [state.parameters, state.mean, state.square].map((vector) =>
    Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength),
  );
  await writeFile(`${path}.part`, Buffer.concat([Buffer.from(`${header}\n`), ...vectors]));
  await rename(`${path}.part`, path);
}

/** @throws BestiaryError `invalid_input` for a file that is no checkpoint or not a whole one */
export async function readCheckpoint(path: string): Promise<{ settings: RunSettings; state: TrainingState }> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new BestiaryError('not_found', `can't read the checkpoint ${path}`, { cause });
  });
  const end = bytes.indexOf('\n');
  const header = Header.safeParse(parseJson(bytes.toString('utf8', 0, Math.max(end, 0))));
  if (!header.success || bytes.length !== end + 1 + 12 * header.data.length) {
    throw new BestiaryError('invalid_input', `${path} is not a whole checkpoint of this program`);
  }
  const { settings, step, length } = header.data;
  const vector = (index: number): Float32Array => {
    const copy = new Float32Array(length);
    const from = end + 1 + 4 * length * index;
    new Uint8Array(copy.buffer).set(bytes.subarray(from, from + 4 * length));
    return copy;
  };
  return { settings, state: { step, parameters: vector(0), mean: vector(1), square: vector(2) } };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
