import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as Tfjs from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { loadBackend } from '../backend.ts';
import { loadClassifier } from '../classifier.ts';
import { openBackbone } from '../engine.ts';
import { predict } from '../head.ts';
import { planStorage } from '../quantize/plan-storage.ts';
import { QUANTIZATIONS } from '../quantize/quantization.ts';
import { randomImages, smallClassifier } from '../small-classifier.test.ts';
import { type Exporter } from './exporter.ts';
import { exporterSuite, type ModelReader } from './exporter.testsuite.ts';
import { tfjsExporter } from './tfjs-exporter.ts';

const COUNT = 5;

const tensorflowJs: ModelReader = {
  async predict(folder, images, count) {
    await loadBackend('tensorflow');
    const tf = createRequire(import.meta.url)('@tensorflow/tfjs-node') as typeof Tfjs;
    const model = await tf.loadLayersModel(`file://${join(folder, 'model.json')}`);
    const size = Math.sqrt(images.length / count / 3);
    return (model.predict(tf.tensor4d(images, [count, size, size, 3])) as Tfjs.Tensor).data();
  },
  async metadata(folder) {
    const text = await readFile(join(folder, 'model.json'), 'utf8');
    return (JSON.parse(text) as { userDefinedMetadata: unknown }).userDefinedMetadata;
  },
};

exporterSuite('TensorFlow.js', tfjsExporter(), tensorflowJs);
for (const quantization of QUANTIZATIONS) {
  const exporter: Exporter = {
    format: 'tfjs',
    async write(folder, classifier) {
      const images = randomImages(classifier.spec.inputSize, 4);
      const plan = await planStorage(classifier, quantization, { images, maxChange: Infinity });
      return tfjsExporter(plan).write(folder, classifier);
    },
  };
  exporterSuite(`TensorFlow.js with ${quantization} weights`, exporter, tensorflowJs, loadClassifier);

  describe(`TensorFlow.js with ${quantization} weights as far as probabilities stay`, () => {
    it.each([{}, { classes: 4, backbone: 'mobilenet_v3_small_1.0' }])(
      'predicts what the trainer predicts of %j, to 1e-3',
      async (of) => {
        const classifier = smallClassifier(of);
        const { spec, folded, head } = classifier;
        const images = randomImages(spec.inputSize, COUNT);
        const folder = await mkdtemp(join(tmpdir(), 'bestiary-quantised-'));
        try {
          const plan = await planStorage(classifier, quantization, { images, maxChange: 9e-4 });
          await tfjsExporter(plan).write(folder, classifier);
          const { backbone } = await openBackbone(spec, folded, 'tensorflow');
          const expected = predict(head, await backbone.features(images));
          backbone.dispose();
          const found = await tensorflowJs.predict(folder, images, COUNT);
          const columns = found.length / COUNT;
          Array.from(found).forEach((p, i) => {
            const own = expected[columns === 1 ? 2 * i + 1 : i]!;
            expect(Math.abs(p - own)).toBeLessThan(1e-3);
          });
          expect(columns).toBe(head.units);
        } finally {
          await rm(folder, { recursive: true });
        }
      },
    );
  });
}
