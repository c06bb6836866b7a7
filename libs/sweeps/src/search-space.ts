import { BestiaryError } from '@bestiary/contracts/error';
import { type ParamValue, type Space, type TrialParams } from '@bestiary/contracts/sweep';
import { checkSpace, valueTypes } from './check-space.ts';
import { Constraint } from './constraint.ts';
import { type Scale } from './scale.ts';
import { scaleOf } from './scale-of.ts';
import { orderByCondition } from './space-order.ts';

export interface SearchParameter {
  readonly name: string;
  readonly scale: Scale;
  /** the values of other parameters under which this one exists; empty: always */
  readonly when: ReadonlyMap<string, readonly ParamValue[]>;
}

/**
 * A space to draw from. A point of it has a coordinate in 0..1 for each parameter, in the order of
 * {@link SearchSpace.parameters}; where a parameter is not active, its coordinate is `NaN`.
 */
export class SearchSpace {
  /** each after those that its condition looks at */
  readonly parameters: readonly SearchParameter[];
  readonly constraints: readonly Constraint[];

  /** @throws BestiaryError `invalid_input` for conditions or constraints that make no sense: see {@link checkSpace} */
  constructor(space: Space, constraints: readonly string[] = []) {
    const [issue] = checkSpace(space, constraints);
    const ordered = orderByCondition(space);
    if (issue !== undefined || 'circle' in ordered)
      throw new BestiaryError('invalid_input', issue?.message ?? 'conditions go in a circle');
    this.parameters = ordered.order.map((name) => ({
      name,
      scale: scaleOf(space[name]!),
      when: new Map(Object.entries(space[name]!.when ?? {})),
    }));
    const types = valueTypes(space);
    this.constraints = constraints.map((text) => new Constraint(text, types));
  }

  /** Whether the parameter exists beside these values of those before it. */
  isActive({ when }: SearchParameter, params: TrialParams): boolean {
    for (const [name, values] of when) {
      const value = params[name];
      if (value === undefined || !values.includes(value)) return false;
    }
    return true;
  }

  /** Whether the constraints hold. */
  allows(params: TrialParams): boolean {
    return this.constraints.every((constraint) => constraint.holds(params));
  }

  /**
   * The values at a point.
   *
   * @param coordinate of a parameter by its place; asked only for those that are active
   */
  paramsAt(coordinate: (index: number) => number): TrialParams {
    const params: TrialParams = {};
    this.parameters.forEach((parameter, i) => {
      if (this.isActive(parameter, params)) params[parameter.name] = parameter.scale.fromUnit(coordinate(i));
    });
    return params;
  }

  /**
   * The point with these values.
   *
   * @param params of other names are overlooked
   * @returns `undefined` where an active parameter is missing or has a value that this space does not have
   */
  pointOf(params: TrialParams): Float64Array | undefined {
    const point = new Float64Array(this.parameters.length).fill(NaN);
    for (let i = 0; i < point.length; i++) {
      const parameter = this.parameters[i]!;
      if (!this.isActive(parameter, params)) continue;
      const value = params[parameter.name];
      const unit = value === undefined ? undefined : parameter.scale.toUnit(value);
      if (unit === undefined) return undefined;
      point[i] = unit;
    }
    return point;
  }

  /**
   * What is wrong with values that are to be tried; `undefined` where they can be, with any that are missing filled in.
   *
   * @param params some of a trial's parameters
   */
  problemOf(params: TrialParams): string | undefined {
    const byName = new Map(this.parameters.map((parameter) => [parameter.name, parameter]));
    for (const [name, value] of Object.entries(params)) {
      const parameter = byName.get(name);
      if (parameter === undefined) return `there is no parameter "${name}"`;
      if (parameter.scale.toUnit(value) === undefined)
        return `${name} is never ${JSON.stringify(value)} in this space`;
      for (const [parent, values] of parameter.when)
        if (parent in params && !values.includes(params[parent]!))
          return `${name} does not exist where ${parent} is ${JSON.stringify(params[parent])}`;
    }
    const broken = this.constraints.find(
      (constraint) => [...constraint.names].every((name) => name in params) && !constraint.holds(params),
    );
    return broken === undefined ? undefined : `it breaks the constraint ${broken.text}`;
  }

  /** A text that two trials share if they are the same point. */
  keyOf(params: TrialParams): string {
    return JSON.stringify(
      this.parameters.map((parameter) =>
        this.isActive(parameter, params) ? (params[parameter.name] ?? null) : null,
      ),
    );
  }
}
