import { EPOCH_METRICS } from './metric.ts';
import type { ParamValue } from './sweep.ts';

/** What a setting of a training may be. `min` and `max` are allowed themselves, `above` and `below` are not. */
export type TrainOptionKind =
  | {
      readonly kind: 'number' | 'whole';
      readonly min?: number;
      readonly max?: number;
      readonly above?: number;
      readonly below?: number;
    }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  | { readonly kind: 'boolean' }
  /** a folder or a file */
  | { readonly kind: 'path' }
  /** the name of a layer, or its place in their list: `block_16_expand`, `-20` */
  | { readonly kind: 'layer' }
  /** sizes of hidden layers: `256`, or as text `256,64` */
  | { readonly kind: 'units' };

export type TrainOption = TrainOptionKind & {
  readonly part: 'images' | 'backbone' | 'head' | 'fine-tuning';
  /** left out where it has to be given */
  readonly default?: ParamValue;
  /** whether a sweep may vary it: trials are only compared on the same images, on whatever machine they run */
  readonly searched: boolean;
};

/** The value of a setting that is not in use, where it need not be: `early_stopping: none`. */
export const NOT_IN_USE = 'none';

/** A setting without a default is not in use when it is left out, `data` apart. */
export function isOptional(name: string): boolean {
  const option = TRAIN_OPTIONS[name];
  return (option !== undefined && option.default === undefined && name !== 'data') || name === 'hidden';
}

const images = { part: 'images', searched: true } as const;
const given = { part: 'images', searched: false } as const;
const backbone = { part: 'backbone', searched: true } as const;
const head = { part: 'head', searched: true } as const;
const fineTuning = { part: 'fine-tuning', searched: true } as const;

/**
 * What `bestiary train` takes, by the names of its configuration files: the parameters that a sweep may have, and those that all of its
 * trials may be given. Steps of the augmentation are settings of their own here (`augment_rotation: 0.1`).
 */
export const TRAIN_OPTIONS: Readonly<Record<string, TrainOption>> = {
  data: { ...given, kind: 'path' },
  test_data: { ...given, kind: 'path' },
  skip_bad: { ...given, kind: 'boolean', default: false },
  split: { ...images, kind: 'choice', choices: ['keras', 'stratified', 'grouped'], default: 'keras' },
  validation_split: { ...images, kind: 'number', min: 0, below: 1, default: 0.2 },
  seed: { ...images, kind: 'whole', min: 0, max: 2 ** 32 - 1, default: 123 },
  resize: { ...images, kind: 'choice', choices: ['stretch', 'crop', 'pad'], default: 'stretch' },
  image_size: { ...images, kind: 'whole', min: 32, max: 1_024, default: 160 },
  augment_flip: { ...images, kind: 'choice', choices: ['horizontal', 'vertical', 'both'] },
  augment_rotation: { ...images, kind: 'number', min: 0, max: 1 },
  augment_zoom: { ...images, kind: 'number', min: 0, below: 1 },
  augment_translation: { ...images, kind: 'number', min: 0, max: 1 },
  augment_contrast: { ...images, kind: 'number', min: 0, max: 1 },
  augment_brightness: { ...images, kind: 'number', min: 0, max: 1 },
  augment_bank: { ...images, kind: 'whole', min: 1, max: 1_000 },

  backbone: {
    ...backbone,
    kind: 'choice',
    choices: [
      'mobilenet_v2',
      'mobilenet_v3_small',
      'mobilenet_v3_large',
      'efficientnet_b0',
      'efficientnet_b1',
      'efficientnet_v2_b0',
    ],
    default: 'mobilenet_v2',
  },
  alpha: { ...backbone, kind: 'number', above: 0, default: 1 },
  weights: { ...backbone, kind: 'path' },
  backend: {
    ...backbone,
    searched: false,
    kind: 'choice',
    choices: ['auto', 'onnxruntime', 'tensorflow', 'wasm'],
    default: 'auto',
  },
  deterministic: { ...backbone, searched: false, kind: 'boolean', default: true },

  epochs: { ...head, kind: 'whole', min: 1, max: 100_000, default: 20 },
  batch_size: { ...head, kind: 'whole', min: 1, max: 65_536, default: 1 },
  optimizer: { ...head, kind: 'choice', choices: ['adam', 'adamw', 'sgd', 'rmsprop'], default: 'adam' },
  learning_rate: { ...head, kind: 'number', above: 0, default: 1e-4 },
  momentum: { ...head, kind: 'number', min: 0, below: 1, default: 0 },
  nesterov: { ...head, kind: 'boolean', default: false },
  rho: { ...head, kind: 'number', min: 0, below: 1, default: 0.9 },
  centered: { ...head, kind: 'boolean', default: false },
  weight_decay: { ...head, kind: 'number', min: 0, default: 0.004 },
  schedule: { ...head, kind: 'choice', choices: ['constant', 'cosine', 'step'], default: 'constant' },
  cosine_floor: { ...head, kind: 'number', min: 0, max: 1, default: 0 },
  warm_up_epochs: { ...head, kind: 'number', min: 0, default: 0 },
  step_every: { ...head, kind: 'number', above: 0, default: 10 },
  step_factor: { ...head, kind: 'number', above: 0, default: 0.1 },
  hidden: { ...head, kind: 'units', default: NOT_IN_USE },
  dropout: { ...head, kind: 'number', min: 0, below: 1, default: 0.2 },
  l2: { ...head, kind: 'number', min: 0, default: 0 },
  loss: { ...head, kind: 'choice', choices: ['cross-entropy', 'focal'], default: 'cross-entropy' },
  focal_gamma: { ...head, kind: 'number', min: 0, default: 2 },
  focal_alpha: { ...head, kind: 'number', min: 0, max: 1 },
  label_smoothing: { ...head, kind: 'number', min: 0, below: 1, default: 0 },
  class_weights: { ...head, kind: 'choice', choices: ['none', 'balanced'], default: 'none' },
  early_stopping: { ...head, kind: 'whole', min: 1, max: 100_000 },
  monitor: {
    ...head,
    kind: 'choice',
    choices: ['val_loss', 'val_accuracy', 'val_balanced_accuracy'],
    default: 'val_loss',
  },
  restore_best: { ...head, kind: 'boolean', default: false },

  fine_tune_from: { ...fineTuning, kind: 'layer' },
  fine_tune_epochs: { ...fineTuning, kind: 'whole', min: 1, max: 100_000, default: 10 },
  fine_tune_learning_rate: { ...fineTuning, kind: 'number', above: 0 },
};

/** The parameters that a sweep's space may have. */
export const SEARCHED_OPTIONS: ReadonlySet<string> = new Set(
  Object.entries(TRAIN_OPTIONS).flatMap(([name, { searched }]) => (searched ? [name] : [])),
);

/** What a sweep's objective may be: figures of every epoch, and how long the training of a trial took. */
export const TRIAL_METRICS = [...EPOCH_METRICS, 'training_seconds'] as const;

/** Why a training can't be given this value; `undefined` where it can. Contradictions between settings are found by the training. */
export function problemOfOption(name: string, value: ParamValue): string | undefined {
  const option = TRAIN_OPTIONS[name];
  if (option === undefined) return `a training has no setting "${name}"`;
  if (value === NOT_IN_USE && isOptional(name)) return undefined;
  const expected = expectedOf(option, value);
  return expected && `${name}: expected ${expected}, got ${JSON.stringify(value)}`;
}

/** What is expected instead of a value. */
function expectedOf(option: TrainOptionKind, value: ParamValue): string | undefined {
  switch (option.kind) {
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'true or false';
    case 'choice':
      return option.choices.includes(value as string) ? undefined : option.choices.join(', ');
    case 'path':
      return typeof value === 'string' && value !== '' ? undefined : 'a folder or a file';
    case 'layer':
      return (typeof value === 'string' && value !== '') || Number.isInteger(value)
        ? undefined
        : 'the name of a layer, or its place';
    case 'units':
      return /^\s*[1-9]\d*(\s*,\s*[1-9]\d*)*\s*$/.test(String(value))
        ? undefined
        : 'units, as 256 or "256,64"';
    case 'number':
    case 'whole':
      return isNumberOf(option, value) ? undefined : describeNumbers(option);
  }
}

type Numbers = Extract<TrainOptionKind, { kind: 'number' | 'whole' }>;

function isNumberOf({ kind, min, max, above, below }: Numbers, value: ParamValue): boolean {
  return (
    typeof value === 'number' &&
    (kind === 'number' ? Number.isFinite(value) : Number.isInteger(value)) &&
    (min === undefined || value >= min) &&
    (max === undefined || value <= max) &&
    (above === undefined || value > above) &&
    (below === undefined || value < below)
  );
}

function describeNumbers({ kind, min, max, above, below }: Numbers): string {
  const bounds = [
    ...(min === undefined ? [] : [`from ${min}`]),
    ...(above === undefined ? [] : [`above ${above}`]),
    ...(max === undefined ? [] : [`to ${max}`]),
    ...(below === undefined ? [] : [`below ${below}`]),
  ];
  return [kind === 'whole' ? 'a whole number' : 'a number', ...bounds].join(' ');
}

/** What a sweep's description is held against: its parameters, their values, and its objectives. */
export const TRIAL_CHECKS = {
  known: SEARCHED_OPTIONS,
  problemOf: problemOfOption,
  metrics: TRIAL_METRICS,
} as const;
