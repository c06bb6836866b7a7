import { EmbeddedActionsParser, type IToken } from 'chevrotain';
import {
  AddSign,
  And,
  Close,
  Comma,
  Comparison,
  CONSTRAINT_TOKENS,
  constraintLexer,
  False,
  In,
  MultiplySign,
  Name,
  Not,
  NumberLiteral,
  Open,
  Or,
  Quoted,
  True,
} from './constraint-tokens.ts';
import { type ArithmeticSign, type ComparisonSign, ConstraintError, type Expression } from './expression.ts';

/**
 * The grammar. What stands further down binds more:
 *
 *     constraint = both { "or" both }
 *     both       = claim { "and" claim }
 *     claim      = "not" claim | sum [ comparison sum | [ "not" ] "in" "(" sum { "," sum } ")" ]
 *     sum        = product { ( "+" | "-" ) product }
 *     product    = factor { ( "*" | "/" | "%" ) factor }
 *     factor     = ( "+" | "-" ) factor | number | text | "true" | "false" | name [ "(" sum { "," sum } ")" ] | "(" constraint ")"
 */
class ConstraintParser extends EmbeddedActionsParser {
  constructor() {
    super(CONSTRAINT_TOKENS);
    this.performSelfAnalysis();
  }

  readonly constraint = this.RULE('constraint', (): Expression => {
    let left = this.SUBRULE(this.both);
    this.MANY(() => {
      const { startOffset: at } = this.CONSUME(Or);
      left = { kind: 'logic', sign: 'or', left, right: this.SUBRULE2(this.both), at };
    });
    return left;
  });

  readonly both = this.RULE('both', (): Expression => {
    let left = this.SUBRULE(this.claim);
    this.MANY(() => {
      const { startOffset: at } = this.CONSUME(And);
      left = { kind: 'logic', sign: 'and', left, right: this.SUBRULE2(this.claim), at };
    });
    return left;
  });

  readonly claim = this.RULE('claim', (): Expression =>
    this.OR<Expression>([
      {
        ALT: () => {
          const { startOffset: at } = this.CONSUME(Not);
          return { kind: 'not', of: this.SUBRULE(this.claim), at };
        },
      },
      {
        ALT: () => {
          let left = this.SUBRULE(this.sum);
          this.OPTION(() => {
            left = this.OR2<Expression>([
              {
                ALT: () => {
                  const sign = this.CONSUME(Comparison);
                  const right = this.SUBRULE2(this.sum);
                  return { kind: 'compare', sign: signOf(sign), left, right, at: sign.startOffset };
                },
              },
              {
                ALT: () => {
                  const negated = this.OPTION2(() => this.CONSUME2(Not)) !== undefined;
                  const { startOffset: at } = this.CONSUME(In);
                  return { kind: 'in', negated, of: left, values: this.SUBRULE(this.list), at };
                },
              },
            ]);
          });
          return left;
        },
      },
    ]),
  );

  readonly list = this.RULE('list', (): Expression[] => {
    const values: Expression[] = [];
    this.CONSUME(Open);
    this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => values.push(this.SUBRULE(this.sum)) });
    this.CONSUME(Close);
    return values;
  });

  readonly sum = this.RULE('sum', (): Expression => {
    let left = this.SUBRULE(this.product);
    this.MANY(() => {
      const { image, startOffset: at } = this.CONSUME(AddSign);
      left = {
        kind: 'arithmetic',
        sign: image as ArithmeticSign,
        left,
        right: this.SUBRULE2(this.product),
        at,
      };
    });
    return left;
  });

  readonly product = this.RULE('product', (): Expression => {
    let left = this.SUBRULE(this.factor);
    this.MANY(() => {
      const { image, startOffset: at } = this.CONSUME(MultiplySign);
      left = {
        kind: 'arithmetic',
        sign: image as ArithmeticSign,
        left,
        right: this.SUBRULE2(this.factor),
        at,
      };
    });
    return left;
  });

  readonly factor = this.RULE('factor', (): Expression =>
    this.OR<Expression>([
      {
        ALT: () => {
          const { image, startOffset: at } = this.CONSUME(AddSign);
          const of = this.SUBRULE(this.factor);
          return image === '-' ? { kind: 'minus', of, at } : of;
        },
      },
      { ALT: () => value(this.CONSUME(NumberLiteral), Number) },
      { ALT: () => value(this.CONSUME(Quoted), (image) => image.slice(1, -1)) },
      { ALT: () => value(this.CONSUME(True), () => true) },
      { ALT: () => value(this.CONSUME(False), () => false) },
      {
        ALT: () => {
          const { image: name, startOffset: at } = this.CONSUME(Name);
          const of = this.OPTION(() => this.SUBRULE(this.list));
          return of === undefined ? { kind: 'parameter', name, at } : { kind: 'call', name, of, at };
        },
      },
      {
        ALT: () => {
          this.CONSUME(Open);
          const inside = this.SUBRULE(this.constraint);
          this.CONSUME(Close);
          return inside;
        },
      },
    ]),
  );
}

/** One is enough: it holds nothing between two texts. */
const parser = new ConstraintParser();

function value(
  { image, startOffset: at }: IToken,
  read: (image: string) => string | number | boolean,
): Expression {
  return { kind: 'value', value: read(image), at };
}

function signOf({ image }: IToken): ComparisonSign {
  return image === '==' ? '=' : (image as ComparisonSign);
}

/**
 * Reads a constraint; its names and types are not looked at.
 *
 * @throws ConstraintError where it does not follow the grammar
 */
export function parseConstraint(text: string): Expression {
  const { tokens, errors } = constraintLexer.tokenize(text);
  const bad = errors[0];
  if (bad) throw new ConstraintError(`"${text[bad.offset]}" is no part of a constraint`, bad.offset);
  parser.input = tokens;
  const expression = parser.constraint();
  const wrong = parser.errors[0];
  if (wrong) {
    const { image, startOffset } = wrong.token;
    if (Number.isNaN(startOffset) || image === '')
      throw new ConstraintError('the constraint ends too early', text.length);
    throw new ConstraintError(`"${image}" is not expected here`, startOffset);
  }
  return expression;
}
