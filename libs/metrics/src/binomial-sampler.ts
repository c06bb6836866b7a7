import { logBinomialProbability } from './binomial-distribution.ts';
import { type Random } from './random.ts';

/** Up to this mean the sequential search is the faster of the two methods. */
const SEARCH_UP_TO = 10;

/**
 * Draws how many of `of` trials hit, each with probability `p`.
 *
 * Sources: for a small mean, inversion by sequential search (Devroye, Non-Uniform Random Variate Generation, 1986, X.4.3); else
 * transformed rejection, algorithm BTRS of W. Hörmann, "The generation of binomial random variates", Journal of Statistical
 * Computation and Simulation 46 (1993), 101-110.
 */
export class BinomialSampler {
  readonly #of: number;
  /** the smaller of p and 1 − p; hits and misses are swapped where that is 1 − p */
  readonly #p: number;
  readonly #swapped: boolean;
  readonly #none: number;

  /**
   * @param of a whole number ≥ 0
   * @param p 0..1
   */
  constructor(of: number, p: number) {
    this.#of = of;
    this.#swapped = p > 0.5;
    this.#p = this.#swapped ? 1 - p : p;
    this.#none = Math.pow(1 - this.#p, of);
  }

  /** A whole number in 0..of. */
  draw(random: Random): number {
    if (this.#of === 0 || this.#p === 0) return this.#swapped ? this.#of : 0;
    const hits = this.#of * this.#p < SEARCH_UP_TO ? this.#search(random) : this.#reject(random);
    return this.#swapped ? this.#of - hits : hits;
  }

  #search(random: Random): number {
    const odds = this.#p / (1 - this.#p);
    let left = random.uniform();
    let probability = this.#none;
    let hits = 0;
    while (left > probability && hits < this.#of) {
      left -= probability;
      hits += 1;
      probability *= (odds * (this.#of - hits + 1)) / hits;
    }
    return hits;
  }

  #reject(random: Random): number {
    const n = this.#of;
    const p = this.#p;
    const deviation = Math.sqrt(n * p * (1 - p));
    const b = 1.15 + 2.53 * deviation;
    const a = -0.0873 + 0.0248 * b + 0.01 * p;
    for (;;) {
      const u = random.uniform() - 0.5;
      const v = random.uniform();
      const edge = 0.5 - Math.abs(u);
      const hits = Math.floor(((2 * a) / edge + b) * u + n * p + 0.5);
      if (edge >= 0.07 && v <= 0.92 - 4.2 / b) return hits;
      if (hits < 0 || hits > n) continue;
      const mode = Math.floor((n + 1) * p);
      const bound = Math.log((v * (2.83 + 5.1 / b) * deviation) / (a / (edge * edge) + b));
      if (bound <= logBinomialProbability(hits, n, p) - logBinomialProbability(mode, n, p)) return hits;
    }
  }
}
