import type { SweepConfig } from '@bestiary/contracts/sweep';
import { stringify } from 'yaml';

/** A description as its file would say it: what is left at its default is left out, and what can be short is. */
export function sweepText(config: SweepConfig): string {
  const { space, objective, constraints, enqueue, repeats, folds, name, seed, ...rest } = config;
  return stringify(
    {
      ...(name === undefined ? {} : { name }),
      space: Object.fromEntries(
        Object.entries(space).map(([param, description]) => [
          param,
          description.type === 'fixed' && description.when === undefined ? description.value : description,
        ]),
      ),
      ...(constraints.length > 0 ? { constraints } : {}),
      objective: objective.length === 1 ? objective[0] : objective,
      ...rest,
      ...(enqueue.length > 0 ? { enqueue } : {}),
      ...(repeats > 1 ? { repeats } : {}),
      ...(folds === undefined ? {} : { folds }),
      seed,
    },
    { collectionStyle: 'any', lineWidth: 100 },
  );
}
