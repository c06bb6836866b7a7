import { describe, expect, it } from 'vitest';
import { withTemperature } from './temperature.ts';

const softmax = (logits: readonly number[]) => {
  const powers = logits.map(Math.exp);
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
};

describe('withTemperature', () => {
  it.each([0.5, 1, 2.5])('%d is what softmax makes of divided logits', (temperature) => {
    const rows = [
      [1, -2, 0.5],
      [3, 3, -4],
    ];
    const found = withTemperature(Float32Array.from(rows.flatMap(softmax)), 3, temperature);
    const expected = rows.flatMap((row) => softmax(row.map((logit) => logit / temperature)));
    expected.forEach((p, i) => expect(found[i]).toBeCloseTo(p, 6));
  });

  it('leaves certainty as it is', () => {
    expect([...withTemperature(Float32Array.of(0, 1), 2, 3)]).toEqual([0, 1]);
  });
});
