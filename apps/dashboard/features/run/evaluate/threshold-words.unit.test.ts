import { expect, it } from 'vitest';
import { savedPositive, savedThreshold, thresholdWords } from './threshold-words.ts';

it('a threshold is read in as few digits as it needs', () => {
  expect([0.5, 0.37281943, 0.99964, 1e-7, 1 + Number.EPSILON].map(thresholdWords)).toEqual([
    '0.5',
    '0.3728',
    '0.9996',
    '1e−7',
    '>1',
  ]);
});

it('a tag that is no threshold is none', () => {
  expect(savedThreshold({ threshold: '0.37' })).toEqual({ threshold: 0.37, positive: null });
  for (const threshold of ['', ' ', 'high', '-0.1', '2', 'NaN'])
    expect(savedThreshold({ threshold })).toBeNull();
  expect(savedThreshold({})).toBeNull();
});

it('the class that a saved threshold is of is known by its name, else it is the second one', () => {
  const classNames = ['bear', 'dragon'];
  const positive = (threshold_class: string) =>
    savedPositive(savedThreshold({ threshold: '0.4', threshold_class }), classNames);
  expect([positive('bear'), positive('dragon'), positive('wolf')]).toEqual([0, 1, 1]);
  expect(savedPositive(savedThreshold({ threshold: '0.4' }), classNames)).toBe(1);
  expect(savedPositive(null, classNames)).toBe(1);
});
