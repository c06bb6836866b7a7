import { type ParamValue } from '@bestiary/contracts/sweep';

export type ArithmeticSign = '+' | '-' | '*' | '/' | '%';
export type ComparisonSign = '=' | '!=' | '<' | '<=' | '>' | '>=';

/** A constraint, read. `at` is where in its text a part begins, from 0. */
export type Expression =
  | { kind: 'value'; value: ParamValue; at: number }
  | { kind: 'parameter'; name: string; at: number }
  | { kind: 'call'; name: string; of: Expression[]; at: number }
  | { kind: 'minus'; of: Expression; at: number }
  | { kind: 'not'; of: Expression; at: number }
  | { kind: 'arithmetic'; sign: ArithmeticSign; left: Expression; right: Expression; at: number }
  | { kind: 'compare'; sign: ComparisonSign; left: Expression; right: Expression; at: number }
  | { kind: 'in'; negated: boolean; of: Expression; values: Expression[]; at: number }
  | { kind: 'logic'; sign: 'and' | 'or'; left: Expression; right: Expression; at: number };

/** What is wrong with a constraint, and where in its text: characters from 0. */
export class ConstraintError extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.name = 'ConstraintError';
    this.at = at;
  }
}
