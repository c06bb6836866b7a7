import { expect, it } from 'vitest';
import { summary } from './summary.mjs';

it('lines up figures, times and places, and leaves out no figure that is missing', () => {
  const report = {
    url: 'http://127.0.0.1:4810/runs/1',
    backend: 'tensorflow',
    weights: { name: 'mobilenet.h5' },
    final: { accuracy: 0.9365, balancedAccuracy: null },
    timings: { train: 1_220 },
  };
  expect(summary(report, { images: '/images', dataDir: '/data' }).split('\n')).toEqual([
    '  images               /images',
    '  engine               tensorflow',
    '  weights              mobilenet.h5',
    '  time: train          1.22 s',
    '  validation accuracy  93.7 %',
    '  balanced accuracy    –',
    '  data folder          /data',
    '  run                  http://127.0.0.1:4810/runs/1',
  ]);
});
