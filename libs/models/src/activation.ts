/** Activations by the names that Keras gives them, in camel case. */
export const ACTIVATIONS = [
  'linear',
  'relu',
  'relu6',
  'sigmoid',
  'hardSigmoid',
  'swish',
  'hardSwish',
] as const;
export type Activation = (typeof ACTIVATIONS)[number];

/**
 * The value of an activation, in float64. As in Keras 3, the hard sigmoid is `relu6(x + 3) / 6` and the hard swish `x` times it.
 */
export const ACTIVATE: Readonly<Record<Activation, (x: number) => number>> = {
  linear: (x) => x,
  relu: (x) => Math.max(0, x),
  relu6: (x) => Math.min(6, Math.max(0, x)),
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  hardSigmoid: (x) => Math.min(6, Math.max(0, x + 3)) / 6,
  swish: (x) => x / (1 + Math.exp(-x)),
  hardSwish: (x) => (x * Math.min(6, Math.max(0, x + 3))) / 6,
};
