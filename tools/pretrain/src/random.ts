/**
 * A seeded stream of random numbers: sfc32 (Doty-Humphrey, PractRand), its state mixed from any number of whole
 * numbers. The same seeds give the same stream on every machine.
 */
export class Random {
  private a = 0x9e3779b9;
  private b = 0x243f6a88;
  private c = 0xb7e15162;
  private counter = 1;

  constructor(...seeds: readonly number[]) {
    for (const seed of seeds) {
      this.a ^= seed | 0;
      this.b ^= Math.floor(seed / 2 ** 32) | 0;
      for (let i = 0; i < 12; i++) this.bits();
    }
  }

  /** uniform in [0, 1) */
  next(): number {
    return this.bits() / 2 ** 32;
  }

  /** uniform in [low, high) */
  between(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  /** in [low, high), every octave equally likely; low > 0 */
  logBetween(low: number, high: number): number {
    return low * (high / low) ** this.next();
  }

  /** a whole number in [0, count) */
  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  /** a whole number in [low, high] */
  whole(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  /** mean 0, deviation 1 (Box and Muller, one of the pair) */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(choices: readonly T[]): T {
    if (choices.length === 0) throw new Error('nothing to pick from');
    return choices[this.below(choices.length)]!;
  }

  /** a seed for something that draws its own numbers */
  seed(): number {
    return this.bits();
  }

  /** Fisher and Yates, in place */
  shuffle<T>(items: T[]): T[] {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      [items[i], items[j]] = [items[j]!, items[i]!];
    }
    return items;
  }

  private bits(): number {
    const sum = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = ((this.c << 21) | (this.c >>> 11)) + sum;
    return sum >>> 0;
  }
}
