import {
  type Comparison as ComparisonSign,
  type RunCondition,
  type RunField,
  type SearchValue,
} from '@bestiary/contracts/run-search';
import { EmbeddedActionsParser, type IToken } from 'chevrotain';
import { SearchError } from './search-error.ts';
import { parseField, spellField, unquote } from './search-field.ts';
import {
  And,
  CloseParen,
  Comma,
  Comparison,
  False,
  Ilike,
  In,
  Is,
  Like,
  Not,
  Now,
  Null,
  OpenParen,
  Or,
  Quoted,
  QuotedField,
  SEARCH_TOKENS,
  True,
  Word,
} from './search-tokens.ts';
import { EXPECTED_VALUES, type FieldType, type Literal, typeOfField, valueOf } from './search-value.ts';

/** What follows a field, before the field is known. */
type Predicate = (field: RunField) => RunCondition;
type ReadLiteral = Literal & { at: IToken };

const ORDERED: readonly FieldType[] = ['number', 'seconds', 'time', 'param'];

/**
 * The grammar. `or` binds less than `and`, which may be left out, and that less than `not`:
 *
 *     search      = [ alternatives ]
 *     alternatives = terms { "or" terms }
 *     terms       = term { [ "and" ] term }
 *     term        = "not" term | "(" alternatives ")" | quoted | field [ predicate ]
 *     predicate   = comparison value | [ "not" ] "in" "(" value { "," value } ")"
 *                 | [ "not" ] ( "like" | "ilike" ) value | "is" [ "not" ] "null"
 *
 * A word without a predicate is a word of the text search. Rules throw SearchError where a value does not fit its field.
 */
class SearchParser extends EmbeddedActionsParser {
  constructor() {
    super(SEARCH_TOKENS, { maxLookahead: 2 });
    this.performSelfAnalysis();
  }

  readonly search = this.RULE('search', (): RunCondition => {
    let condition: RunCondition = { kind: 'all', of: [] };
    this.OPTION(() => {
      condition = this.SUBRULE(this.alternatives);
    });
    return condition;
  });

  readonly alternatives = this.RULE('alternatives', (): RunCondition => {
    const of = [this.SUBRULE(this.terms)];
    this.MANY(() => {
      this.CONSUME(Or);
      of.push(this.SUBRULE2(this.terms));
    });
    return of.length === 1 ? of[0]! : { kind: 'any', of };
  });

  readonly terms = this.RULE('terms', (): RunCondition => {
    const of = [this.SUBRULE(this.term)];
    this.MANY(() => {
      this.OPTION(() => this.CONSUME(And));
      of.push(this.SUBRULE2(this.term));
    });
    return of.length === 1 ? of[0]! : { kind: 'all', of };
  });

  readonly term = this.RULE('term', (): RunCondition =>
    this.OR<RunCondition>([
      {
        ALT: () => {
          this.CONSUME(Not);
          return { kind: 'not', of: this.SUBRULE(this.term) };
        },
      },
      {
        ALT: () => {
          this.CONSUME(OpenParen);
          const inside = this.SUBRULE(this.alternatives);
          this.CONSUME(CloseParen);
          return inside;
        },
      },
      { ALT: () => ({ kind: 'word', text: unquote(this.CONSUME(Quoted).image) }) },
      { ALT: () => this.SUBRULE(this.fieldTerm) },
    ]),
  );

  readonly fieldTerm = this.RULE('fieldTerm', (): RunCondition => {
    const word = this.OR([{ ALT: () => this.CONSUME(QuotedField) }, { ALT: () => this.CONSUME(Word) }]);
    let predicate: Predicate | undefined;
    this.OPTION({
      // a `not` that no `in` or `like` follows begins the next term
      GATE: () => this.LA(1).tokenType !== Not || [In, Like, Ilike].includes(this.LA(2).tokenType),
      DEF: () => {
        predicate = this.SUBRULE(this.predicate);
      },
    });
    return this.ACTION(() => {
      if (predicate === undefined && word.tokenType === Word) return { kind: 'word', text: word.image };
      const field = parseField(word.image);
      if ('unknown' in field) throw new SearchError(field.unknown, placeOf(word));
      if (predicate === undefined) {
        throw new SearchError(`"${word.image}" is compared with nothing`, endOf(word), ['a comparison']);
      }
      return predicate(field);
    });
  });

  readonly predicate = this.RULE('predicate', (): Predicate =>
    this.OR<Predicate>([
      {
        ALT: () => {
          const sign = this.CONSUME(Comparison);
          const value = this.SUBRULE(this.value);
          return (field) => compare(field, sign, value);
        },
      },
      {
        ALT: () => {
          this.CONSUME(Is);
          const negated = this.OPTION(() => this.CONSUME(Not)) !== undefined;
          this.CONSUME(Null);
          return (field) => ({ kind: 'null', field, negated });
        },
      },
      {
        ALT: () => {
          const negated = this.OPTION2(() => this.CONSUME2(Not)) !== undefined;
          return this.OR2<Predicate>([
            {
              ALT: () => {
                this.CONSUME(In);
                const values = this.SUBRULE(this.values);
                return (field) => ({
                  kind: 'in',
                  field,
                  negated,
                  values: values.map((value) => typed(field, value)),
                });
              },
            },
            {
              ALT: () => {
                const sign = this.OR3([
                  { ALT: () => this.CONSUME(Like) },
                  { ALT: () => this.CONSUME(Ilike) },
                ]);
                const pattern = this.SUBRULE2(this.value);
                return (field) => like(field, sign, negated, pattern);
              },
            },
          ]);
        },
      },
    ]),
  );

  readonly values = this.RULE('values', (): ReadLiteral[] => {
    const values: ReadLiteral[] = [];
    this.CONSUME(OpenParen);
    this.AT_LEAST_ONE_SEP({ SEP: Comma, DEF: () => values.push(this.SUBRULE(this.value)) });
    this.CONSUME(CloseParen);
    return values;
  });

  readonly value = this.RULE('value', (): ReadLiteral =>
    this.OR<ReadLiteral>([
      { ALT: () => literal('quoted', this.CONSUME(Quoted)) },
      { ALT: () => literal('now', this.CONSUME(Now)) },
      { ALT: () => literal('boolean', this.CONSUME(True)) },
      { ALT: () => literal('boolean', this.CONSUME(False)) },
      { ALT: () => literal('word', this.CONSUME(Word)) },
    ]),
  );
}

/** One is enough: it holds nothing between two texts. */
export const searchParser = new SearchParser();

function literal(kind: Literal['kind'], at: IToken): ReadLiteral {
  return { kind, text: kind === 'quoted' ? unquote(at.image) : at.image, at };
}

export function placeOf(token: IToken): { offset: number; length: number } {
  return { offset: token.startOffset, length: token.image.length };
}

function endOf(token: IToken): { offset: number; length: number } {
  return { offset: token.startOffset + token.image.length, length: 0 };
}

/** @throws SearchError where the field takes no such value */
function typed(field: RunField, value: ReadLiteral): SearchValue {
  const type = typeOfField(field);
  const found = valueOf(value, type);
  if (found !== undefined) return found;
  const expected = EXPECTED_VALUES[type];
  throw new SearchError(
    `${spellField(field)} is compared with ${expected}, not with ${value.at.image}`,
    placeOf(value.at),
    [expected],
  );
}

function compare(field: RunField, sign: IToken, value: ReadLiteral): RunCondition {
  const comparison = COMPARISON_OF[sign.image] ?? (sign.image as ComparisonSign);
  const read = typed(field, value);
  if (comparison !== '=' && comparison !== '!=') {
    const type = typeOfField(field);
    if (!ORDERED.includes(type)) {
      throw new SearchError(
        `${spellField(field)} is compared by = and !=, not by ${sign.image}`,
        placeOf(sign),
        ['= or !='],
      );
    }
    if (type === 'param' && read.type !== 'number') {
      throw new SearchError(
        `${sign.image} compares with a number, not with ${value.at.image}`,
        placeOf(value.at),
        [EXPECTED_VALUES.number],
      );
    }
  }
  return { kind: 'compare', field, comparison, value: read };
}

const COMPARISON_OF: Readonly<Record<string, ComparisonSign>> = { '==': '=', '<>': '!=' };

function like(field: RunField, sign: IToken, negated: boolean, pattern: ReadLiteral): RunCondition {
  const type = typeOfField(field);
  if (type !== 'text' && type !== 'param' && type !== 'id') {
    throw new SearchError(
      `${spellField(field)} is no text: ${sign.image} does not apply to it`,
      placeOf(sign),
    );
  }
  if (pattern.kind !== 'quoted') {
    throw new SearchError(
      `${sign.image} takes a pattern in quotes, not ${pattern.at.image}`,
      placeOf(pattern.at),
      [EXPECTED_VALUES.text],
    );
  }
  return { kind: 'like', field, negated, ignoreCase: sign.tokenType === Ilike, pattern: pattern.text };
}
