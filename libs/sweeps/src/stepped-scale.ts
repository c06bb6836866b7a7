import { type ParamValue } from '@bestiary/contracts/sweep';
import { type Scale } from './scale.ts';

/** A value may be off by so much of a step: what decimal steps lose in binary. */
const TOLERANCE = 1e-6;
const DIGITS = 12;

/**
 * Numbers a step apart, from low on. Each one's cell reaches half a step to both sides, on a logarithmic scale too, so that
 * every whole number of 1..64 is drawn as often as its share of log(64.5 / 0.5).
 */
export class SteppedScale implements Scale {
  readonly kind = 'line';
  readonly count: number;
  readonly #low: number;
  readonly #step: number;
  readonly #log: boolean;
  readonly #start: number;
  readonly #length: number;

  /** @param high need not be low plus whole steps: the last value is the one below it */
  constructor(low: number, high: number, step: number, log: boolean) {
    this.count = Math.floor((high - low) / step + TOLERANCE) + 1;
    this.#low = low;
    this.#step = step;
    this.#log = log;
    const first = log && low - step / 2 <= 0 ? low / 2 : low - step / 2;
    this.#start = this.#transform(first);
    this.#length = this.#transform(low + (this.count - 0.5) * step) - this.#start;
  }

  toUnit(value: ParamValue): number | undefined {
    if (typeof value !== 'number') return undefined;
    const steps = (value - this.#low) / this.#step;
    const place = Math.round(steps);
    if (!(place >= 0 && place < this.count && Math.abs(steps - place) <= TOLERANCE)) return undefined;
    return this.middle(place);
  }

  fromUnit(unit: number): number {
    return this.#valueAt(this.placeOf(unit));
  }

  placeOf(unit: number): number {
    const along = this.#start + unit * this.#length;
    const place = Math.round(((this.#log ? Math.exp(along) : along) - this.#low) / this.#step);
    return Math.min(this.count - 1, Math.max(0, place));
  }

  edge(place: number): number {
    if (place <= 0) return 0;
    if (place >= this.count) return 1;
    return (this.#transform(this.#low + (place - 0.5) * this.#step) - this.#start) / this.#length;
  }

  middle(place: number): number {
    return (this.#transform(this.#low + place * this.#step) - this.#start) / this.#length;
  }

  #valueAt(place: number): number {
    return Number((this.#low + place * this.#step).toPrecision(DIGITS));
  }

  #transform(value: number): number {
    return this.#log ? Math.log(value) : value;
  }
}
