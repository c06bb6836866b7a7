/**
 * A seeded generator of random numbers: xoshiro128** 1.1, its state filled by SplitMix32.
 *
 * Source: Blackman and Vigna, Scrambled Linear Pseudorandom Number Generators, ACM TOMS 47 (2021), section 5.
 */
export class Random {
  readonly #state = new Uint32Array(4);
  #spare: number | undefined;

  /** @param seeds whole numbers; any list gives its own sequence, `[seed, epoch]` say */
  constructor(...seeds: number[]) {
    let mixed = 0x9e3779b9;
    const next = (): number => {
      mixed = (mixed + 0x9e3779b9) | 0;
      let z = mixed;
      z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
      z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
      return (z ^ (z >>> 15)) >>> 0;
    };
    for (const seed of seeds) {
      mixed ^= Math.imul(seed >>> 0, 0x85ebca6b) ^ Math.floor(seed / 2 ** 32);
      mixed = next();
    }
    for (let i = 0; i < 4; i++) this.#state[i] = next();
  }

  /** 32 random bits as an unsigned number. */
  uint32(): number {
    const s = this.#state;
    const s1 = s[1]!;
    const product = Math.imul(s1, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const shifted = s1 << 9;
    s[2]! ^= s[0]!;
    s[3]! ^= s1;
    s[1]! ^= s[2]!;
    s[0]! ^= s[3]!;
    s[2]! ^= shifted;
    const s3 = s[3]!;
    s[3] = (s3 << 11) | (s3 >>> 21);
    return result;
  }

  /** Uniform in [0, 1), 32 bits fine. */
  uniform(): number {
    return this.uint32() * 2 ** -32;
  }

  /** A whole number in [0, bound), without bias (Lemire's rejection). */
  below(bound: number): number {
    const limit = 2 ** 32 - (2 ** 32 % bound);
    for (;;) {
      const bits = this.uint32();
      if (bits < limit) return bits % bound;
    }
  }

  /** Standard normal (Marsaglia's polar method). */
  normal(): number {
    if (this.#spare !== undefined) {
      const spare = this.#spare;
      this.#spare = undefined;
      return spare;
    }
    for (;;) {
      const u = 2 * this.uniform() - 1;
      const v = 2 * this.uniform() - 1;
      const r = u * u + v * v;
      if (r >= 1 || r === 0) continue;
      const factor = Math.sqrt((-2 * Math.log(r)) / r);
      this.#spare = v * factor;
      return u * factor;
    }
  }

  /** Shuffles in place (Fisher and Yates). */
  shuffle(values: Int32Array | Uint32Array): void {
    for (let i = values.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      const kept = values[i]!;
      values[i] = values[j]!;
      values[j] = kept;
    }
  }

  /**
   * Copies numbers and leaves out each with probability `rate`, as 0. Here and not in the caller, because the loop over its
   * own state is what makes it fast; bits are copied, not numbers, because that needs no branch.
   *
   * @param source the numbers from `from` on
   * @param target overwritten to its end
   */
  copyWithDropout(source: Float32Array, from: number, target: Float32Array, rate: number): void {
    if (rate === 0) {
      target.set(source.subarray(from, from + target.length));
      return;
    }
    const bitsIn = new Int32Array(source.buffer, source.byteOffset + 4 * from, target.length);
    const bitsOut = new Int32Array(target.buffer, target.byteOffset, target.length);
    const dropBelow = Math.round(rate * 2 ** 31) | 0;
    const s = this.#state;
    let s0 = s[0]! | 0;
    let s1 = s[1]! | 0;
    let s2 = s[2]! | 0;
    let s3 = s[3]! | 0;
    for (let i = 0; i < bitsOut.length; i++) {
      const product = Math.imul(s1, 5);
      const draw = Math.imul((product << 7) | (product >>> 25), 9) >>> 1;
      const shifted = s1 << 9;
      s2 ^= s0;
      s3 ^= s1;
      s1 ^= s2;
      s0 ^= s3;
      s2 ^= shifted;
      s3 = (s3 << 11) | (s3 >>> 21);
      // all ones where draw ≥ dropBelow, else 0
      bitsOut[i] = bitsIn[i]! & ~((draw - dropBelow) >> 31);
    }
    s[0] = s0;
    s[1] = s1;
    s[2] = s2;
    s[3] = s3;
  }
}
