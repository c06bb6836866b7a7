import { type ParamValue } from '@bestiary/contracts/sweep';

/**
 * How a parameter's values lie in the unit interval. Where there are finitely many, each owns a cell of it, and the cells
 * lie side by side without gaps.
 */
export interface Scale {
  /** `line`: near coordinates are like values; `set`: they say nothing */
  readonly kind: 'line' | 'set';
  /** how many values there are: `Infinity` on a continuous line */
  readonly count: number;
  /** the coordinate of a value, 0..1; `undefined` for one that is not on the scale */
  toUnit(value: ParamValue): number | undefined;
  /** the value at a coordinate, 0..1 */
  fromUnit(unit: number): ParamValue;
  /** the place of the value at a coordinate, 0 ≤ place < count; of a continuous scale always 0 */
  placeOf(unit: number): number;
  /** where the cell of a place begins: `edge(place)` … `edge(place + 1)`; of a continuous scale 0 and 1 */
  edge(place: number): number;
  /** where the value of a place lies in its cell, as {@link toUnit} has it; of a continuous scale 0.5 */
  middle(place: number): number;
}
