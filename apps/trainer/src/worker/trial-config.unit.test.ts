import { SweepConfig } from '@bestiary/contracts/sweep';
import { SweepTraining } from '@bestiary/contracts/sweep-record';
import { describe, expect, it } from 'vitest';
import { objectiveValue } from './objective-value.ts';
import { trainSettings, trialConfigs } from './trial-config.ts';

const sweep = (more: object = {}, training: object = {}) => ({
  projectName: 'flowers',
  config: SweepConfig.parse({
    space: { learning_rate: { type: 'float', low: 1e-4, high: 1 } },
    objective: { metric: 'val_loss', goal: 'min' },
    budget: { trials: 1 },
    seed: 7,
    ...more,
  }),
  training: SweepTraining.parse({ args: { data: '/flowers', epochs: 3 }, ...training }),
});

describe("a trial's settings", () => {
  it('are those of the sweep and its own parameters', () => {
    const [config, ...others] = trialConfigs(sweep(), { learning_rate: 0.01 }, 'trial 0');
    expect(others).toEqual([]);
    expect(config).toMatchObject({ data: '/flowers', epochs: 3, learningRate: 0.01, project: 'flowers' });
    expect(config!.testSplit).toBeUndefined();
  });

  it('differ between repeats in their seeds, and not in what is held out', () => {
    const configs = trialConfigs(
      sweep({ repeats: 3, folds: 4 }, { holdout: 0.25 }),
      { seed: 2 ** 32 - 2 },
      'trial 0',
    );
    expect(configs.map(({ seed }) => seed)).toEqual([2 ** 32 - 2, 2 ** 32 - 1, 0]);
    for (const config of configs) expect(config).toMatchObject({ testSplit: 0.25, testSeed: 7, folds: 4 });
  });

  it('may be steps of the augmentation, layers, and nothing', () => {
    expect(
      trainSettings({ augment_zoom: 0.2, augment_bank: 3, hidden: '128,32', early_stopping: 'none' }),
    ).toEqual({
      augment: { zoom: 0.2 },
      augmentBank: 3,
      hidden: [128, 32],
    });
    expect(trainSettings({ augment_flip: 'none', hidden: 64 })).toEqual({ hidden: [64] });
    expect(trainSettings({ class_weights: 'none' })).toEqual({ classWeights: 'none' });
  });

  it('are refused by the name of the trial where they contradict each other', () => {
    expect(() => trialConfigs(sweep(), { warm_up_epochs: 3 }, 'trial 4')).toThrow('--warm-up-epochs');
    expect(() => trialConfigs(sweep(), { batch_size: 0 }, 'trial 4')).toThrow('trial 4: batch_size');
  });
});

describe('the value of an objective', () => {
  const values = [3, NaN, 1, 2];

  it.each([
    ['last', 'min', 2],
    ['best', 'min', 1],
    ['best', 'max', 3],
    ['min', 'max', 1],
    ['max', 'min', 3],
  ] as const)('is the %s of a curve whose goal is %s: %d', (aggregate, goal, expected) => {
    expect(objectiveValue({ aggregate, goal }, values)).toBe(expected);
  });

  it('is NaN where there is no number', () => {
    expect(objectiveValue({ aggregate: 'best', goal: 'min' }, [NaN])).toBeNaN();
    expect(objectiveValue({ aggregate: 'last', goal: 'min' }, [])).toBeNaN();
  });
});
