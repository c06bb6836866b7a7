import { SpaceParam } from '@bestiary/contracts/sweep';
import { Random } from '@bestiary/metrics/random';
import { describe, expect, it } from 'vitest';
import { cholesky, inverseOf, solveLower, solveUpper } from './cholesky.ts';
import { logExpectedImprovement } from './expected-improvement.ts';
import { GaussianProcess } from './gaussian-process.ts';
import { minimise } from './minimise.ts';
import { normalQuantile } from './normal-distribution.ts';
import { scaleOf } from './scale-of.ts';

const line = scaleOf(SpaceParam.parse({ type: 'float', low: 0, high: 1 }));
const set = scaleOf(SpaceParam.parse({ type: 'categorical', choices: ['a', 'b'] }));

describe('Cholesky factors', () => {
  it('solve and invert, and are refused to a matrix that is not positive definite', () => {
    const a = Float64Array.from([4, 2, 0.6, 2, 5, 1, 0.6, 1, 3]);
    const l = cholesky(a, 3)!;
    const x = solveUpper(l, 3, solveLower(l, 3, [1, 2, 3]));
    for (let i = 0; i < 3; i++)
      expect(a[i * 3]! * x[0]! + a[i * 3 + 1]! * x[1]! + a[i * 3 + 2]! * x[2]!).toBeCloseTo(i + 1, 12);
    const inverse = inverseOf(l, 3);
    for (let i = 0; i < 3; i++)
      for (let j = 0; j < 3; j++) {
        let sum = 0;
        for (let k = 0; k < 3; k++) sum += a[i * 3 + k]! * inverse[k * 3 + j]!;
        expect(sum).toBeCloseTo(i === j ? 1 : 0, 12);
      }
    expect(cholesky(Float64Array.from([1, 2, 2, 1]), 2)).toBeUndefined();
  });
});

describe('minimise', () => {
  it("finds the bottom of Rosenbrock's valley", () => {
    const x = minimise(
      ([a, b]) => ({
        value: (1 - a!) ** 2 + 100 * (b! - a! * a!) ** 2,
        gradient: Float64Array.of(-2 * (1 - a!) - 400 * a! * (b! - a! * a!), 200 * (b! - a! * a!)),
      }),
      Float64Array.of(-1.2, 1),
      200,
    );
    expect(x[0]).toBeCloseTo(1, 2);
    expect(x[1]).toBeCloseTo(1, 2);
  });
});

describe('a Gaussian process', () => {
  const random = new Random(4);
  const points = Array.from({ length: 40 }, () => Float64Array.of(random.uniform(), random.uniform()));
  const f = ([x]: ArrayLike<number> & Iterable<number>) => 1.4 * Math.sin(6 * x!);

  it('goes through outcomes without noise, is sure there and unsure elsewhere', () => {
    const process = GaussianProcess.fit(
      [line, line],
      points.slice(0, 12),
      Float64Array.from(points.slice(0, 12), f),
    );
    for (const point of points.slice(0, 12)) {
      const { mean, deviation } = process.predict(point);
      expect(Math.abs(mean - f(point))).toBeLessThan(0.05);
      expect(deviation).toBeLessThan(0.1);
    }
  });

  it('finds which parameter matters, and predicts what it has not seen', () => {
    const process = GaussianProcess.fit([line, line], points, Float64Array.from(points, f));
    for (let i = 0; i < 20; i++) {
      const point = Float64Array.of(0.05 + random.uniform() * 0.9, random.uniform());
      expect(Math.abs(process.predict(point).mean - f(point))).toBeLessThan(0.1);
    }
  });

  it('takes noise for noise', () => {
    const noisy = Float64Array.from(points, () => normalQuantile(random.uniform()));
    const process = GaussianProcess.fit([line, line], points, noisy);
    const means = points.map((point) => process.predict(point).mean);
    expect(Math.max(...means.map(Math.abs))).toBeLessThan(Math.max(...noisy.map(Math.abs)));
  });

  it('keeps choices, and a parameter that one of two points lacks, apart', () => {
    const seen = [Float64Array.of(0.25, NaN), Float64Array.of(0.75, 0.5), Float64Array.of(0.75, 0.52)];
    const process = GaussianProcess.fit([set, line], seen, Float64Array.of(-1.4, 0.7, 0.7));
    expect(process.predict(Float64Array.of(0.25, NaN)).mean).toBeLessThan(-1);
    expect(process.predict(Float64Array.of(0.75, 0.51)).mean).toBeGreaterThan(0.4);
  });

  it('is surer beside points that it believes, and expects the same', () => {
    const process = GaussianProcess.fit(
      [line, line],
      points.slice(0, 8),
      Float64Array.from(points.slice(0, 8), f),
    );
    const at = Float64Array.of(0.99, 0.99);
    const believing = process.believing([at]);
    expect(believing.predict(at).mean).toBeCloseTo(process.predict(at).mean, 1);
    expect(believing.predict(at).deviation).toBeLessThan(0.5 * process.predict(at).deviation);
  });
});

describe('the logarithm of expected improvement', () => {
  it('agrees with chance, goes on without a step into the far tail, and falls there', () => {
    const random = new Random(9);
    let sum = 0;
    for (let i = 0; i < 50_000; i++) sum += Math.max(0, 0.3 - (0.5 + 0.4 * normalQuantile(random.uniform())));
    expect(Math.exp(logExpectedImprovement(0.5, 0.4, 0.3))).toBeCloseTo(sum / 50_000, 2);
    const [near, far] = [logExpectedImprovement(6 - 1e-6, 1, 0), logExpectedImprovement(6 + 1e-6, 1, 0)];
    expect(Math.abs(near - far)).toBeLessThan(0.01);
    expect(logExpectedImprovement(60, 1, 0)).toBeLessThan(logExpectedImprovement(50, 1, 0));
  });
});
