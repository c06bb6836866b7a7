/**
 * `Σ a[i + k] · b[j + k]` over `count` numbers, in float64. Four sums side by side, since one alone waits for each addition
 * before the next.
 */
export function dot(a: Float32Array, i: number, b: Float32Array, j: number, count: number): number {
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  const whole = count - (count % 4);
  let k = 0;
  for (; k < whole; k += 4) {
    sum0 += a[i + k]! * b[j + k]!;
    sum1 += a[i + k + 1]! * b[j + k + 1]!;
    sum2 += a[i + k + 2]! * b[j + k + 2]!;
    sum3 += a[i + k + 3]! * b[j + k + 3]!;
  }
  for (; k < count; k++) sum0 += a[i + k]! * b[j + k]!;
  return sum0 + sum1 + (sum2 + sum3);
}
