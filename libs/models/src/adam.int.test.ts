import { describe, expect, it } from 'vitest';
import { Adam, ADAM_DEFAULTS } from './adam.ts';
import { loadBackend } from './backend.ts';
import { Random } from './random.ts';

describe('Adam', () => {
  it('ends after 100 steps where TensorFlow.js ends, to 1e-6', async () => {
    const { tf } = await loadBackend();
    const random = new Random(2);
    const size = 64;
    const start = Float32Array.from({ length: size }, () => random.normal());
    // slopes of different size, some zero, as dropout makes them; none so small that it matters where epsilon is added
    const gradients = Array.from({ length: 100 }, (_, step) =>
      Float32Array.from({ length: size }, (_, i) =>
        (i + step) % 7 === 0 ? 0 : random.normal() * 10 ** ((i % 3) - 1),
      ),
    );

    const ours = start.slice();
    const adam = new Adam(size, 1e-3);
    for (const gradient of gradients) adam.step(ours, gradient);

    const { beta1, beta2, epsilon } = ADAM_DEFAULTS;
    const variable = tf.variable(tf.tensor1d(start));
    const theirs = tf.train.adam(1e-3, beta1, beta2, epsilon);
    for (const gradient of gradients)
      theirs.applyGradients([{ name: variable.name, tensor: tf.tensor1d(gradient) }]);
    const expected = await variable.data<'float32'>();

    const worst = ours.reduce((a, x, i) => Math.max(a, Math.abs(x - expected[i]!)), 0);
    expect(worst).toBeLessThan(1e-6);
  });
});
