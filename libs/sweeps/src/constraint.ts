import { type ParamValue, type TrialParams } from '@bestiary/contracts/sweep';
import { parseConstraint } from './constraint-parser.ts';
import { type ArithmeticSign, type ComparisonSign, ConstraintError, type Expression } from './expression.ts';

/** What an expression's value is; `any` for a parameter whose values are of more than one type. */
export type ValueType = 'number' | 'text' | 'boolean' | 'any';

type Evaluate = (params: TrialParams) => ParamValue;
interface Typed {
  readonly type: ValueType;
  readonly evaluate: Evaluate;
}

/** Functions of numbers, by name: how many arguments they take, and what they give. */
const FUNCTIONS: Readonly<Record<string, { least: number; most: number; of: (...x: number[]) => number }>> = {
  abs: { least: 1, most: 1, of: Math.abs },
  exp: { least: 1, most: 1, of: Math.exp },
  log: { least: 1, most: 1, of: Math.log },
  log2: { least: 1, most: 1, of: Math.log2 },
  log10: { least: 1, most: 1, of: Math.log10 },
  sqrt: { least: 1, most: 1, of: Math.sqrt },
  pow: { least: 2, most: 2, of: Math.pow },
  min: { least: 1, most: 100, of: Math.min },
  max: { least: 1, most: 100, of: Math.max },
};

const ARITHMETIC: Readonly<Record<ArithmeticSign, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
};

const COMPARE: Readonly<Record<ComparisonSign, (a: ParamValue, b: ParamValue) => boolean>> = {
  '=': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

/** What must be true of a trial's parameters. Its text is read by a grammar and never run as code. */
export class Constraint {
  readonly text: string;
  /** the parameters that it names */
  readonly names: ReadonlySet<string>;
  readonly #evaluate: Evaluate;

  /**
   * @param types of every parameter that there is
   * @throws ConstraintError for a text that does not follow the grammar, an unknown name, or types that do not fit
   */
  constructor(text: string, types: ReadonlyMap<string, ValueType>) {
    this.text = text;
    const names = new Set<string>();
    const expression = parseConstraint(text);
    const { type, evaluate } = check(expression, types, names);
    if (type !== 'boolean' && type !== 'any')
      throw new ConstraintError(
        `a constraint is true or false, this is a ${type}: it lacks a comparison`,
        expression.at,
      );
    this.names = names;
    this.#evaluate = evaluate;
  }

  /** Whether it holds. One that names a parameter which these lack says nothing, and so holds. */
  holds(params: TrialParams): boolean {
    for (const name of this.names) if (!(name in params)) return true;
    return this.#evaluate(params) === true;
  }
}

function check(expression: Expression, types: ReadonlyMap<string, ValueType>, names: Set<string>): Typed {
  const of = (part: Expression): Typed => check(part, types, names);
  const ofType = (part: Expression, wanted: ValueType, what: string): Evaluate => {
    const { type, evaluate } = of(part);
    if (type !== wanted && type !== 'any')
      throw new ConstraintError(`${what} takes a ${wanted}, not a ${type}`, part.at);
    return evaluate;
  };
  const number = (part: Expression, what: string) =>
    ofType(part, 'number', what) as (p: TrialParams) => number;
  const boolean = (part: Expression, what: string) =>
    ofType(part, 'boolean', what) as (p: TrialParams) => boolean;

  switch (expression.kind) {
    case 'value': {
      const { value } = expression;
      return { type: typeOfValue(value), evaluate: () => value };
    }
    case 'parameter': {
      const { name, at } = expression;
      const type = types.get(name);
      if (type === undefined) throw new ConstraintError(`there is no parameter "${name}"`, at);
      names.add(name);
      return { type, evaluate: (params) => params[name]! };
    }
    case 'call': {
      const called = Object.hasOwn(FUNCTIONS, expression.name) ? FUNCTIONS[expression.name] : undefined;
      if (called === undefined)
        throw new ConstraintError(
          `there is no function "${expression.name}"; there are ${Object.keys(FUNCTIONS).join(', ')}`,
          expression.at,
        );
      const { length } = expression.of;
      if (length < called.least || length > called.most)
        throw new ConstraintError(
          `${expression.name} takes ${called.least === called.most ? called.least : 'one or more'} numbers, not ${length}`,
          expression.at,
        );
      const parts = expression.of.map((part) => number(part, expression.name));
      return { type: 'number', evaluate: (params) => called.of(...parts.map((part) => part(params))) };
    }
    case 'minus': {
      const part = number(expression.of, '-');
      return { type: 'number', evaluate: (params) => -part(params) };
    }
    case 'not': {
      const part = boolean(expression.of, 'not');
      return { type: 'boolean', evaluate: (params) => !part(params) };
    }
    case 'arithmetic': {
      const left = number(expression.left, expression.sign);
      const right = number(expression.right, expression.sign);
      const compute = ARITHMETIC[expression.sign];
      return { type: 'number', evaluate: (params) => compute(left(params), right(params)) };
    }
    case 'compare': {
      const left = of(expression.left);
      const right = of(expression.right);
      comparable(left.type, right.type, expression.right.at);
      const ordered = expression.sign !== '=' && expression.sign !== '!=';
      if (ordered && (left.type === 'boolean' || right.type === 'boolean'))
        throw new ConstraintError(`${expression.sign} compares no booleans`, expression.at);
      const compare = COMPARE[expression.sign];
      return {
        type: 'boolean',
        evaluate: (params) => compare(left.evaluate(params), right.evaluate(params)),
      };
    }
    case 'in': {
      const { negated } = expression;
      const value = of(expression.of);
      const values = expression.values.map((part) => {
        const typed = of(part);
        comparable(value.type, typed.type, part.at);
        return typed.evaluate;
      });
      return {
        type: 'boolean',
        evaluate: (params) => {
          const found = value.evaluate(params);
          return values.some((one) => one(params) === found) !== negated;
        },
      };
    }
    case 'logic': {
      const left = boolean(expression.left, expression.sign);
      const right = boolean(expression.right, expression.sign);
      return {
        type: 'boolean',
        evaluate:
          expression.sign === 'and'
            ? (params) => left(params) && right(params)
            : (params) => left(params) || right(params),
      };
    }
  }
}

function typeOfValue(value: ParamValue): ValueType {
  return typeof value === 'string' ? 'text' : typeof value === 'number' ? 'number' : 'boolean';
}

/** The type that all values have. */
export function typeOfValues(values: readonly ParamValue[]): ValueType {
  const types = new Set(values.map(typeOfValue));
  return types.size === 1 ? [...types][0]! : 'any';
}

/** @throws ConstraintError where values of these types are never equal */
function comparable(left: ValueType, right: ValueType, at: number): void {
  if (left !== right && left !== 'any' && right !== 'any')
    throw new ConstraintError(`a ${left} is never compared with a ${right}`, at);
}
