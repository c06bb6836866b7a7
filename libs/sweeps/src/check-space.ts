import { type ParamValue, type Space, type SpaceParam } from '@bestiary/contracts/sweep';
import { Constraint, typeOfValues, type ValueType } from './constraint.ts';
import { ConstraintError } from './expression.ts';
import { scaleOf } from './scale-of.ts';
import { orderByCondition } from './space-order.ts';
import { type SweepIssue } from './sweep-issue.ts';

/** What is wrong between the parameters of a space, each of which is right by itself, and with its constraints. */
export function checkSpace(space: Space, constraints: readonly string[]): SweepIssue[] {
  const issues: SweepIssue[] = [];
  for (const [name, { when }] of Object.entries(space)) {
    for (const [parent, values] of Object.entries(when ?? {})) {
      const path = ['space', name, 'when', parent];
      const param = space[parent];
      if (param === undefined) {
        issues.push({ path, message: `${name} depends on "${parent}", which is no parameter of this space` });
        continue;
      }
      for (const value of values) {
        const message = impossible(parent, param, value);
        if (message !== undefined)
          issues.push({ path, message: `${name} would never be active: ${message}` });
      }
    }
  }
  const found = orderByCondition(space);
  if ('circle' in found) {
    const [name] = found.circle;
    issues.push({
      path: ['space', name!, 'when'],
      message: `conditions go in a circle: ${found.circle.join(' → ')}`,
    });
  }
  const types = valueTypes(space);
  constraints.forEach((text, i) => {
    try {
      new Constraint(text, types);
    } catch (error) {
      if (!(error instanceof ConstraintError)) throw error;
      issues.push({
        path: ['constraints', i],
        message: `${error.message} (character ${error.at + 1} of "${text}")`,
      });
    }
  });
  return issues;
}

/** What kind of value each parameter has in a constraint. */
export function valueTypes(space: Space): Map<string, ValueType> {
  return new Map(Object.entries(space).map(([name, param]) => [name, typeOfParam(param)]));
}

function typeOfParam(param: SpaceParam): ValueType {
  switch (param.type) {
    case 'float':
    case 'int':
      return 'number';
    case 'categorical':
      return typeOfValues(param.choices);
    case 'ordinal':
      return typeOfValues(param.values);
    case 'boolean':
      return 'boolean';
    case 'fixed':
      return typeOfValues([param.value]);
  }
}

function impossible(name: string, param: SpaceParam, value: ParamValue): string | undefined {
  const scale = scaleOf(param);
  if (scale.count === Infinity) return `${name} is continuous, and a condition compares for equality`;
  return scale.toUnit(value) === undefined
    ? `${name} is never ${JSON.stringify(value)}${valuesOf(param)}`
    : undefined;
}

function valuesOf(param: SpaceParam): string {
  const values = param.type === 'categorical' ? param.choices : param.type === 'ordinal' ? param.values : [];
  return values.length === 0 ? '' : `, but ${values.map((value) => JSON.stringify(value)).join(', ')}`;
}
