import { type ParamValue } from '@bestiary/contracts/sweep';
import { type Outcome } from './importance.ts';
import { type SearchSpace } from './search-space.ts';

/** A trial as a dot over one parameter. */
export interface SlicePoint {
  readonly value: ParamValue;
  /** where the value lies on the parameter's scale, 0..1, logarithmic where that is */
  readonly unit: number;
  readonly outcome: number;
}

/** The trials over one parameter; those that do not have it, or whose outcome is not finite, are left out. */
export function slice(space: SearchSpace, outcomes: readonly Outcome[], name: string): SlicePoint[] {
  const index = indexOf(space, name);
  return outcomes.flatMap(({ params, value: outcome }) => {
    const unit = Number.isFinite(outcome) ? space.pointOf(params)?.[index] : undefined;
    return unit === undefined || Number.isNaN(unit) ? [] : [{ value: params[name]!, unit, outcome }];
  });
}

/** The place of a parameter. @throws RangeError for a name that the space does not have */
export function indexOf(space: SearchSpace, name: string): number {
  const index = space.parameters.findIndex((parameter) => parameter.name === name);
  if (index < 0) throw new RangeError(`there is no parameter "${name}"`);
  return index;
}
