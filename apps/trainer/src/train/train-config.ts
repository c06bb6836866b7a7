import { Name } from '@bestiary/contracts/project';
import { FLIPS } from '@bestiary/datasets/augment/augmentation';
import { SPLIT_KINDS } from '@bestiary/datasets/image-split';
import { RESIZE_MODES } from '@bestiary/datasets/resize';
import { BACKBONES } from '@bestiary/models/backbones';
import { MONITORED_METRICS } from '@bestiary/models/early-stopping';
import { ENGINES } from '@bestiary/models/engines';
import { OPTIMIZERS } from '@bestiary/models/optimizer';
import { z } from 'zod';

const whole = (min: number, max: number) => {
  const error = `expected a whole number from ${min} to ${max}`;
  return z.int({ error }).min(min, { error }).max(max, { error });
};
const positive = z
  .number({ error: 'expected a number above 0' })
  .gt(0, { error: 'expected a number above 0' });
const notNegative = z
  .number({ error: 'expected a number from 0 on' })
  .min(0, { error: 'expected a number from 0 on' });
const share = (error: string) => z.number({ error }).min(0, { error });
const belowOne = () =>
  share('expected a share from 0 to below 1').lt(1, 'expected a share from 0 to below 1');
const upToOne = () => share('expected a share from 0 to 1').max(1, 'expected a share from 0 to 1');
const oneOf = <const T extends readonly string[]>(values: T) =>
  z.enum(values, { error: `expected ${values.join(', ')}` });
const folder = () => z.string({ error: 'expected a folder' }).min(1, { error: 'expected a folder' });
const file = () => z.string({ error: 'expected a file' }).min(1, { error: 'expected a file' });

/** How training images are varied; what is left out does nothing. */
export const AugmentConfig = z.strictObject({
  flip: oneOf(FLIPS).optional(),
  rotation: upToOne().optional(),
  zoom: belowOne().optional(),
  translation: upToOne().optional(),
  contrast: upToOne().optional(),
  brightness: upToOne().optional(),
});
export type AugmentConfig = z.infer<typeof AugmentConfig>;

/** Everything that decides a training; the defaults are the notebook's. */
export const TrainConfig = z.strictObject({
  /** folder with one folder of images a class */
  data: folder(),
  /** a folder of the same classes that is looked at once, at the end */
  testData: folder().optional(),
  /** share of the images that is set aside, by class, and looked at once, at the end */
  testSplit: belowOne().optional(),
  testSeed: whole(0, 2 ** 32 - 1).default(0),
  split: oneOf(SPLIT_KINDS).default('keras'),
  /** 0: all images are trained on */
  validationSplit: belowOne().default(0.2),
  /** cross-validation with so many folds instead of one split */
  folds: whole(2, 1_000).optional(),
  seed: whole(0, 2 ** 32 - 1).default(123),
  /** leave out images that can't be used instead of stopping */
  skipBad: z.boolean().default(false),

  imageSize: whole(32, 1_024).default(160),
  resize: oneOf(RESIZE_MODES).default('stretch'),
  backbone: oneOf(BACKBONES).default('mobilenet_v2'),
  /** width of the backbone; the bundled weights have their own */
  alpha: positive.default(1),
  /** a Keras no-top .h5 file */
  weights: file().optional(),
  /** what runs the frozen base; `auto` is the fastest that works */
  backend: oneOf(['auto', ...ENGINES]).default('auto'),
  /** features don't depend, not in the last digit, on which images are computed together */
  deterministic: z.boolean().default(true),

  augment: AugmentConfig.optional(),
  /** so many views of each image, computed once, instead of a new one in each epoch */
  augmentBank: whole(1, 1_000).optional(),

  epochs: whole(1, 100_000).default(20),
  batchSize: whole(1, 65_536).default(1),
  optimizer: oneOf(OPTIMIZERS).default('adam'),
  learningRate: positive.default(1e-4),
  /** of sgd and rmsprop */
  momentum: belowOne().default(0),
  /** of sgd with momentum */
  nesterov: z.boolean().default(false),
  /** of rmsprop: what it keeps of its running mean a step */
  rho: belowOne().default(0.9),
  /** of rmsprop */
  centered: z.boolean().default(false),
  /** of adamw */
  weightDecay: notNegative.default(0.004),
  schedule: oneOf(['constant', 'cosine', 'step']).default('constant'),
  /** schedule `cosine`: the share of the rate that it ends with; Keras' `alpha` */
  cosineFloor: upToOne().default(0),
  /** the learning rate rises over so many epochs */
  warmUpEpochs: notNegative.default(0),
  /** schedule `step`: every so many epochs the rate is multiplied by `stepFactor` */
  stepEvery: positive.default(10),
  stepFactor: positive.default(0.1),

  /** units of layers between the features and the classes */
  hidden: z.array(whole(1, 65_536)).max(8, 'expected at most 8 layers').default([]),
  dropout: belowOne().default(0.2),
  l2: notNegative.default(0),
  loss: oneOf(['cross-entropy', 'focal']).default('cross-entropy'),
  focalGamma: notNegative.default(2),
  /** of the focal loss: the weight of class 1 of two, the other's being 1 less it; of more classes a factor for all */
  focalAlpha: upToOne().optional(),
  labelSmoothing: belowOne().default(0),
  classWeights: oneOf(['none', 'balanced']).default('none'),
  /** end after so many epochs without a better one */
  earlyStopping: whole(1, 100_000).optional(),
  /** what makes an epoch better */
  monitor: oneOf(MONITORED_METRICS).default('val_loss'),
  /** end with the parameters of the best epoch */
  restoreBest: z.boolean().default(false),
  /** the first layer of the backbone that is trained once the head has converged: its name, or its place in the list of layers */
  fineTuneFrom: z.union([z.string().min(1), z.int().transform(String)]).optional(),
  fineTuneEpochs: whole(1, 100_000).default(10),
  /** a tenth of the head's when absent */
  fineTuneLearningRate: positive.optional(),
  /** a checkpoint every so many epochs, to resume from */
  checkpointEvery: whole(1, 100_000).default(1),

  name: Name.optional(),
  project: Name.default('default'),
  tags: z.record(z.string().min(1).max(250), z.string().max(5_000)).default({}),
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

/** Settings that say where things are or what they are called, not what is computed. */
const NOT_PARAMS: ReadonlySet<string> = new Set([
  'data',
  'testData',
  'weights',
  'name',
  'project',
  'tags',
  'skipBad',
  'cache',
  'cacheDir',
  'backend',
  'deterministic',
  'checkpointEvery',
]);

/** Settings without effect unless another one has a certain value. */
const ONLY_WITH: Readonly<Record<string, (config: TrainConfig) => boolean>> = {
  testSeed: ({ testSplit }) => testSplit !== undefined,
  validationSplit: ({ folds }) => folds === undefined,
  momentum: ({ optimizer }) => optimizer === 'sgd' || optimizer === 'rmsprop',
  nesterov: ({ optimizer, momentum }) => optimizer === 'sgd' && momentum > 0,
  rho: ({ optimizer }) => optimizer === 'rmsprop',
  centered: ({ optimizer }) => optimizer === 'rmsprop',
  weightDecay: ({ optimizer }) => optimizer === 'adamw',
  cosineFloor: ({ schedule }) => schedule === 'cosine',
  stepEvery: ({ schedule }) => schedule === 'step',
  stepFactor: ({ schedule }) => schedule === 'step',
  focalGamma: ({ loss }) => loss === 'focal',
  focalAlpha: ({ loss }) => loss === 'focal',
  fineTuneEpochs: ({ fineTuneFrom }) => fineTuneFrom !== undefined,
  fineTuneLearningRate: ({ fineTuneFrom }) => fineTuneFrom !== undefined,
  monitor: ({ earlyStopping, restoreBest }) => earlyStopping !== undefined || restoreBest,
};

/**
 * The settings that describe the training itself, named as in YAML: a run's parameters. What has no effect is left out, and the
 * backbone is the one in use.
 */
export function toParams(
  config: TrainConfig,
  backbone: { name: string; alpha?: number },
): Record<string, string | number | boolean | number[]> {
  const params: Record<string, string | number | boolean | number[]> = {};
  for (const [key, value] of Object.entries(config)) {
    if (NOT_PARAMS.has(key) || value === undefined || ONLY_WITH[key]?.(config) === false) continue;
    if (key === 'augment') {
      for (const [step, amount] of Object.entries(value as AugmentConfig)) params[`augment.${step}`] = amount;
    } else {
      params[settingName(key)] = value as string | number | boolean | number[];
    }
  }
  params['backbone'] = backbone.name;
  if (backbone.alpha === undefined) delete params['alpha'];
  else params['alpha'] = backbone.alpha;
  return params;
}
