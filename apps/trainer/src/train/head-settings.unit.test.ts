import { describe, expect, it } from 'vitest';
import { headTrainingOptions, optimizerOf } from './head-settings.ts';
import { resolveTrainConfig } from './resolve-config.ts';

const config = (flags: Record<string, unknown>) => resolveTrainConfig({ data: 'x', ...flags }, null);

describe('settings of the head', () => {
  it.each([
    [
      { optimizer: 'sgd', momentum: 0.9, nesterov: true },
      { momentum: 0.9, nesterov: true },
    ],
    [
      { optimizer: 'rmsprop', rho: 0.8, centered: true, momentum: 0.1 },
      { rho: 0.8, centered: true, momentum: 0.1 },
    ],
    [{ optimizer: 'adamw', weightDecay: 0.1 }, { weight_decay: 0.1 }],
  ])('reach the optimizer: %j', (flags, expected) => {
    const optimizer = optimizerOf(config({ ...flags, learningRate: 0.5 }), 3);
    expect(optimizer).toMatchObject({ name: flags.optimizer, learningRate: 0.5, config: expected });
  });

  it('reach loss and schedule', () => {
    const flags = { loss: 'focal', focalAlpha: 0.25, focalGamma: 1, schedule: 'cosine', cosineFloor: 0.1 };
    expect(headTrainingOptions(config(flags), Int32Array.of(0, 1), 2)).toMatchObject({
      loss: { kind: 'focal', gamma: 1, alpha: 0.25 },
      schedule: { kind: 'cosine', floor: 0.1 },
    });
  });

  it.each([
    [{ nesterov: true, optimizer: 'sgd' }, '--nesterov'],
    [{ nesterov: true, momentum: 0.9, optimizer: 'rmsprop' }, '--nesterov'],
    [{ centered: true }, '--centered'],
    [{ focalAlpha: 0.25 }, '--focal-alpha'],
    [{ cosineFloor: 0.1 }, '--cosine-floor'],
  ])('that would do nothing are refused: %j', (flags, named) => {
    expect(() => config(flags)).toThrow(named);
  });
});
