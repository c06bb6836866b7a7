import { CmaEsSampler } from './cma-es-sampler.ts';
import { GpSampler } from './gp-sampler.ts';
import { GridSampler } from './grid-sampler.ts';
import { RandomSampler } from './random-sampler.ts';
import { testSampler } from './sampler.testsuite.ts';
import { SobolSampler } from './sobol-sampler.ts';
import { TpeSampler } from './tpe-sampler.ts';

testSampler('grid', {
  make: (space) => new GridSampler(space, 7),
  seeded: false,
  learns: false,
  twoObjectives: true,
});
testSampler('random', {
  make: (space, _, seed) => new RandomSampler(space, seed),
  seeded: true,
  learns: false,
  twoObjectives: true,
});
testSampler('Sobol', {
  make: (space, _, seed) => new SobolSampler(space, seed),
  seeded: true,
  learns: false,
  twoObjectives: true,
});
testSampler('TPE', {
  make: (space, goals, seed) => new TpeSampler(space, goals, seed, { startupTrials: 10, candidates: 24 }),
  seeded: true,
  learns: true,
  twoObjectives: true,
});
testSampler('Gaussian process', {
  make: (space, [goal], seed) => new GpSampler(space, goal!, seed, 10),
  seeded: true,
  learns: true,
  twoObjectives: false,
});
testSampler('CMA-ES', {
  make: (space, [goal], seed) => new CmaEsSampler(space, goal!, seed, 1),
  seeded: true,
  learns: true,
  twoObjectives: false,
});
