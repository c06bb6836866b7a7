import { type RunCondition } from '@bestiary/contracts/run-search';
import { type ILexingError, type IToken, tokenLabel } from 'chevrotain';
import { contextAfter } from './search-context.ts';
import { SearchError } from './search-error.ts';
import { placeOf, searchParser } from './search-parser.ts';
import { CloseParen, Not, OpenParen, Quoted, QuotedField, searchLexer, Word } from './search-tokens.ts';
import { EXPECTED_VALUES, typeOfField } from './search-value.ts';

/** Deeper brackets are no one's search, and would exhaust the stack. */
const MAX_DEPTH = 50;

/**
 * Reads a search.
 *
 * @returns its meaning; a text without words means every run
 * @throws SearchError with the place of the first thing that is wrong, and what was expected there
 */
export function parseSearch(text: string): RunCondition {
  const { tokens, errors } = searchLexer.tokenize(text);
  if (errors[0] !== undefined) throw lexingError(text, errors[0]);
  refuseDepth(tokens);
  searchParser.input = tokens;
  const condition = searchParser.search();
  const failure = searchParser.errors[0];
  if (failure === undefined) return condition;
  const wrong = failure.token.image === '' ? undefined : failure.token;
  const before = wrong === undefined ? tokens : tokens.slice(0, tokens.indexOf(wrong));
  const expected = expectedAfter(before);
  const list = expected.join(', ');
  if (wrong === undefined) {
    throw new SearchError(
      `the search ends too early: expected ${list}`,
      { offset: text.length, length: 0 },
      expected,
    );
  }
  throw new SearchError(`expected ${list}, not ${wrong.image}`, placeOf(wrong), expected);
}

/** What may follow these tokens, in words. */
function expectedAfter(tokens: IToken[]): string[] {
  const { next, valueOf } = contextAfter(tokens);
  if (valueOf !== undefined) return [EXPECTED_VALUES[typeOfField(valueOf)]];
  const words = Array.from(next, (type) =>
    type === Word || type === QuotedField ? 'a field or word' : tokenLabel(type),
  );
  return words.length === 0 ? ['the end'] : Array.from(new Set(words));
}

function lexingError(text: string, { offset }: ILexingError): SearchError {
  const sign = text[offset]!;
  if (sign === "'" || sign === '"' || sign === '`') {
    return new SearchError(`the quote ${sign} is not closed`, { offset, length: text.length - offset }, [
      sign,
    ]);
  }
  return new SearchError(`${sign} means nothing here`, { offset, length: 1 }, [tokenLabel(Quoted)]);
}

function refuseDepth(tokens: readonly IToken[]): void {
  let brackets = 0;
  let nots = 0;
  for (const token of tokens) {
    nots = token.tokenType === Not ? nots + 1 : 0;
    if (token.tokenType === OpenParen) brackets += 1;
    else if (token.tokenType === CloseParen) brackets -= 1;
    if (brackets + nots > MAX_DEPTH) {
      throw new SearchError(`a search is at most ${MAX_DEPTH} brackets deep`, placeOf(token));
    }
  }
}
