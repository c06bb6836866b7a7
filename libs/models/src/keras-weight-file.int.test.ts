import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readKerasWeights } from './keras-weight-file.ts';
import { mobileNetV2 } from './mobilenet-v2.ts';
import { randomWeights, type WeightFileStyle, writeWeights } from './random-weights.test.ts';
import { checkWeights, matchLayers } from './weight-map.ts';

const spec = mobileNetV2(0.35, 96);
const weights = randomWeights(spec, 1);
let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'bestiary-weight-file-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a Keras weights file', () => {
  it.each<[string, WeightFileStyle]>([
    ['as Keras 3 writes it', {}],
    ['as Keras 2 wrote it', { suffix: ':0', depthwiseKernel: 'depthwise_kernel' }],
    ['without lists of names', { layerNames: false }],
    ['inside a whole saved model', { below: 'model_weights' }],
    ['with layer names of its own', { rename: (layer) => `mobl_${layer}_v1`, suffix: ':0' }],
  ])('%s gives every array back, bit for bit', async (_, style) => {
    const path = join(folder, 'weights.h5');
    await writeWeights(path, spec, weights, style);
    const found = matchLayers(spec, await readKerasWeights(path));
    checkWeights(spec, found, path);
    for (const [layer, arrays] of weights)
      for (const [name, { data }] of arrays) {
        const read = found.get(layer)!.get(name)!.data;
        expect(data.every((value, i) => read[i] === value)).toBe(true);
      }
  });

  it('that is cut short anywhere is refused by name', async () => {
    const path = join(folder, 'whole.h5');
    await writeWeights(path, spec, weights);
    const bytes = await readFile(path);
    for (const share of [0.000_001, 0.01, 0.5, 0.999]) {
      const cut = join(folder, 'cut.h5');
      await writeFile(cut, bytes.subarray(0, bytes.length * share));
      await expect(readKerasWeights(cut)).rejects.toMatchObject({
        code: 'invalid_input',
        message: expect.stringMatching(
          share < 0.001 ? /no HDF5 file$/ : /cut\.h5 .*truncated file[^\n]*$/,
        ) as string,
      });
    }
  });

  it('that is text, or missing, is refused by name', async () => {
    const text = join(folder, 'text.h5');
    await writeFile(text, 'not found');
    await expect(readKerasWeights(text)).rejects.toMatchObject({
      code: 'invalid_input',
      message: `${text} is no HDF5 file`,
    });
    const missing = join(folder, 'missing.h5');
    await expect(readKerasWeights(missing)).rejects.toMatchObject({
      code: 'not_found',
      message: `there is no weights file ${missing}`,
    });
  });

  it('of another width is refused with the first layer that does not fit and both shapes', async () => {
    const path = join(folder, 'narrow.h5');
    await writeWeights(path, spec, weights);
    const found = await readKerasWeights(path);
    expect(() => checkWeights(mobileNetV2(1, 96), found, path)).toThrow(
      `${path} does not hold weights of mobilenet_v2_1.0: "kernel" of layer "Conv1" has the shape [3, 3, 3, 16], expected [3, 3, 3, 32]`,
    );
  });
});
