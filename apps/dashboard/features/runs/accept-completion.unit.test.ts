import { expect, it } from 'vitest';
import { acceptCompletion } from './accept-completion.ts';

it('a whole field is followed by a space, and the cursor stands after it', () => {
  const accepted = acceptCompletion('met', { from: 0, to: 3 }, { text: 'metrics.loss', kind: 'field' });
  expect(accepted).toEqual({ text: 'metrics.loss ', cursor: 13 });
});

it('the beginning of a field can be typed on', () => {
  const accepted = acceptCompletion('par', { from: 0, to: 3 }, { text: 'params.', kind: 'field' });
  expect(accepted).toEqual({ text: 'params.', cursor: 7 });
});

it('a space that is there is stepped over, and the rest of the text stays', () => {
  const accepted = acceptCompletion('sta in (1)', { from: 0, to: 3 }, { text: 'status', kind: 'field' });
  expect(accepted).toEqual({ text: 'status in (1)', cursor: 7 });
});
