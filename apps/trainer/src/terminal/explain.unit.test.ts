import { BestiaryError } from '@bestiary/contracts/error';
import { describe, expect, it } from 'vitest';
import { explain } from './explain.ts';

describe('explain', () => {
  it('is one message and a hint, without a stack', () => {
    const error = new BestiaryError('not_found', "there is no folder 'x'", { hint: 'Give --data a folder.' });
    expect(explain(error, false)).toEqual({
      text: "bestiary: there is no folder 'x'\n  Give --data a folder.",
      status: 1,
    });
  });

  it('shows the stack and the causes with --debug', () => {
    const error = new BestiaryError('invalid_input', 'bad', { cause: new Error('deeper') });
    expect(explain(error, true).text).toMatch(/at .*\n[^]*caused by Error: deeper/);
  });

  it.each([
    ['usage', 2],
    ['cancelled', 130],
    ['unavailable', 1],
  ] as const)('%s ends with status %i', (code, status) => {
    expect(explain(new BestiaryError(code, 'x'), false).status).toBe(status);
  });

  it('calls anything else a defect and says how to see more', () => {
    expect(explain(new TypeError('x is undefined'), false)).toMatchObject({
      status: 1,
      text: expect.stringContaining('--debug') as string,
    });
  });
});
