import { expect, it } from 'vitest';
import { consoleLines } from './console-text.ts';

it('colours and cursor movements are left out', () => {
  expect(consoleLines('\u001b[1;32mok\u001b[0m done\u001b[2K\n\u001b]8;;http://x\u0007link\u001b]8;;\u0007')).toEqual([
    'ok done',
    'link',
  ]); // prettier-ignore
});

it('a progress line that was written over is its last state', () => {
  expect(consoleLines('epoch 1/3\repoch 2/3\repoch 3/3\r\nend\n')).toEqual(['epoch 3/3', 'end']);
});

it('empty lines stay, a last line break makes none', () => {
  expect(consoleLines('a\n\nb\n')).toEqual(['a', '', 'b']);
  expect(consoleLines('')).toEqual([]);
});
