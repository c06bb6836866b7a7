/**
 * Rounds float32 numbers to IEEE 754 half precision, ties to even. What is too large becomes infinity.
 *
 * @returns the bits, one number each
 */
export function toFloat16(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(values.slice().buffer);
  return Uint16Array.from(bits, (word) => {
    const sign = (word >>> 16) & 0x8000;
    const magnitude = word & 0x7fffffff;
    if (magnitude > 0x7f800000) return sign | 0x7e00; // not a number
    if (magnitude >= 0x47800000) return sign | 0x7c00; // 65,536 and more
    const exponent = magnitude >>> 23;
    if (exponent >= 113) return sign | roundShift(magnitude - (112 << 23), 13);
    if (exponent < 102) return sign; // below half of the smallest
    return sign | roundShift((magnitude & 0x7fffff) | 0x800000, 126 - exponent);
  });
}

/** The numbers that half-precision bits mean; exact. */
export function fromFloat16(bits: Uint16Array): Float32Array {
  return Float32Array.from(bits, (half) => {
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = (half >>> 10) & 0x1f;
    const fraction = half & 0x3ff;
    if (exponent === 0) return sign * fraction * 2 ** -24;
    if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
    return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  });
}

/** `bits / 2^shift` rounded to the nearest whole number, ties to even. */
function roundShift(bits: number, shift: number): number {
  const whole = bits >>> shift;
  const rest = bits & ((1 << shift) - 1);
  const half = 1 << (shift - 1);
  return rest > half || (rest === half && whole & 1) ? whole + 1 : whole;
}
