import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ArtifactPath } from './artifact.ts';
import { Id, uuidv7 } from './id.ts';
import { fromWireFloat, toWireFloat, WireFloat } from './json.ts';
import { LogMetricsInput } from './metric.ts';
import { Name } from './project.ts';
import { RUN_STATUSES, RUN_TRANSITIONS, statusesBefore, TERMINAL_RUN_STATUSES } from './run.ts';

describe('ids', () => {
  it('sort by the order in which one process made them, even within a millisecond and when the clock steps back', () => {
    const now = Date.now() + 10_000;
    const ids = [...Array.from({ length: 6_000 }, () => uuidv7(now)), uuidv7(now - 5_000), uuidv7(now + 50)];
    expect(ids).toEqual([...ids].sort());
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('are UUIDs of version 7 that carry the time of making', () => {
    const now = Date.now() + 60_000;
    const id = uuidv7(now);
    expect(Id.parse(id)).toBe(id);
    expect(id[14]).toBe('7');
    expect(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)).toBe(now);
  });
});

describe('metric values on the wire', () => {
  it('keep NaN and both infinities, which JSON lacks', () => {
    const values = [0, -0.5, 1e300, Number.NaN, Infinity, -Infinity];
    const wire = JSON.parse(JSON.stringify(values.map(toWireFloat))) as unknown[];
    expect(wire.map((value) => fromWireFloat(WireFloat.parse(value)))).toEqual(values);
  });

  it('are refused as any other word', () => {
    expect(WireFloat.safeParse('nan').success).toBe(false);
  });

  it.each([
    [{ steps: [0, 1.5], values: [1, 2], times: [0, 0] }, 'steps[1]', 'whole number'],
    [{ steps: [0, -1], values: [1, 2], times: [0, 0] }, 'steps[1]', 'whole number'],
    [{ steps: [0], values: ['nan'], times: [0] }, 'values[0]', '"NaN"'],
    [{ steps: [0], values: [null], times: [0] }, 'values[0]', 'a number'],
    [{ steps: [0], values: [1], times: ['NaN'] }, 'times[0]', 'finite number'],
    [{ steps: [0], values: 1, times: [0] }, 'values', 'an array'],
    [{ steps: [0], times: [0] }, 'values', 'an array'],
    [
      { steps: Array(100_001).fill(0), values: Array(100_001).fill(0), times: Array(100_001).fill(0) },
      'steps',
      'at most 100000',
    ],
  ])('are refused in columns with the place of what is wrong: %#', (columns, place, what) => {
    const series = [{ key: 'loss', ...columns }];
    const { error } = LogMetricsInput.safeParse({ runId: uuidv7(), series });
    const message = z.prettifyError(error!);
    expect(message).toContain(`series[0].${place}`);
    expect(message).toContain(what);
  });

  it('are refused in columns of unequal length', () => {
    const series = [{ key: 'loss', steps: [0, 1], values: [0.5], times: [0, 1] }];
    expect(LogMetricsInput.safeParse({ runId: uuidv7(), series }).error?.message).toContain('one length');
  });
});

describe('artifact paths', () => {
  it.each(['model/1/model.json', 'Prüfung 1/bär.png', 'a..b/c'])('%s is taken', (path) => {
    expect(ArtifactPath.safeParse(path).success).toBe(true);
  });
  it.each(['', '/etc/passwd', '../x', 'a/../../x', 'a//b', './a', 'a\\b', 'a\u0000b', 'a/'])(
    '%j is refused',
    (path) => {
      expect(ArtifactPath.safeParse(path).success).toBe(false);
    },
  );
});

describe('names', () => {
  it('may be in any script, and lose surrounding space', () => {
    expect(Name.parse('  дракон 或 熊  ')).toBe('дракон 或 熊');
  });
  it('are refused when empty or with a line break', () => {
    expect(Name.safeParse('  ').success).toBe(false);
    expect(Name.safeParse('a\nb').success).toBe(false);
  });
});

describe('run statuses', () => {
  it('end in exactly finished, failed and cancelled', () => {
    expect(TERMINAL_RUN_STATUSES).toEqual(['finished', 'failed', 'cancelled']);
  });
  it('can all be reached from queued', () => {
    const reached = new Set(['queued']);
    for (let i = 0; i < RUN_STATUSES.length; i++)
      for (const from of RUN_STATUSES)
        if (reached.has(from)) for (const to of RUN_TRANSITIONS[from]) reached.add(to);
    expect([...reached].sort()).toEqual([...RUN_STATUSES].sort());
  });
  it('let a lost run come back', () => {
    expect(statusesBefore('running')).toEqual(['queued', 'lost']);
  });
});
