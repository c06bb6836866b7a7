import { type ParamValue } from '@bestiary/contracts/sweep';
import { type Scale } from './scale.ts';

/** Listed values, with cells of one size. */
export class ChoiceScale implements Scale {
  readonly kind: 'line' | 'set';
  readonly count: number;
  readonly #values: readonly ParamValue[];
  readonly #places: ReadonlyMap<ParamValue, number>;

  /** @param kind `line` where the order of the values means something */
  constructor(kind: 'line' | 'set', values: readonly ParamValue[]) {
    this.kind = kind;
    this.count = values.length;
    this.#values = values;
    this.#places = new Map(values.map((value, place) => [value, place]));
  }

  toUnit(value: ParamValue): number | undefined {
    const place = this.#places.get(value);
    return place === undefined ? undefined : this.middle(place);
  }

  fromUnit(unit: number): ParamValue {
    return this.#values[this.placeOf(unit)]!;
  }

  placeOf(unit: number): number {
    return Math.min(this.count - 1, Math.max(0, Math.floor(unit * this.count)));
  }

  edge(place: number): number {
    return place / this.count;
  }

  middle(place: number): number {
    return (place + 0.5) / this.count;
  }
}
