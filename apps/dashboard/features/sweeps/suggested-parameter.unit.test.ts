import { SweepConfig } from '@bestiary/contracts/sweep';
import { describe, expect, it } from 'vitest';
import { PARAMETER_NAMES, retyped, suggestedParameter, typedValue } from './suggested-parameter.ts';

const budget = { trials: 1 };
const objective = { metric: 'val_loss', goal: 'min' };

describe('a suggested parameter', () => {
  it('is a valid one for every setting that a sweep may vary', () => {
    for (const name of PARAMETER_NAMES) {
      const parsed = SweepConfig.safeParse({
        space: { [name]: suggestedParameter(name) },
        objective,
        budget,
      });
      expect(parsed.error, name).toBeUndefined();
    }
  });

  it('stays valid as another kind', () => {
    for (const type of ['float', 'int', 'categorical', 'ordinal', 'boolean', 'fixed']) {
      const draft = retyped({ type: 'float', low: 1, high: 64, log: true }, type, 'batch_size');
      const parsed = SweepConfig.safeParse({ space: { batch_size: draft }, objective, budget });
      expect(parsed.error, type).toBeUndefined();
    }
  });
});

describe('what is typed', () => {
  it('is a number, true, false or text', () => {
    expect(['1e-3', ' 8 ', 'true', 'sgd', '', '256,64'].map(typedValue)).toEqual([
      0.001,
      8,
      true,
      'sgd',
      '',
      '256,64',
    ]);
  });
});
