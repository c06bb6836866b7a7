import { createToken, Lexer } from 'chevrotain';

export const Name = createToken({ name: 'Name', pattern: /[A-Za-z_]\w*/ });
const keyword = (name: string, pattern: RegExp) => createToken({ name, pattern, longer_alt: Name });
export const Or = keyword('Or', /or/i);
export const And = keyword('And', /and/i);
export const Not = keyword('Not', /not/i);
export const In = keyword('In', /in/i);
export const True = keyword('True', /true/i);
export const False = keyword('False', /false/i);
export const NumberLiteral = createToken({ name: 'Number', pattern: /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/ });
export const Quoted = createToken({ name: 'Text', pattern: /'[^']*'|"[^"]*"/ });
export const Comparison = createToken({ name: 'Comparison', pattern: /<=|>=|==|!=|=|<|>/ });
export const AddSign = createToken({ name: 'AddSign', pattern: /[+-]/ });
export const MultiplySign = createToken({ name: 'MultiplySign', pattern: /[*/%]/ });
export const Open = createToken({ name: 'Open', pattern: /\(/ });
export const Close = createToken({ name: 'Close', pattern: /\)/ });
export const Comma = createToken({ name: 'Comma', pattern: /,/ });
const Space = createToken({ name: 'Space', pattern: /\s+/, group: Lexer.SKIPPED });

export const CONSTRAINT_TOKENS = [
  Space,
  Or,
  And,
  Not,
  In,
  True,
  False,
  Name,
  NumberLiteral,
  Quoted,
  Comparison,
  AddSign,
  MultiplySign,
  Open,
  Close,
  Comma,
];
export const constraintLexer = new Lexer(CONSTRAINT_TOKENS);
