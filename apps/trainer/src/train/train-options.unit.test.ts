import { type ParamValue } from '@bestiary/contracts/sweep';
import { problemOfOption, TRAIN_OPTIONS } from '@bestiary/contracts/train-options';
import { describe, expect, it } from 'vitest';
import { type z } from 'zod';
import { AugmentConfig, settingName, TRAIN_DEFAULTS, TrainConfig } from './train-config.ts';

/** What a sweep has words of its own for, and what says where things are kept rather than what is computed. */
const NOT_OPTIONS = [
  ...['augment', 'folds', 'test_split', 'test_seed'],
  ...['name', 'project', 'tags', 'cache', 'cache_dir', 'checkpoint_every'],
];

/** Values at and beside every bound that a setting has, and of every kind. */
const PROBES: ParamValue[] = [
  ...[-20, -1, -0.5, 0, 1e-9, 0.5, 1, 1.5, 2, 31, 32, 1_000, 1_001, 1_024, 1_025, 65_536, 65_537],
  ...[100_000, 100_001, 2 ** 32 - 1, 2 ** 32, '', 'x', true, false],
  ...Object.values(TRAIN_OPTIONS).flatMap((option) => (option.kind === 'choice' ? option.choices : [])),
];

const schemas = new Map<string, z.ZodType>([
  ...Object.entries(TrainConfig.shape).map(([key, schema]) => [settingName(key), schema] as const),
  ...Object.entries(AugmentConfig.shape).map(([step, schema]) => [`augment_${step}`, schema] as const),
]);

describe('the settings that a sweep knows', () => {
  it('are those that a training takes', () => {
    expect([...Object.keys(TRAIN_OPTIONS), ...NOT_OPTIONS].sort()).toEqual([...schemas.keys()].sort());
  });

  it.each(Object.keys(TRAIN_OPTIONS).filter((name) => name !== 'hidden'))(
    'are right and wrong where a training says so: %s',
    (name) => {
      for (const value of PROBES) {
        if (value === 'none' && TRAIN_OPTIONS[name]!.default === undefined) continue; // a sweep's own word
        const taken = schemas.get(name)!.safeParse(value).success;
        expect([value, problemOfOption(name, value) === undefined]).toEqual([value, taken]);
      }
    },
  );

  it('leave no choice out', () => {
    for (const [name, option] of Object.entries(TRAIN_OPTIONS)) {
      if (option.kind !== 'choice') continue;
      const error = schemas.get(name)!.safeParse('?').error!;
      expect([name, option.choices.join(', ')]).toEqual([
        name,
        error.issues[0]!.message.replace('expected ', ''),
      ]);
    }
  });

  it('have the defaults of a training', () => {
    for (const [key, value] of Object.entries(TRAIN_DEFAULTS)) {
      const option = TRAIN_OPTIONS[settingName(key)];
      if (option === undefined || key === 'data') continue;
      expect([key, option.default]).toEqual([key, key === 'hidden' ? 'none' : value]);
    }
  });

  it('take sizes of hidden layers as a number or as text', () => {
    for (const value of [256, '256,64', 'none']) expect(problemOfOption('hidden', value)).toBeUndefined();
    for (const value of [0, '256,', 'wide', true]) expect(problemOfOption('hidden', value)).toMatch('hidden');
  });

  it('name what they do not know', () => {
    expect(problemOfOption('learnig_rate', 1)).toMatch('learnig_rate');
  });
});
