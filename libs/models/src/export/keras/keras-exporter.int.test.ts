import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { denseWeights } from '../../head.ts';
import {
  FURTHER,
  furtherLabels,
  randomImages,
  smallClassifier,
  type SmallClassifier,
  trainFurther,
} from '../../small-classifier.test.ts';
import { exporterSuite } from '../exporter.testsuite.ts';
import { NO_PYTHON, PYTHON, PythonProcess } from '../python.test.ts';
import { runKerasFile } from './keras-interpreter.test.ts';
import { kerasExporter } from './keras-exporter.ts';

async function metadata(folder: string): Promise<unknown> {
  const { 'metadata.json': json } = unzipSync(await readFile(join(folder, 'model.keras')));
  return (JSON.parse(strFromU8(json!)) as { bestiary: unknown }).bestiary;
}

exporterSuite('a Keras file, its layers run one by one', kerasExporter, {
  predict: (folder, images, count) => runKerasFile(join(folder, 'model.keras'), images, count),
  metadata,
});

describe.skipIf(PYTHON === undefined)(`a Keras file in Python (skipped where ${NO_PYTHON})`, () => {
  const python = new PythonProcess(`
import keras
def answer(question):
    model = keras.models.load_model(os.path.join(question['folder'], 'model.keras'))
    images = read_images(question['numbers'], question['count'])
    if 'labels' not in question:
        return model.predict(images, verbose=0).ravel().tolist()
    labels = np.array(question['labels']).reshape(-1, 1)
    model.fit(images, labels, batch_size=question['batchSize'], epochs=question['epochs'], shuffle=False, verbose=0)
    return {
        'trainable': [v.path for v in model.trainable_variables],
        'weights': [v.numpy().ravel().tolist() for v in model.trainable_variables],
        'optimizer': type(model.optimizer).__name__,
        'iterations': int(model.optimizer.iterations),
    }
serve(answer)
`);
  let root: string;
  beforeAll(async () => void (root = await mkdtemp(join(tmpdir(), 'bestiary-keras-'))));
  afterAll(async () => {
    python.close();
    await rm(root, { recursive: true, force: true });
  });

  exporterSuite('opened by Keras', kerasExporter, {
    predict: async (folder, images, count) => (await python.askAbout(images, { folder, count })) as number[],
    metadata,
  });

  it.each<[string, SmallClassifier]>([
    ['Adam', { optimizer: 'adam' }],
    ['AdamW', { optimizer: 'adamw', settings: { weightDecay: 0.1 } }],
    ['SGD', { optimizer: 'sgd' }],
    ['SGD', { optimizer: 'sgd', settings: { momentum: 0.9, nesterov: true } }],
    ['RMSprop', { optimizer: 'rmsprop' }],
    ['RMSprop', { optimizer: 'rmsprop', settings: { momentum: 0.5, centered: true } }],
  ])('goes on with %s (%j) in Keras as in the trainer, to 1e-5', async (name, of) => {
    const classifier = smallClassifier({ ...of, classes: name === 'Adam' ? 2 : 4, hidden: [8] });
    const folder = await mkdtemp(join(root, 'model-'));
    await kerasExporter.write(folder, classifier);
    const images = randomImages(classifier.spec.inputSize, FURTHER.count);
    const labels = furtherLabels(classifier);
    const before = classifier.optimizer.iterations;
    const found = await python.askAbout(images, { folder, labels, ...FURTHER });
    await trainFurther(classifier, images, labels);
    expect(found).toMatchObject({
      trainable: ['hidden_1/kernel', 'hidden_1/bias', 'logits/kernel', 'logits/bias'],
      optimizer: name,
      iterations: before + 6,
    });
    const expected = denseWeights(classifier.head).flatMap(({ kernel, bias }) => [kernel, bias]);
    const { weights } = found as { weights: number[][] };
    expected.forEach((own, i) =>
      own.forEach((value, j) => expect(Math.abs(weights[i]![j]! - value)).toBeLessThan(1e-5)),
    );
  });
});
