/**
 * A seeded generator of random numbers: xoshiro128** 1.1, its state filled by SplitMix32. The same seed gives the same
 * numbers on every machine.
 *
 * Source: Blackman and Vigna, Scrambled Linear Pseudorandom Number Generators, ACM TOMS 47 (2021), section 5.
 */
export class Random {
  readonly #state = new Uint32Array(4);
  /** of the last call of `below`, which mostly comes with the same bound again */
  #bound = 1;
  #limit = 2 ** 32;

  /** @param seed a whole number; its low 32 bits count */
  constructor(seed: number) {
    let mixed = seed >>> 0;
    for (let i = 0; i < 4; i++) {
      mixed = (mixed + 0x9e3779b9) | 0;
      let z = mixed;
      z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
      z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
      this.#state[i] = z ^ (z >>> 15);
    }
  }

  /** 32 random bits as an unsigned number. */
  uint32(): number {
    const s = this.#state;
    const s1 = s[1]!;
    const product = Math.imul(s1, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    s[2]! ^= s[0]!;
    s[3]! ^= s1;
    s[1]! ^= s[2]!;
    s[0]! ^= s[3]!;
    s[2]! ^= s1 << 9;
    const s3 = s[3]!;
    s[3] = (s3 << 11) | (s3 >>> 21);
    return result;
  }

  /** Uniform in (0, 1), 53 bits fine; never 0, so that its logarithm is finite. */
  uniform(): number {
    return ((this.uint32() >>> 6) * 2 ** 27 + (this.uint32() >>> 5) + 0.5) * 2 ** -53;
  }

  /** A whole number in [0, bound), 1 ≤ bound ≤ 2^32, without bias (rejection of the last, incomplete cycle). */
  below(bound: number): number {
    if (bound !== this.#bound) {
      this.#bound = bound;
      this.#limit = 2 ** 32 - (2 ** 32 % bound);
    }
    for (;;) {
      const bits = this.uint32();
      if (bits < this.#limit) return bits % bound;
    }
  }
}
