import { BestiaryError } from '@bestiary/contracts/error';
import { type SamplerConfig } from '@bestiary/contracts/sweep';
import { CmaEsSampler } from './cma-es-sampler.ts';
import { GpSampler } from './gp-sampler.ts';
import { GridSampler } from './grid-sampler.ts';
import { type Goal } from './loss.ts';
import { RandomSampler } from './random-sampler.ts';
import { type Sampler } from './sampler.ts';
import { type SearchSpace } from './search-space.ts';
import { SobolSampler } from './sobol-sampler.ts';
import { TpeSampler } from './tpe-sampler.ts';

/**
 * The sampler that a sweep's description names.
 *
 * @throws BestiaryError `invalid_input` for two goals where the sampler takes one
 */
export function newSampler(
  config: SamplerConfig,
  space: SearchSpace,
  goals: readonly Goal[],
  seed: number,
): Sampler {
  switch (config.type) {
    case 'grid':
      return new GridSampler(space, config.levels);
    case 'random':
      return new RandomSampler(space, seed);
    case 'sobol':
      return new SobolSampler(space, seed);
    case 'tpe':
      return new TpeSampler(space, goals, seed, config);
    case 'gp':
      return new GpSampler(space, onlyGoal(config, goals), seed, config.startupTrials);
    case 'cma-es':
      return new CmaEsSampler(space, onlyGoal(config, goals), seed, config.startupTrials);
  }
}

function onlyGoal({ type }: SamplerConfig, goals: readonly Goal[]): Goal {
  const [goal] = goals;
  if (goals.length !== 1 || goal === undefined)
    throw new BestiaryError('invalid_input', `the sampler ${type} takes one objective, not ${goals.length}`, {
      hint: 'for two objectives take tpe, sobol, random or grid',
    });
  return goal;
}
