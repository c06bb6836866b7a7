import { BestiaryError } from '@bestiary/contracts/error';

const STATE_LENGTH = 624;
const SHIFT = 397;

/**
 * numpy's legacy generator `numpy.random.RandomState(seed)`: Mersenne Twister MT19937 (Matsumoto and Nishimura, 1998),
 * seeded by `init_genrand`. numpy promises that its stream never changes.
 */
export class NumpyRandomState {
  readonly #state = new Uint32Array(STATE_LENGTH);
  #used = STATE_LENGTH;

  /**
   * @param seed whole, 0 to 2³² − 1
   * @throws BestiaryError `invalid_input` for any other
   */
  constructor(seed: number) {
    if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
      throw new BestiaryError('invalid_input', `a seed is a whole number from 0 to 4294967295, not ${seed}`);
    }
    this.#state[0] = seed;
    for (let i = 1; i < STATE_LENGTH; i++) {
      const before = this.#state[i - 1]!;
      this.#state[i] = Math.imul(1812433253, before ^ (before >>> 30)) + i;
    }
  }

  /** The next 32 bits, 0 to 2³² − 1. */
  nextUint32(): number {
    if (this.#used === STATE_LENGTH) this.#twist();
    let y = this.#state[this.#used++]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    y ^= y >>> 18;
    return y >>> 0;
  }

  /** A whole number from 0 to `max` (at most 2³² − 1), both included: bits above its highest are masked, too large ones drawn again. */
  interval(max: number): number {
    if (max === 0) return 0;
    const mask = 0xffffffff >>> Math.clz32(max);
    for (;;) {
      const value = (this.nextUint32() & mask) >>> 0;
      if (value <= max) return value;
    }
  }

  /** Shuffles in place, as `RandomState.shuffle` does: from the end, each item changes places with one at or before it. */
  shuffle<T>(items: { [index: number]: T; readonly length: number }): void {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.interval(i);
      const item = items[i]!;
      items[i] = items[j]!;
      items[j] = item;
    }
  }

  #twist(): void {
    const state = this.#state;
    for (let i = 0; i < STATE_LENGTH; i++) {
      const y = (state[i]! & 0x80000000) | (state[(i + 1) % STATE_LENGTH]! & 0x7fffffff);
      state[i] = state[(i + SHIFT) % STATE_LENGTH]! ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.#used = 0;
  }
}
