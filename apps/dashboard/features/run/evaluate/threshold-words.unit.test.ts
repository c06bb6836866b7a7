import { expect, it } from 'vitest';
import { savedThreshold, thresholdWords } from './threshold-words.ts';

it('a threshold is read in as few digits as it needs', () => {
  expect([0.5, 0.37281943, 0.99964, 1e-7, 1 + Number.EPSILON].map(thresholdWords)).toEqual([
    '0.5',
    '0.3728',
    '0.9996',
    '1e-7',
    '>1',
  ]);
});

it('a tag that is no threshold is none', () => {
  expect(savedThreshold({ threshold: '0.37' })).toBe(0.37);
  for (const threshold of ['', ' ', 'high', '-0.1', '2', 'NaN'])
    expect(savedThreshold({ threshold })).toBeNull();
  expect(savedThreshold({})).toBeNull();
});
