import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Classifier, loadClassifier } from './classifier.ts';
import { saveLayersModel } from './layers-model.ts';
import { smallClassifier } from './small-classifier.test.ts';

let root: string;
beforeAll(async () => void (root = await mkdtemp(join(tmpdir(), 'bestiary-classifier-'))));
afterAll(() => rm(root, { recursive: true, force: true }));

async function saveAndLoad(classifier: Classifier): Promise<Classifier> {
  const folder = await mkdtemp(join(root, 'model-'));
  await saveLayersModel(folder, classifier);
  return loadClassifier(folder);
}

/** As plain values, so that a live optimizer equals one that was read. */
function plain({ optimizer, ...rest }: Classifier) {
  const { name, config, learningRate, iterations, slots } = optimizer;
  return { ...rest, optimizer: { name, config, learningRate, iterations, slots: Object.fromEntries(slots) } };
}

describe('a classifier', () => {
  it.each([
    ['two classes', {}],
    ['four classes and hidden layers', { classes: 4, hidden: [16, 8], inputSize: 75 }],
    ['AdamW', { optimizer: 'adamw' }],
    ['SGD', { optimizer: 'sgd' }],
    ['RMSprop', { optimizer: 'rmsprop' }],
    ['centred RMSprop with momentum', { optimizer: 'rmsprop', settings: { centered: true, momentum: 0.5 } }],
  ] as const)('with %s is read back to the last bit', async (_, of) => {
    const classifier = smallClassifier(of);
    expect(plain(await saveAndLoad(classifier))).toEqual(plain(classifier));
  });

  it('keeps the momentum of SGD, which TensorFlow.js has in another form, to 1e-6 of itself', async () => {
    const classifier = smallClassifier({ optimizer: 'sgd', settings: { momentum: 0.9 } });
    const loaded = await saveAndLoad(classifier);
    const found = loaded.optimizer.slots.get('momentum')!;
    classifier.optimizer.slots.get('momentum')!.forEach((moment, i) => {
      expect(Math.abs(found[i]! - moment)).toBeLessThanOrEqual(1e-6 * Math.abs(moment));
    });
  });
});

describe('a folder that holds no sound model', () => {
  let folder: string;
  let files: string[];
  beforeEach(async () => {
    folder = await mkdtemp(join(root, 'bad-'));
    files = await saveLayersModel(folder, smallClassifier());
  });
  const changeModel = async (from: string, to: string): Promise<void> => {
    const path = join(folder, 'model.json');
    const text = await readFile(path, 'utf8');
    expect(text).toContain(from);
    await writeFile(path, text.replace(from, to));
  };

  it('is refused when it is empty', async () => {
    await rm(join(folder, 'model.json'));
    await expect(loadClassifier(folder)).rejects.toMatchObject({
      code: 'not_found',
      message: expect.stringContaining(folder) as string,
    });
  });

  it('is refused when model.json is cut short', async () => {
    await truncate(join(folder, 'model.json'), 1000);
    await expect(loadClassifier(folder)).rejects.toMatchObject({ code: 'integrity' });
  });

  it('is refused when model.json is by another program, naming what is missing', async () => {
    await changeModel('"userDefinedMetadata":{"backbone":"mobilenet_v2_0.35",', '"userDefinedMetadata":{');
    await expect(loadClassifier(folder)).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('userDefinedMetadata.backbone') as string,
    });
  });

  it('is refused when a weights file is missing, by its name', async () => {
    await rm(join(folder, files[1]!));
    await expect(loadClassifier(folder)).rejects.toMatchObject({
      code: 'not_found',
      message: expect.stringContaining(files[1]!) as string,
    });
  });

  it('is refused when one bit of the weights has changed', async () => {
    const path = join(folder, files[1]!);
    const bytes = await readFile(path);
    bytes[1234]! ^= 1;
    await writeFile(path, bytes);
    await expect(loadClassifier(folder)).rejects.toMatchObject({
      code: 'integrity',
      message: expect.stringContaining(files[1]!) as string,
    });
  });

  it('is refused when the weights are of another width', async () => {
    await changeModel('"backbone":"mobilenet_v2_0.35"', '"backbone":"mobilenet_v2_0.5"');
    await expect(loadClassifier(folder)).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringMatching(/"\w+\/kernel" is \[.+\], not \[/) as string,
    });
  });

  it("can't make the reader leave the folder", async () => {
    await changeModel(`"paths":["${files[1]}"`, '"paths":["../../etc/passwd"');
    await expect(loadClassifier(folder)).rejects.toMatchObject({ code: 'invalid_input' });
  });
});
