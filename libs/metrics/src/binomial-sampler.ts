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
  readonly #bySearch: boolean;
  /** by search: the probability of no hit, and p / (1 − p) */
  readonly #none: number = 0;
  readonly #odds: number = 0;
  /** by rejection: the paper's a, b, v_r and α, and the logarithm of the mode's probability */
  readonly #a: number = 0;
  readonly #b: number = 0;
  readonly #surely: number = 0;
  readonly #alpha: number = 0;
  readonly #logMode: number = 0;

  /**
   * @param of a whole number ≥ 0
   * @param p 0..1
   */
  constructor(of: number, p: number) {
    this.#of = of;
    this.#swapped = p > 0.5;
    this.#p = this.#swapped ? 1 - p : p;
    const q = 1 - this.#p;
    this.#bySearch = of * this.#p < SEARCH_UP_TO;
    if (this.#bySearch) {
      this.#none = Math.pow(q, of);
      this.#odds = this.#p / q;
    } else {
      const deviation = Math.sqrt(of * this.#p * q);
      this.#b = 1.15 + 2.53 * deviation;
      this.#a = -0.0873 + 0.0248 * this.#b + 0.01 * this.#p;
      this.#surely = 0.92 - 4.2 / this.#b;
      this.#alpha = (2.83 + 5.1 / this.#b) * deviation;
      this.#logMode = logBinomialProbability(Math.floor((of + 1) * this.#p), of, this.#p);
    }
  }

  /** A whole number in 0..of. */
  draw(random: Random): number {
    if (this.#of === 0 || this.#p === 0) return this.#swapped ? this.#of : 0;
    const hits = this.#bySearch ? this.#search(random) : this.#reject(random);
    return this.#swapped ? this.#of - hits : hits;
  }

  #search(random: Random): number {
    let left = random.uniform();
    let probability = this.#none;
    let hits = 0;
    while (left > probability && hits < this.#of) {
      left -= probability;
      hits += 1;
      probability *= (this.#odds * (this.#of - hits + 1)) / hits;
    }
    return hits;
  }

  #reject(random: Random): number {
    const n = this.#of;
    for (;;) {
      const u = random.uniform() - 0.5;
      const v = random.uniform();
      const edge = 0.5 - Math.abs(u);
      const hits = Math.floor(((2 * this.#a) / edge + this.#b) * u + n * this.#p + 0.5);
      if (edge >= 0.07 && v <= this.#surely) return hits;
      if (hits < 0 || hits > n) continue;
      const bound = Math.log((v * this.#alpha) / (this.#a / (edge * edge) + this.#b));
      if (bound <= logBinomialProbability(hits, n, this.#p) - this.#logMode) return hits;
    }
  }
}
