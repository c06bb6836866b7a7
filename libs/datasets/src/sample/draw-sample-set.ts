import { BestiaryError, messageOf } from '@bestiary/contracts/error';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { drawPicture } from './draw-picture.ts';
import { CREATURES } from './picture.ts';
import { FULL_COUNT, type PlannedPicture, planSampleSet } from './sample-plan.ts';
import { type PictureTruth, SAMPLE_TRUTH_FILE, SAMPLE_VERSION, SampleTruth } from './sample-truth.ts';

export interface DrawSampleSetOptions {
  /** Pictures in all; 4 … 100 000. */
  readonly count?: number;
  /** An integer that names the set: the same one gives the same bytes. */
  readonly seed?: number;
  /** Called after each picture. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Stops the drawing; what was drawn so far is removed. */
  readonly signal?: AbortSignal;
}

export interface SampleSet {
  /** Absolute path. */
  readonly dir: string;
  readonly truth: SampleTruth;
  /** False where the folder already held this set. */
  readonly drawn: boolean;
}

/** Pictures in work at once: enough for sharp's threads to have work while this one develops. */
const IN_FLIGHT = 4;

const codeOf = (thrown: unknown): unknown => (thrown as { code?: unknown } | null)?.code;

/** Names in a folder, or null where there is none. */
async function entriesOf(dir: string): Promise<string[] | null> {
  try {
    return await readdir(dir);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    if (codeOf(error) === 'ENOTDIR')
      throw new BestiaryError('conflict', `${dir} is a file, not a folder`, { cause: error });
    throw new BestiaryError('invalid_input', `${dir} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

async function truthIn(dir: string): Promise<SampleTruth | null> {
  try {
    const parsed = SampleTruth.safeParse(JSON.parse(await readFile(join(dir, SAMPLE_TRUTH_FILE), 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );

async function isComplete(dir: string, truth: SampleTruth): Promise<boolean> {
  const found = await Promise.all(truth.pictures.map(({ path }) => isFile(join(dir, path))));
  return found.every(Boolean);
}

/** A file in the folder that is not, byte for byte, a picture of its sample set; null where there is none. */
async function foreignFile(dir: string, truth: SampleTruth): Promise<string | null> {
  const known = new Map(truth.pictures.map(({ path, sha256 }) => [path, sha256]));
  for (const entry of await readdir(dir, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) continue;
    const name = path.slice(dir.length + 1).replaceAll('\\', '/');
    if (name === SAMPLE_TRUTH_FILE) continue;
    const expected = known.get(name);
    if (expected === undefined) return name;
    if (
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex') !== expected
    )
      return name;
  }
  return null;
}

/** Throws `conflict` unless the folder may be replaced: missing, empty, or an untouched sample set. */
async function mayReplace(
  dir: string,
  entries: readonly string[] | null,
  truth: SampleTruth | null,
): Promise<void> {
  if (entries === null || entries.length === 0) return;
  if (truth === null)
    throw new BestiaryError('conflict', `${dir} is not empty and holds no sample set`, {
      hint: 'Name a folder that does not exist yet, or an empty one.',
    });
  const foreign = await foreignFile(dir, truth);
  if (foreign !== null)
    throw new BestiaryError(
      'conflict',
      `${dir} holds another sample set, and ${foreign} in it has been added or changed`,
      {
        hint: 'Name another folder, or delete this one if nothing in it is needed.',
      },
    );
}

function checkOptions(count: number, seed: number): void {
  if (!Number.isInteger(count) || count < 4 || count > 100_000)
    throw new BestiaryError('invalid_input', `a sample set has 4 to 100000 pictures, not ${count}`);
  if (!Number.isSafeInteger(seed))
    throw new BestiaryError('invalid_input', `the seed must be an integer, not ${seed}`);
}

function cancelledIf(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new BestiaryError('cancelled', 'drawing the sample set was cancelled');
}

async function drawInto(
  dir: string,
  plan: readonly PlannedPicture[],
  { onProgress, signal }: DrawSampleSetOptions,
): Promise<PictureTruth[]> {
  const pictures: PictureTruth[] = [];
  let next = 0;
  let done = 0;
  let failed = false;
  const draw = async (): Promise<void> => {
    while (next < plan.length && !failed) {
      const index = next++;
      const planned = plan[index] as PlannedPicture;
      try {
        cancelledIf(signal);
        const { jpeg, recipe } = await drawPicture(planned);
        await writeFile(join(dir, planned.path), jpeg);
        const { creature, pose, coat, scene, distance, veil, hidden, individuals } = recipe;
        pictures[index] = {
          path: planned.path,
          sha256: createHash('sha256').update(jpeg).digest('hex'),
          creature,
          pose,
          coat,
          scene,
          distance,
          veil,
          hidden: Math.round(hidden * 100) / 100,
          individuals,
        };
      } catch (error) {
        failed = true;
        throw error;
      }
      onProgress?.(++done, plan.length);
    }
  };
  const outcomes = await Promise.allSettled(Array.from({ length: IN_FLIGHT }, draw));
  const failure = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
  return pictures;
}

function explained(error: unknown, dir: string): unknown {
  switch (codeOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new BestiaryError('unavailable', `no space left to draw the sample set in ${dir}`, {
        cause: error,
        hint: 'Free some space (the full set takes about 10 MB) or name a folder on another disk.',
      });
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new BestiaryError('invalid_input', `${dir} cannot be written: ${messageOf(error)}`, {
        cause: error,
      });
    default:
      return error;
  }
}

/**
 * Draws the sample set into `dir`: folders `bear` and `dragon` with JPEG pictures of 180 to 320 pixels a side, and
 * `sample.json` ({@link SampleTruth}), which says what is in each picture, which are in the wrong folder and which are
 * near-duplicates. The same count and seed give the same bytes on one machine and one version of `sharp`.
 *
 * A folder that already holds this set is left as it is; another, untouched sample set is replaced. The set is drawn
 * beside `dir` and renamed when it is whole, so that an interruption leaves nothing half-made.
 *
 * @throws BestiaryError `conflict` where the folder holds anything else, `invalid_input` for a count, seed or folder
 * that cannot be used, `unavailable` when the disk is full, `cancelled` when the signal says so.
 */
export async function drawSampleSet(dir: string, options: DrawSampleSetOptions = {}): Promise<SampleSet> {
  const { count = FULL_COUNT, seed = 7, signal } = options;
  checkOptions(count, seed);
  cancelledIf(signal);
  const target = resolve(dir);
  const entries = await entriesOf(target);
  const held = entries === null || entries.length === 0 ? null : await truthIn(target);
  if (
    held !== null &&
    held.version === SAMPLE_VERSION &&
    held.seed === seed &&
    held.count === count &&
    (await isComplete(target, held))
  )
    return { dir: target, truth: held, drawn: false };
  await mayReplace(target, entries, held);

  const plan = planSampleSet(count, seed);
  let partial: string | null = null;
  try {
    await mkdir(dirname(target), { recursive: true });
    partial = await mkdtemp(join(dirname(target), `.${basename(target)}-drawing-`));
    for (const creature of CREATURES) await mkdir(join(partial, creature));
    const truth: SampleTruth = {
      version: SAMPLE_VERSION,
      seed,
      count,
      classes: CREATURES.map((name) => ({
        name,
        count: plan.filter(({ folder }) => folder === name).length,
      })),
      mislabelled: plan
        .filter(({ creature, folder }) => creature !== folder)
        .map(({ path, creature }) => ({ path, trueClass: creature })),
      nearDuplicates: plan.flatMap(({ path, duplicate }) =>
        duplicate === null ? [] : [{ path, ...duplicate }],
      ),
      pictures: await drawInto(partial, plan, options),
    };
    await writeFile(join(partial, SAMPLE_TRUTH_FILE), `${JSON.stringify(truth, null, 1)}\n`);
    if (held !== null) await rm(target, { recursive: true });
    else if (entries !== null) await rmdir(target);
    await rename(partial, target);
    return { dir: target, truth, drawn: true };
  } catch (error) {
    if (partial !== null) await rm(partial, { recursive: true, force: true });
    throw explained(error, target);
  }
}
