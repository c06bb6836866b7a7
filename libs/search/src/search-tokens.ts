import { createToken, Lexer } from 'chevrotain';

export const Space = createToken({ name: 'Space', pattern: /\s+/, group: Lexer.SKIPPED });
export const OpenParen = createToken({ name: 'OpenParen', pattern: '(', label: '(' });
export const CloseParen = createToken({ name: 'CloseParen', pattern: ')', label: ')' });
export const Comma = createToken({ name: 'Comma', pattern: ',', label: ',' });
export const Comparison = createToken({
  name: 'Comparison',
  pattern: /!=|<>|<=|>=|==|=|<|>/,
  label: '= != < <= > >=',
});

/** Text in quotes; the quote itself is written twice. */
export const Quoted = createToken({
  name: 'Quoted',
  pattern: /'(?:[^']|'')*'|"(?:[^"]|"")*"/,
  label: 'a text in quotes',
});
/** `metrics."a key"`, ``params.`a key` ``: a field whose key would end at a space or bracket. */
export const QuotedField = createToken({
  name: 'QuotedField',
  pattern: /[A-Za-z_][A-Za-z_.]*\.(?:"(?:[^"]|"")+"|`(?:[^`]|``)+`)/,
  label: 'a field',
});
/** The moment of the search, and how far from it. */
export const Now = createToken({
  name: 'Now',
  pattern: /now\(\)(?:\s*[+-]\s*\d+(?:\.\d+)?\s*[smhdw](?![\w.]))?/i,
  label: 'now()',
});
/** A field, a number, a date, a word of a text: what it is its place tells. */
export const Word = createToken({ name: 'Word', pattern: /[^\s()<>=!,'"`]+/, label: 'a word' });

function keyword(name: string) {
  return createToken({
    name,
    pattern: new RegExp(name, 'i'),
    longer_alt: Word,
    label: name.toLowerCase(),
  });
}
export const And = keyword('And');
export const Or = keyword('Or');
export const Not = keyword('Not');
export const In = keyword('In');
export const Like = keyword('Like');
export const Ilike = keyword('Ilike');
export const Is = keyword('Is');
export const Null = keyword('Null');
export const True = keyword('True');
export const False = keyword('False');

/** The first that matches counts; keywords give way to longer words. */
export const SEARCH_TOKENS = [
  Space,
  OpenParen,
  CloseParen,
  Comma,
  Comparison,
  Quoted,
  QuotedField,
  Now,
  And,
  Or,
  Not,
  Ilike,
  In,
  Is,
  Like,
  Null,
  True,
  False,
  Word,
];

export const searchLexer = new Lexer(SEARCH_TOKENS, { positionTracking: 'onlyOffset' });
