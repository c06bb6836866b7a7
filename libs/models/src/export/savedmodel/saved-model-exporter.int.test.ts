import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as TfjsNode from '@tensorflow/tfjs-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadBackend } from '../../backend.ts';
import { smallClassifier } from '../../small-classifier.test.ts';
import { exportModel } from '../export-model.ts';
import { exporterSuite, type ModelReader } from '../exporter.testsuite.ts';
import { NO_PYTHON, PYTHON, PythonProcess } from '../python.test.ts';
import { classifierVariables } from './classifier-nodes.ts';
import { savedModelExporter } from './saved-model-exporter.ts';

async function metadata(folder: string): Promise<unknown> {
  return JSON.parse(await readFile(join(folder, 'assets.extra/bestiary.json'), 'utf8')) as unknown;
}

async function tfjsNode(): Promise<typeof TfjsNode> {
  await loadBackend('tensorflow');
  return createRequire(import.meta.url)('@tensorflow/tfjs-node') as typeof TfjsNode;
}

const savedModelInNode: ModelReader = {
  async predict(folder, images, count) {
    const tf = await tfjsNode();
    const model = await tf.node.loadSavedModel(folder);
    const size = Math.sqrt(images.length / count / 3);
    const outputs = model.predict({ images: tf.tensor4d(images, [count, size, size, 3]) });
    const { probabilities } = outputs as { probabilities: TfjsNode.Tensor };
    const numbers = await probabilities.data();
    model.dispose();
    return numbers;
  },
  metadata,
};

exporterSuite('a SavedModel in tf.node.loadSavedModel', savedModelExporter, savedModelInNode);

describe('a SavedModel', () => {
  let root: string;
  beforeAll(async () => void (root = await mkdtemp(join(tmpdir(), 'bestiary-saved-model-'))));
  afterAll(() => rm(root, { recursive: true, force: true }));

  it('serves images and files, under the tag and the names that servers look for', async () => {
    await savedModelExporter.write(root, smallClassifier());
    const tf = await tfjsNode();
    const [graph] = await tf.node.getMetaGraphsFromSavedModel(root);
    expect(graph!.tags).toEqual(['serve']);
    const signatures = Object.entries(graph!.signatureDefs).map(([name, { inputs, outputs }]) => [
      name,
      Object.entries(inputs).map(([key, { tfDtype }]) => `${key} ${tfDtype}`),
      Object.entries(outputs).map(([key, { tfDtype }]) => `${key} ${tfDtype}`),
    ]);
    expect(signatures.sort()).toEqual([
      ['serving_bytes', ['bytes DT_STRING'], ['probabilities DT_FLOAT']],
      ['serving_default', ['images DT_FLOAT'], ['probabilities DT_FLOAT']],
    ]);
  });
});

describe.skipIf(PYTHON === undefined)(`a SavedModel in Python (skipped where ${NO_PYTHON})`, () => {
  const python = new PythonProcess(`
import tensorflow as tf
def answer(question):
    model = tf.saved_model.load(question['folder'])
    if 'picture' in question:
        height, width, size = question['picture']
        pixels = np.random.default_rng(5).integers(0, 256, (height, width, 3), dtype=np.uint8)
        square = tf.image.resize(tf.cast(pixels, tf.float32), (size, size), method='bilinear')
        of_bytes = model.signatures['serving_bytes'](bytes=tf.constant([tf.io.encode_png(pixels).numpy()] * 2))
        of_images = model.signatures['serving_default'](images=tf.stack([square] * 2))
        return [signature['probabilities'].numpy().ravel().tolist() for signature in (of_bytes, of_images)]
    if 'numbers' not in question:
        return {v.name.removesuffix(':0'): v.numpy().ravel()[:3].tolist() for v in model.variables}
    images = read_images(question['numbers'], question['count'])
    return model.signatures['serving_default'](images=tf.constant(images))['probabilities'].numpy().ravel().tolist()
serve(answer)
`);
  let root: string;
  beforeAll(async () => void (root = await mkdtemp(join(tmpdir(), 'bestiary-saved-model-'))));
  afterAll(async () => {
    python.close();
    await rm(root, { recursive: true, force: true });
  });

  exporterSuite('loaded by tf.saved_model.load', savedModelExporter, {
    predict: async (folder, images, count) => (await python.askAbout(images, { folder, count })) as number[],
    metadata,
  });

  it('in the layout of TensorFlow Serving, NAME/VERSION, gives the same of files as of pixels', async () => {
    const classifier = smallClassifier();
    const place = { out: root, name: 'bears', version: 7 };
    const { folder } = await exportModel(place, savedModelExporter, classifier);
    expect(folder).toBe(join(root, 'bears', '7'));
    const { inputSize } = classifier.spec;
    const [ofBytes, ofImages] = (await python.ask({ folder, picture: [90, 120, inputSize] })) as number[][];
    expect(ofImages).toHaveLength(4);
    ofBytes!.forEach((p, i) => expect(Math.abs(p - ofImages![i]!)).toBeLessThan(1e-5));
  });

  it('has its weights as variables', async () => {
    const classifier = smallClassifier();
    await savedModelExporter.write(root, classifier);
    const expected = Array.from(classifierVariables(classifier), ([name, { data }]) => [
      name,
      [...data.subarray(0, 3)],
    ]);
    expect(await python.ask({ folder: root })).toEqual(Object.fromEntries(expected));
  });
});
