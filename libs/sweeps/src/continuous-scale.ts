import { type ParamValue } from '@bestiary/contracts/sweep';
import { type Scale } from './scale.ts';

/** All numbers from low to high, evenly or by their logarithms. */
export class ContinuousScale implements Scale {
  readonly kind = 'line';
  readonly count = Infinity;
  readonly #low: number;
  readonly #high: number;
  readonly #log: boolean;

  /** @param log whether equal factors, not equal differences, are equally far; then low > 0 */
  constructor(low: number, high: number, log: boolean) {
    this.#low = low;
    this.#high = high;
    this.#log = log;
  }

  toUnit(value: ParamValue): number | undefined {
    if (typeof value !== 'number' || !(value >= this.#low && value <= this.#high)) return undefined;
    const unit = this.#log
      ? Math.log(value / this.#low) / Math.log(this.#high / this.#low)
      : (value - this.#low) / (this.#high - this.#low);
    return Math.min(1, Math.max(0, unit));
  }

  fromUnit(unit: number): number {
    if (unit >= 1) return this.#high; // exactly, whatever a logarithm loses
    const value = this.#log
      ? this.#low * Math.exp(unit * Math.log(this.#high / this.#low))
      : this.#low + unit * (this.#high - this.#low);
    return Math.min(this.#high, Math.max(this.#low, value));
  }

  placeOf(): number {
    return 0;
  }

  edge(place: number): number {
    return place;
  }

  middle(): number {
    return 0.5;
  }
}
