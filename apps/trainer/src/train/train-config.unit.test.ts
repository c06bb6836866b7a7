import { BestiaryError } from '@bestiary/contracts/error';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseAugment } from './augment-flag.ts';
import { writeConfigYaml } from './config-file.ts';
import { resolveTrainConfig } from './resolve-config.ts';
import { toParams, TRAIN_DEFAULTS } from './train-config.ts';

const file = (settings: Record<string, unknown>) => ({ path: 'config.yaml', settings });

function failure(work: () => unknown): BestiaryError {
  try {
    work();
  } catch (error) {
    if (error instanceof BestiaryError) return error;
  }
  throw new Error('expected a BestiaryError');
}

describe('resolveTrainConfig', () => {
  it("has the notebook's defaults", () => {
    expect(resolveTrainConfig({ data: 'x' }, null)).toMatchObject({
      epochs: 20,
      batchSize: 1,
      learningRate: 1e-4,
      dropout: 0.2,
      imageSize: 160,
      seed: 123,
      validationSplit: 0.2,
    });
  });

  it('takes a flag before the file, and the file before the default', () => {
    const config = resolveTrainConfig({ data: 'x', epochs: 3 }, file({ epochs: 5, batchSize: 8 }));
    expect(config).toMatchObject({ epochs: 3, batchSize: 8, dropout: TRAIN_DEFAULTS.dropout });
  });

  it('adds the tags of flags to those of the file', () => {
    const config = resolveTrainConfig({ data: 'x', tags: { b: '2' } }, file({ tags: { a: '1', b: '1' } }));
    expect(config.tags).toEqual({ a: '1', b: '2' });
  });

  it('calls a wrong flag a usage error and names it with its value', () => {
    const error = failure(() => resolveTrainConfig({ data: 'x', batchSize: 0.5 }, null));
    expect(error.code).toBe('usage');
    expect(error.message).toMatch(/^--batch-size: .* got 0\.5$/);
  });

  it('calls a wrong setting of the file invalid input and names file and setting', () => {
    const error = failure(() => resolveTrainConfig({ data: 'x' }, file({ learningRate: 'fast' })));
    expect(error.code).toBe('invalid_input');
    expect(error.message).toMatch(/^config\.yaml: learning_rate: .* got "fast"$/);
  });

  it('says that --data is required', () => {
    expect(failure(() => resolveTrainConfig({}, null)).message).toBe('--data DIR is required');
  });
});

describe('settings written down', () => {
  const config = resolveTrainConfig({ data: 'x', learningRate: 0.01, tags: { a: 'b' } }, null);

  it('read back from YAML as they were', () => {
    expect(parse(writeConfigYaml(config))).toMatchObject({
      data: 'x',
      learning_rate: 0.01,
      batch_size: 1,
      tags: { a: 'b' },
    });
  });

  it("are a run's parameters, without paths and names", () => {
    expect(toParams(config, { name: 'mobilenet_v2_1.0', alpha: 1 })).toEqual({
      epochs: 20,
      batch_size: 1,
      learning_rate: 0.01,
      dropout: 0.2,
      image_size: 160,
      resize: 'stretch',
      backbone: 'mobilenet_v2_1.0',
      alpha: 1,
      validation_split: 0.2,
      optimizer: 'adam',
      seed: 123,
      split: 'keras',
      schedule: 'constant',
      warm_up_epochs: 0,
      hidden: [],
      l2: 0,
      loss: 'cross-entropy',
      label_smoothing: 0,
      class_weights: 'none',
      restore_best: false,
    });
  });

  it('are parameters where they have an effect, augmentation step by step', () => {
    const settings = { optimizer: 'sgd', momentum: 0.9, folds: 5, augment: { flip: 'both', zoom: 0.2 } };
    const params = toParams(resolveTrainConfig({ data: 'x', ...settings }, null), {
      name: 'efficientnet_b0',
    });
    expect(params).toMatchObject({ momentum: 0.9, folds: 5, 'augment.flip': 'both', 'augment.zoom': 0.2 });
    for (const name of ['alpha', 'validation_split', 'weight_decay', 'monitor', 'step_every']) {
      expect(params).not.toHaveProperty(name);
    }
  });
});

describe('contradictions between settings', () => {
  it.each([
    [{ augmentBank: 3 }, '--augment-bank needs --augment'],
    [{ epochs: 3, warmUpEpochs: 3 }, '--warm-up-epochs: expected less than the 3 epochs'],
    [{ momentum: 0.9 }, '--momentum belongs to sgd and rmsprop, not to adam'],
  ])('are refused by name: %o', (settings, message) => {
    const error = failure(() => resolveTrainConfig({ data: 'x', ...settings }, null));
    expect(error).toMatchObject({ code: 'usage', message: expect.stringContaining(message) as string });
  });
});

describe('--augment', () => {
  it("is the notebook's without more, and otherwise what it says", () => {
    expect(parseAugment('')).toEqual({ flip: 'horizontal', rotation: 0.1 });
    expect(parseAugment('flip, zoom=0.2')).toEqual({ flip: 'horizontal', zoom: 0.2 });
  });

  it.each(['spin=1', 'rotation', 'rotation=2', 'flip=up'])('refuses %s by name', (text) => {
    expect(() => parseAugment(text)).toThrow(text.split('=')[0]);
  });
});
