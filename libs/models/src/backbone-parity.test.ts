import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { backboneSuite } from './backbone.testsuite.ts';
import { backboneSpec } from './backbones.ts';
import { type BackendName, loadBackend } from './backend.ts';
import { foldGraph } from './folded-graph.ts';
import { kerasFeaturesOn } from './keras-features.test.ts';
import { readKerasWeights } from './keras-weight-file.ts';
import { mobileNetV2 } from './mobilenet-v2.ts';
import { Random } from './random.ts';
import { randomWeights } from './random-weights.test.ts';
import { referenceOutputs } from './reference-graph.test.ts';
import { tfjsBackbone } from './tfjs-backbone.ts';

const testData = process.env.BESTIARY_TEST_DATA ?? join(import.meta.dirname, '../../../../shared/data');
const golden = join(testData, 'golden/flowers_daisy_dandelion');
const imageNet = join(testData, 'weights/mobilenet_v2_1.0_224/mobilenet_v2_1.0_224_no_top.rebuilt.h5');

function floats(path: string): Float32Array {
  return new Float32Array(Uint8Array.from(readFileSync(path)).buffer);
}

/** Backbones on one engine, held to the reference and to Keras. */
export function parityOf(engine: BackendName): void {
  backboneSuite(`MobileNetV2 on ${engine}`, async () => {
    const spec = mobileNetV2(0.35, 64);
    const backend = await loadBackend(engine);
    expect(backend.name).toBe(engine);
    const backbone = tfjsBackbone(spec, foldGraph(spec, randomWeights(spec, 6)), backend);
    return { backbone, liveTensors: () => backend.tf.memory().numTensors };
  });

  describe(`a folded backbone on ${engine}`, () => {
    it.each<[string, number, number]>([
      ['mobilenet_v2', 0.35, 64],
      ['mobilenet_v2', 0.35, 75],
      ['mobilenet_v2', 0.5, 33],
      ['mobilenet_v3_small', 1, 48],
      ['mobilenet_v3_large', 0.75, 45],
      ['efficientnet_b0', 1, 33],
      ['efficientnet_b1', 1, 32],
      ['efficientnet_v2_b0', 1, 39],
    ])(
      '%s of width %d at %i px follows the unfolded graph layer by layer, to 1e-4 of its range',
      async (name, alpha, size) => {
        const spec = backboneSpec(name, { alpha, inputSize: size });
        const weights = randomWeights(spec, 5);
        const folded = foldGraph(spec, weights);
        const backend = await loadBackend();
        const random = new Random(3);
        const image = Float32Array.from({ length: size * size * 3 }, () => random.below(256));
        const { scale, offset } = spec.preprocessing;
        const reference = referenceOutputs(
          spec,
          weights,
          Float64Array.from(image, (x, i) => x * scale[i % 3]! + offset[i % 3]!),
        );
        for (let end = 1; end <= folded.steps.length; end++) {
          const { output } = folded.steps[end - 1]!;
          const part = tfjsBackbone(spec, { ...folded, steps: folded.steps.slice(0, end) }, backend);
          const found = await part.features(image);
          part.dispose();
          const expected = reference.get(output)!;
          expect(found.length).toBe(expected.length);
          const largest = expected.reduce((a, x) => Math.max(a, Math.abs(x)), 0);
          const worst = found.reduce((a, x, i) => Math.max(a, Math.abs(x - expected[i]!)), 0);
          expect(worst / largest, output).toBeLessThan(1e-4);
        }
      },
    );
  });

  kerasFeaturesOn(engine);

  describe.skipIf(!existsSync(imageNet))(
    `ImageNet features on ${engine} (skipped where there is no test data)`,
    () => {
      const open = async () => {
        const spec = mobileNetV2(1, 160);
        return tfjsBackbone(
          spec,
          foldGraph(spec, await readKerasWeights(imageNet)),
          await loadBackend(engine),
        );
      };

      it('of the first validation image are those of Keras, to 1e-4', async () => {
        const backbone = await open();
        const found = await backbone.features(floats(join(golden, 'first_validation_image_160.f32')));
        const keras = floats(join(golden, 'validation_features.f32')).subarray(0, 1280);
        found.forEach((value, i) => expect(Math.abs(value - keras[i]!)).toBeLessThan(1e-4));
        backbone.dispose();
      });

      it('of the counting image have the mean that Keras finds', async () => {
        const backbone = await open();
        const found = await backbone.features(
          Float32Array.from({ length: 160 * 160 * 3 }, (_, i) => i % 256),
        );
        expect(found.reduce((a, x) => a + x, 0) / 1280).toBeCloseTo(0.321597, 6);
        backbone.dispose();
      });
    },
  );
}
