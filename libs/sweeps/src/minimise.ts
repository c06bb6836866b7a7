/** How many past steps shape the next one. */
const MEMORY = 8;
const ARMIJO = 1e-4;
const MOST_HALVINGS = 20;

export interface ValueAndGradient {
  readonly value: number;
  readonly gradient: Float64Array;
}

/**
 * A place where a smooth function is small, by L-BFGS with halved steps: Nocedal and Wright, Numerical Optimization (2006),
 * algorithms 7.4, 7.5 and 3.1.
 *
 * @param of may give `Infinity` where it is not defined; not at the start
 * @param iterations at most
 */
export function minimise(
  of: (x: Float64Array) => ValueAndGradient,
  start: Float64Array,
  iterations: number,
): Float64Array {
  let x = start;
  let here = of(x);
  const history: { s: Float64Array; y: Float64Array; rho: number }[] = [];
  for (let iteration = 0; iteration < iterations; iteration++) {
    let direction = newtonLike(here.gradient, history);
    let slope = dot(direction, here.gradient);
    if (!(slope < 0)) {
      history.length = 0;
      direction = here.gradient.map((g) => -g);
      slope = -dot(here.gradient, here.gradient);
    }
    if (slope > -1e-12) break;
    // the first step goes no farther than 1: nothing is known of the scale yet
    let size = history.length === 0 ? Math.min(1, 1 / Math.sqrt(-slope)) : 1;
    let next = x;
    let there = here;
    let halvings = 0;
    for (; halvings < MOST_HALVINGS; halvings++, size /= 2) {
      next = x.map((value, i) => value + size * direction[i]!);
      there = of(next);
      if (there.value <= here.value + ARMIJO * size * slope) break;
    }
    if (halvings === MOST_HALVINGS) break;
    const s = next.map((value, i) => value - x[i]!);
    const y = there.gradient.map((value, i) => value - here.gradient[i]!);
    const sy = dot(s, y);
    if (sy > 1e-12) {
      history.push({ s, y, rho: 1 / sy });
      if (history.length > MEMORY) history.shift();
    }
    const gain = here.value - there.value;
    [x, here] = [next, there];
    if (gain < 1e-7 * (1 + Math.abs(here.value))) break;
  }
  return x;
}

function newtonLike(
  gradient: Float64Array,
  history: readonly { s: Float64Array; y: Float64Array; rho: number }[],
): Float64Array {
  const q = gradient.slice();
  const alphas = new Float64Array(history.length);
  for (let i = history.length - 1; i >= 0; i--) {
    const { s, y, rho } = history[i]!;
    const alpha = rho * dot(s, q);
    alphas[i] = alpha;
    for (let k = 0; k < q.length; k++) q[k]! -= alpha * y[k]!;
  }
  const last = history.at(-1);
  const scale = last === undefined ? 1 : 1 / (last.rho * dot(last.y, last.y));
  for (let k = 0; k < q.length; k++) q[k]! *= scale;
  history.forEach(({ s, y, rho }, i) => {
    const beta = rho * dot(y, q);
    for (let k = 0; k < q.length; k++) q[k]! += (alphas[i]! - beta) * s[k]!;
  });
  return q.map((value) => -value);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
