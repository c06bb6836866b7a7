import { type RunField } from '@bestiary/contracts/run-search';
import { type IToken, type TokenType } from 'chevrotain';
import { parseField } from './search-field.ts';
import { searchParser } from './search-parser.ts';
import { Comparison, Ilike, In, Is, Like, Not, QuotedField, Word } from './search-tokens.ts';

const PREDICATE_SIGNS: readonly TokenType[] = [Comparison, In, Like, Ilike, Is];

/** What may come after some tokens of a search. */
export type SearchContext = {
  next: ReadonlySet<TokenType>;
  /** a value comes, and it is compared with this field; undefined where something else comes */
  valueOf: RunField | undefined;
  /** the field that has just been named, and that a comparison may follow */
  named: RunField | undefined;
};

export function contextAfter(tokens: IToken[]): SearchContext {
  const suggestions = searchParser.computeContentAssist('search', tokens);
  const next = new Set(suggestions.map(({ nextTokenType }) => nextTokenType));
  const value = suggestions.some(({ ruleStack }) => ruleStack.at(-1) === 'value');
  return {
    next,
    valueOf: value ? fieldInQuestion(tokens) : undefined,
    named: next.has(Comparison) ? fieldOf(tokens.at(-1)) : undefined,
  };
}

/** The field of the last comparison. */
function fieldInQuestion(tokens: readonly IToken[]): RunField | undefined {
  let at = tokens.findLastIndex(({ tokenType }) => PREDICATE_SIGNS.includes(tokenType)) - 1;
  if (tokens[at]?.tokenType === Not) at -= 1;
  return fieldOf(tokens[at]);
}

function fieldOf(token: IToken | undefined): RunField | undefined {
  if (token === undefined || (token.tokenType !== Word && token.tokenType !== QuotedField)) return undefined;
  const field = parseField(token.image);
  return 'unknown' in field ? undefined : field;
}
