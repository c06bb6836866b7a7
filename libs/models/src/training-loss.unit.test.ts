import { describe, expect, it } from 'vitest';
import { type LossSettings, lossInPlace } from './training-loss.ts';

const KINDS: LossSettings[] = [
  { kind: 'cross-entropy' },
  { kind: 'cross-entropy', labelSmoothing: 0.15 },
  { kind: 'focal', gamma: 2 },
  { kind: 'focal', gamma: 0.5, alpha: 0.3 },
  { kind: 'focal', gamma: 1.5, alpha: 0.25, labelSmoothing: 0.1 },
];
const LOGITS = [[0.7], [-1.2], [0.3, -0.8, 1.1], [2, -1, 0.5, 0]];

describe('a loss', () => {
  it.each(KINDS)('has the gradient that finite differences give: %o', (settings) => {
    const loss = lossInPlace(settings);
    for (const logits of LOGITS) {
      for (let label = 0; label < Math.max(2, logits.length); label++) {
        const slopes = Float64Array.from(logits);
        loss(slopes, label);
        logits.forEach((_, u) => {
          const moved = (by: number): number =>
            loss(
              Float64Array.from(logits, (z, k) => (k === u ? z + by : z)),
              label,
            );
          expect(slopes[u]).toBeCloseTo((moved(1e-5) - moved(-1e-5)) / 2e-5, 6);
        });
      }
    }
  });

  it.each(KINDS)('is a number, and so is its gradient, however sure the head is: %o', (settings) => {
    const loss = lossInPlace(settings);
    for (const sure of [[800], [-800], [800, -800, 0], [0, -800, 800]]) {
      for (let label = 0; label < Math.max(2, sure.length); label++) {
        const slopes = Float64Array.from(sure);
        expect(loss(slopes, label)).toBeGreaterThanOrEqual(0);
        expect(slopes.every(Number.isFinite)).toBe(true);
      }
    }
  });

  it('is cross-entropy where the focal exponent is 0', () => {
    for (const logits of LOGITS) {
      const focal = lossInPlace({ kind: 'focal', gamma: 0 })(Float64Array.from(logits), 1);
      expect(focal).toBeCloseTo(lossInPlace({ kind: 'cross-entropy' })(Float64Array.from(logits), 1), 12);
    }
  });
});
