import { type ParamValue, type TrialParams } from '@bestiary/contracts/sweep';
import { type Sampler } from './sampler.ts';
import { type Scale } from './scale.ts';
import { type SearchSpace } from './search-space.ts';
import { type TrialRow } from './trial-row.ts';

/**
 * Every combination of values once, in order, the last parameter changing fastest; what breaks a constraint is left out. A
 * combination that any trial of the sweep has had, whatever became of it, is not tried again; runs from before the sweep
 * count where they have finished.
 */
export class GridSampler implements Sampler {
  readonly #space: SearchSpace;
  readonly #values: readonly (readonly ParamValue[])[];

  /** @param levels into how many values a line of more values than that is divided, ends included */
  constructor(space: SearchSpace, levels: number) {
    this.#space = space;
    this.#values = space.parameters.map(({ scale }) =>
      gridUnits(scale, levels).map((unit) => scale.fromUnit(unit)),
    );
  }

  suggest(trials: readonly TrialRow[]): TrialParams | undefined {
    const tried = new Set(
      trials
        .filter(({ number, status }) => number >= 0 || status === 'finished')
        .map(({ params }) => this.#space.keyOf(params)),
    );
    for (const params of this.points()) if (!tried.has(this.#space.keyOf(params))) return params;
    return undefined;
  }

  /** All points of the grid. */
  points(): Generator<TrialParams> {
    return this.#from(0, {});
  }

  *#from(index: number, params: TrialParams): Generator<TrialParams> {
    const parameter = this.#space.parameters[index];
    if (parameter === undefined) {
      if (this.#space.allows(params)) yield params;
    } else if (this.#space.isActive(parameter, params)) {
      for (const value of this.#values[index]!)
        yield* this.#from(index + 1, { ...params, [parameter.name]: value });
    } else {
      yield* this.#from(index + 1, params);
    }
  }
}

function gridUnits(scale: Scale, levels: number): number[] {
  const finite = scale.kind === 'set' || scale.count <= levels;
  const count = finite ? scale.count : levels;
  const units = Array.from({ length: count }, (_, i) =>
    finite ? scale.middle(i) : scale.count === Infinity ? i / (count - 1) : spread(scale, i / (count - 1)),
  );
  return [...new Set(units)];
}

/** The middle of the cell at a share of the way between the middles of the first and the last. */
function spread(scale: Scale, share: number): number {
  const first = scale.middle(0);
  const last = scale.middle(scale.count - 1);
  return scale.middle(scale.placeOf(first + share * (last - first)));
}
