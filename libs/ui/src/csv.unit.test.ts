import { expect, it } from 'vitest';
import { toCsv } from './csv.ts';

it('cells with commas, quotes and line ends are quoted, and none is a formula', () => {
  expect(
    toCsv(
      ['name', 'x'],
      [
        ['a,"b"\n', -1.5],
        ['=1+1', NaN],
        [null, true],
      ],
    ),
  ).toBe('name,x\r\n"a,""b""\n",-1.5\r\n\'=1+1,NaN\r\n,true\r\n');
});
