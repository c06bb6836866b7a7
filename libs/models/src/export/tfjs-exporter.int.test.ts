import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRequire } from 'node:module';
import type * as Tfjs from '@tensorflow/tfjs';
import { loadClassifier } from '../classifier.ts';
import { QUANTIZATIONS } from '../quantization.ts';
import { exporterSuite, type ModelReader } from './exporter.testsuite.ts';
import { loadBackend } from '../backend.ts';
import { tfjsExporter } from './tfjs-exporter.ts';

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
  const name = `TensorFlow.js with ${quantization} weights`;
  exporterSuite(name, tfjsExporter(quantization), tensorflowJs, loadClassifier);
}
