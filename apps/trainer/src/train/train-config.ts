import { BestiaryError } from '@bestiary/contracts/error';
import { Name } from '@bestiary/contracts/project';
import { RESIZE_MODES } from '@bestiary/datasets/resize';
import { ENGINES } from '@bestiary/models/engines';
import { z } from 'zod';

const whole = (min: number, max: number) => {
  const error = `expected a whole number from ${min} to ${max}`;
  return z.int({ error }).min(min, { error }).max(max, { error });
};
const positive = z
  .number({ error: 'expected a number above 0' })
  .gt(0, { error: 'expected a number above 0' });
const oneOf = <const T extends readonly string[]>(values: T) =>
  z.enum(values, { error: `expected ${values.join(', ')}` });

/** Everything that decides a training; the defaults are the notebook's. */
export const TrainConfig = z.strictObject({
  /** folder with one folder of images a class */
  data: z.string({ error: 'expected a folder' }).min(1, { error: 'expected a folder' }),
  epochs: whole(1, 100_000).default(20),
  batchSize: whole(1, 65_536).default(1),
  learningRate: positive.default(1e-4),
  dropout: z
    .number({ error: 'expected a share from 0 to below 1' })
    .min(0, { error: 'expected a share from 0 to below 1' })
    .lt(1, { error: 'expected a share from 0 to below 1' })
    .default(0.2),
  imageSize: whole(32, 1_024).default(160),
  resize: oneOf(RESIZE_MODES).default('stretch'),
  backbone: oneOf(['mobilenet_v2']).default('mobilenet_v2'),
  /** width of the backbone; the bundled weights have their own */
  alpha: positive.default(1),
  /** a Keras no-top .h5 file */
  weights: z.string({ error: 'expected a file' }).min(1, { error: 'expected a file' }).optional(),
  /** what runs the frozen base; `auto` is the fastest that works */
  backend: oneOf(['auto', ...ENGINES]).default('auto'),
  seed: whole(0, 2 ** 32 - 1).default(123),
  validationSplit: z
    .number({ error: 'expected a share between 0 and 1' })
    .gt(0, { error: 'expected a share between 0 and 1' })
    .lt(1, { error: 'expected a share between 0 and 1' })
    .default(0.2),
  name: Name.optional(),
  project: Name.default('default'),
  tags: z.record(z.string().min(1).max(250), z.string().max(5_000)).default({}),
  /** leave out images that can't be used instead of stopping */
  skipBad: z.boolean().default(false),
  /** keep features on disk between runs */
  cache: z.boolean().default(true),
  cacheDir: z.string().min(1).optional(),
});
export type TrainConfig = z.infer<typeof TrainConfig>;

/** What a run is given when nothing is said; for help texts. */
export const TRAIN_DEFAULTS = TrainConfig.parse({ data: '.' });

/** `batchSize` → `batch_size`: how a setting is written in YAML and in a run's parameters. */
export function settingName(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** `batchSize` → `--batch-size` */
export function flagName(key: string): string {
  return `--${settingName(key).replaceAll('_', '-')}`;
}

/**
 * Puts settings together: what the flags say, else the file, else the defaults.
 *
 * @throws BestiaryError `usage` that names each wrong flag, `invalid_input` each wrong setting of the file
 */
export function resolveTrainConfig(
  flags: Readonly<Record<string, unknown>>,
  file: { path: string; settings: Readonly<Record<string, unknown>> } | null,
): TrainConfig {
  const merged = { ...file?.settings, ...flags };
  if (file && 'tags' in flags && typeof file.settings['tags'] === 'object') {
    merged['tags'] = { ...file.settings['tags'], ...(flags['tags'] as object) };
  }
  const parsed = TrainConfig.safeParse(merged);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => {
    const key = String(issue.path[0] ?? '');
    const value = merged[key];
    if (value === undefined && key === 'data') return { fromFlag: true, text: '--data DIR is required' };
    const fromFlag = key in flags || !file;
    const where = fromFlag ? flagName(key) : `${file.path}: ${settingName(key)}`;
    return { fromFlag, text: `${where}: ${issue.message}, got ${JSON.stringify(value)}` };
  });
  throw new BestiaryError(
    issues.some((issue) => issue.fromFlag) ? 'usage' : 'invalid_input',
    issues.map((issue) => issue.text).join('\n'),
    { hint: '`bestiary train --help` lists the flags with their defaults.' },
  );
}

/** The settings that describe the training itself, named as in YAML: a run's parameters. The backbone is the one in use. */
export function toParams(
  config: TrainConfig,
  backbone: { name: string; alpha?: number },
): Record<string, string | number> {
  return {
    epochs: config.epochs,
    batch_size: config.batchSize,
    learning_rate: config.learningRate,
    dropout: config.dropout,
    image_size: config.imageSize,
    resize: config.resize,
    backbone: backbone.name,
    ...(backbone.alpha !== undefined && { alpha: backbone.alpha }),
    validation_split: config.validationSplit,
    optimizer: 'adam',
    seed: config.seed,
  };
}
