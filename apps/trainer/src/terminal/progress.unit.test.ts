import { describe, expect, it } from 'vitest';
import { Progress } from './progress.ts';

function screen(isTTY: boolean) {
  const written: string[] = [];
  return { written, isTTY, columns: 60, write: (text: string) => written.push(text) };
}

describe('progress', () => {
  it('redraws one line on a terminal and clears it before a lasting one', () => {
    const stream = screen(true);
    const progress = new Progress(stream);
    progress.step('features', 634, 634);
    progress.line('features ready');
    expect(stream.written).toEqual([
      expect.stringContaining('features 634/634'),
      '\r\u001b[2K',
      'features ready\n',
    ]);
  });

  it('is silent about steps where lines cannot be redrawn', () => {
    const stream = screen(false);
    const progress = new Progress(stream);
    progress.step('features', 1, 634);
    progress.line('features ready');
    expect(stream.written).toEqual(['features ready\n']);
  });

  it('keeps lasting lines, with their time, for the log', () => {
    const progress = new Progress(screen(true));
    progress.line('one\ntwo');
    expect(progress.log).toMatch(/^\d{4}-\S+Z one\n\d{4}-\S+Z two\n$/);
  });
});
