import type { ParamValue, TrialParams } from '@bestiary/contracts/sweep';
import { isOptional, NOT_IN_USE, TRAIN_OPTIONS } from '@bestiary/contracts/train-options';
import type { ClaimedSweep } from '@bestiary/contracts/trial';
import { resolveTrainConfig } from '../train/resolve-config.ts';
import { settingName, TrainConfig } from '../train/train-config.ts';

/** The settings a training takes by their names in a sweep. */
const KEYS = new Map(Object.keys(TrainConfig.shape).map((key) => [settingName(key), key]));
const STEP = 'augment_';

/** What a sweep says to each of its trials, beside their parameters. */
export type TrialSettings = Pick<ClaimedSweep, 'config' | 'training' | 'projectName'>;

/**
 * The settings of a trial's trainings: of one, or of each of its repeats, which differ in their seeds.
 *
 * @param name says in messages whose parameters are wrong
 * @throws BestiaryError `invalid_input` or `usage` for parameters that no training takes, or that contradict each other
 */
export function trialConfigs(
  { config, training, projectName }: TrialSettings,
  params: TrialParams,
  name: string,
): TrainConfig[] {
  const given = trainSettings({ ...training.args, ...params });
  const first = resolveTrainConfig(
    {},
    {
      path: name,
      settings: {
        ...given,
        ...(config.folds !== undefined && { folds: config.folds }),
        project: projectName,
      },
    },
  );
  return Array.from({ length: config.repeats }, (_, repeat) => ({
    ...first,
    seed: (first.seed + repeat) % 2 ** 32,
    // in cross-validation too, which has no use for test images by itself: the heads judge them together
    ...(training.holdout !== undefined && { testSplit: training.holdout, testSeed: config.seed }),
  }));
}

/** `augment_zoom: 0.2, hidden: '256,64'` → `augment: { zoom: 0.2 }, hidden: [256, 64]`: a sweep's values are scalars. */
export function trainSettings(params: TrialParams): Record<string, unknown> {
  const settings: Record<string, unknown> = {};
  const augment: Record<string, ParamValue> = {};
  for (const [name, value] of Object.entries(params)) {
    if (value === NOT_IN_USE && isOptional(name)) continue;
    if (name.startsWith(STEP) && name !== 'augment_bank') augment[name.slice(STEP.length)] = value;
    else settings[KEYS.get(name) ?? name] = TRAIN_OPTIONS[name]?.kind === 'units' ? unitsOf(value) : value;
  }
  return Object.keys(augment).length > 0 ? { ...settings, augment } : settings;
}

function unitsOf(value: ParamValue): unknown {
  return String(value)
    .split(',')
    .map((part) => Number(part));
}
