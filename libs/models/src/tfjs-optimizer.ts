import { type OptimizerState, type SavedOptimizer } from './classifier.ts';

/** An optimizer as `tf.loadLayersModel` makes it again. TensorFlow.js has no AdamW: there it goes on as Adam. */
export function tfjsOptimizer({ name, config, learningRate }: OptimizerState): {
  class_name: string;
  config: Record<string, unknown>;
} {
  const { beta_1, beta_2, epsilon, momentum, nesterov, rho, centered } = config;
  const learning_rate = learningRate;
  switch (name) {
    case 'adam':
    case 'adamw':
      return { class_name: 'Adam', config: { learning_rate, beta_1, beta_2, epsilon } };
    case 'sgd':
      return momentum
        ? { class_name: 'Momentum', config: { learning_rate, momentum, use_nesterov: nesterov } }
        : { class_name: 'SGD', config: { learning_rate } };
    case 'rmsprop':
      return {
        class_name: 'RMSProp',
        config: { learning_rate, decay: rho, momentum, epsilon, centered },
      };
  }
}

/**
 * What the optimizer of TensorFlow.js remembers, in the order in which it reads it. RMSprop keeps a momentum there even
 * where it is not used; that of SGD is without the rate and has the other sign.
 *
 * @returns pairs of a slot's name in Keras and its numbers, one a parameter
 */
export function tfjsSlots(
  { name, slots, learningRate }: OptimizerState,
  parameterCount: number,
): (readonly [string, Float32Array])[] {
  switch (name) {
    case 'adam':
    case 'adamw':
      return [...slots];
    case 'sgd':
      return Array.from(slots, ([slot, moments]) => [slot, moments.map((m) => -m / (learningRate || 1))]);
    case 'rmsprop': {
      const momentum = slots.get('momentum') ?? new Float32Array(parameterCount);
      const all = new Map([...slots, ['momentum', momentum]]);
      return ['velocity', 'momentum', 'average_gradient'].flatMap((slot) => {
        const numbers = all.get(slot);
        return numbers ? [[slot, numbers] as const] : [];
      });
    }
  }
}

/** One slot as Keras has it: the inverse of {@link tfjsSlots}. */
export function fromTfjsSlot({ name, learning_rate }: SavedOptimizer, numbers: Float32Array): Float32Array {
  return name === 'sgd' ? numbers.map((m) => -m * (learning_rate || 1)) : numbers;
}

/** What TensorFlow.js' own entry can't say. */
export function savedOptimizer({ name, config, learningRate, slots }: OptimizerState): SavedOptimizer {
  return { name, config, learning_rate: learningRate, slots: [...slots.keys()] };
}
