import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { backboneSuite } from '../backbone.testsuite.ts';
import { foldGraph } from '../folded-graph.ts';
import { readKerasWeights } from '../keras-weight-file.ts';
import { mobileNetV2 } from '../mobilenet-v2.ts';
import { Random } from '../random.ts';
import { randomWeights } from '../random-weights.test.ts';
import { referenceOutputs } from '../reference-graph.test.ts';
import { loadOnnxRuntime, onnxBackbone } from './onnx-backbone.ts';

const testData = process.env.BESTIARY_TEST_DATA ?? join(import.meta.dirname, '../../../../../shared/data');
const golden = join(testData, 'golden/flowers_daisy_dandelion');
const imageNet = join(testData, 'weights/mobilenet_v2_1.0_224/mobilenet_v2_1.0_224_no_top.rebuilt.h5');

function floats(path: string): Float32Array {
  return new Float32Array(Uint8Array.from(readFileSync(path)).buffer);
}

backboneSuite('MobileNetV2 on ONNX Runtime', async () => {
  const spec = mobileNetV2(0.35, 64);
  const backbone = await onnxBackbone(spec, foldGraph(spec, randomWeights(spec, 6)), loadOnnxRuntime());
  return { backbone, liveTensors: undefined };
});

describe('a backbone on ONNX Runtime', () => {
  it.each([
    [0.35, 64],
    [0.35, 75],
    [0.5, 33],
  ])('of width %d at %i px gives the features of the unfolded graph, to 1e-4', async (alpha, size) => {
    const spec = mobileNetV2(alpha, size);
    const weights = randomWeights(spec, 5);
    const backbone = await onnxBackbone(spec, foldGraph(spec, weights), loadOnnxRuntime());
    const random = new Random(3);
    const image = Float32Array.from({ length: size * size * 3 }, () => random.below(256));
    const { scale, offset } = spec.preprocessing;
    const input = Float64Array.from(image, (x, i) => x * scale[i % 3]! + offset[i % 3]!);
    const expected = referenceOutputs(spec, weights, input).get(spec.layers.at(-1)!.name)!;
    const found = await backbone.features(image);
    expect(found.length).toBe(expected.length);
    found.forEach((value, i) => expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-4));
  });

  it('gives an image the same bits in whatever company, so that a cache in part changes nothing', async () => {
    const spec = mobileNetV2(0.35, 64);
    const backbone = await onnxBackbone(spec, foldGraph(spec, randomWeights(spec, 6)), loadOnnxRuntime());
    const random = new Random(9);
    const pixels = 64 * 64 * 3;
    const images = Float32Array.from({ length: 32 * pixels }, () => random.below(256));
    const together = await backbone.features(images);
    for (const [from, to] of [
      [0, 1],
      [3, 8],
      [4, 32],
    ] as const) {
      const part = await backbone.features(images.slice(from * pixels, to * pixels));
      expect(part).toEqual(together.slice(from * 1280, to * 1280));
    }
  });

  it.skipIf(!existsSync(imageNet))(
    'gives the features that Keras computes of the first validation image, to 1e-4 (skipped where there is no test data)',
    async () => {
      const spec = mobileNetV2(1, 160);
      const folded = foldGraph(spec, await readKerasWeights(imageNet));
      const backbone = await onnxBackbone(spec, folded, loadOnnxRuntime());
      const found = await backbone.features(floats(join(golden, 'first_validation_image_160.f32')));
      const keras = floats(join(golden, 'validation_features.f32')).subarray(0, 1280);
      found.forEach((value, i) => expect(Math.abs(value - keras[i]!)).toBeLessThan(1e-4));
    },
  );
});
