import { resolve } from 'node:path';
import { BestiaryError } from '@bestiary/contracts/error';
import { flagName, settingName, TrainConfig } from './train-config.ts';

/** Settings from a file: a run's own `config.yaml`, or one that somebody wrote. */
export interface ConfigFile {
  path: string;
  settings: Readonly<Record<string, unknown>>;
}

/**
 * Puts settings together: what the flags say, else the file, else the defaults.
 *
 * @throws BestiaryError `usage` that names each wrong flag, `invalid_input` each wrong setting of the file
 */
export function resolveTrainConfig(
  flags: Readonly<Record<string, unknown>>,
  file: ConfigFile | null,
): TrainConfig {
  const merged = { ...file?.settings, ...flags };
  if (file && 'tags' in flags && typeof file.settings['tags'] === 'object') {
    merged['tags'] = { ...file.settings['tags'], ...(flags['tags'] as object) };
  }
  const parsed = TrainConfig.safeParse(merged);
  if (parsed.success) {
    refuseContradictions(parsed.data);
    return parsed.data;
  }
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

/** Paths that mean the same from every working directory. */
export function withAbsolutePaths(config: TrainConfig): TrainConfig {
  const absolute = { ...config };
  for (const key of ['data', 'testData', 'weights', 'cacheDir'] as const) {
    const path = config[key];
    if (path !== undefined) absolute[key] = resolve(path);
  }
  return absolute;
}

function refuseContradictions(config: TrainConfig): void {
  const faults: string[] = [];
  if (config.augmentBank !== undefined && config.augment === undefined) {
    faults.push('--augment-bank needs --augment, which says how the views differ');
  }
  if (config.fineTuneFrom !== undefined && config.folds !== undefined) {
    faults.push('--fine-tune-from and --folds: cross-validation is of heads on a frozen backbone');
  }
  if (config.folds !== undefined && config.testData !== undefined) {
    faults.push('--folds and --test-data: cross-validation keeps no model that could be tested');
  }
  if (config.folds !== undefined && config.testSplit !== undefined) {
    faults.push('--folds and --test-split: cross-validation keeps no model that could be tested');
  }
  if (config.testSplit !== undefined && config.testData !== undefined) {
    faults.push('--test-split and --test-data: test images come from the folder, or from one of their own');
  }
  if (config.validationSplit === 0 && (config.earlyStopping !== undefined || config.restoreBest)) {
    faults.push(
      '--validation-split 0 leaves no images to tell the best epoch by: no --early-stopping, no --restore-best',
    );
  }
  if (config.warmUpEpochs >= config.epochs) {
    faults.push(
      `--warm-up-epochs: expected less than the ${config.epochs} epochs, got ${config.warmUpEpochs}`,
    );
  }
  if (config.momentum > 0 && config.optimizer !== 'sgd' && config.optimizer !== 'rmsprop') {
    faults.push(`--momentum belongs to sgd and rmsprop, not to ${config.optimizer}`);
  }
  if (config.nesterov && !(config.optimizer === 'sgd' && config.momentum > 0)) {
    faults.push('--nesterov belongs to sgd with --momentum');
  }
  if (config.centered && config.optimizer !== 'rmsprop') {
    faults.push(`--centered belongs to rmsprop, not to ${config.optimizer}`);
  }
  if (config.focalAlpha !== undefined && config.loss !== 'focal') {
    faults.push('--focal-alpha belongs to --loss focal');
  }
  if (config.cosineFloor > 0 && config.schedule !== 'cosine') {
    faults.push('--cosine-floor belongs to --schedule cosine');
  }
  if (faults.length > 0) throw new BestiaryError('usage', faults.join('\n'));
}
