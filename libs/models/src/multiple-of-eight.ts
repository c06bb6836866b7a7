/** The multiple of 8 nearest to a width, at least 8 and never more than a tenth below it: how Keras rounds a scaled number of channels. */
export function multipleOfEight(width: number): number {
  const rounded = Math.max(8, Math.floor((width + 4) / 8) * 8);
  return rounded < 0.9 * width ? rounded + 8 : rounded;
}
