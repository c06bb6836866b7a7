import { type PrunerConfig } from '@bestiary/contracts/sweep';
import { AshaPruner } from './asha-pruner.ts';
import { HyperbandPruner } from './hyperband-pruner.ts';
import { type Goal } from './loss.ts';
import { MedianPruner } from './median-pruner.ts';
import { NoPruner } from './no-pruner.ts';
import { PatiencePruner } from './patience-pruner.ts';
import { type Pruner } from './pruner.ts';
import { SuccessiveHalvingPruner } from './successive-halving-pruner.ts';
import { ThresholdPruner } from './threshold-pruner.ts';

/** The pruner that a sweep's description names, for its first objective. */
export function newPruner(config: PrunerConfig, goal: Goal): Pruner {
  switch (config.type) {
    case 'none':
      return new NoPruner();
    case 'median':
      return new MedianPruner(goal, config);
    case 'successive-halving':
      return new SuccessiveHalvingPruner(goal, config);
    case 'asha':
      return new AshaPruner(goal, config);
    case 'hyperband':
      return new HyperbandPruner(goal, config);
    case 'patience':
      return new PatiencePruner(goal, config);
    case 'threshold':
      return new ThresholdPruner(config);
  }
}
