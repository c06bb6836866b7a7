import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findWeights } from './backbone-weights.ts';
import { backboneSpec } from './backbones.ts';
import { formulaWeights } from './formula-weights.test.ts';
import { backboneFixtures } from './keras-backbone-fixture.test.ts';
import { weightTable } from './layer-graph.ts';

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'bestiary-keras-weights-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** MobileNetV3-Small of width 0.05 with formula weights, as Keras wrote it. */
async function unpack(name: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, gunzipSync(await readFile(join(backboneFixtures, `${name}.gz`))));
  return path;
}

const files = ['legacy.h5', 'current.weights.h5'];
const narrow = { backbone: 'mobilenet_v3_small', alpha: 0.05, inputSize: 32 };

describe.each(files)('a file that Keras wrote: %s', (name) => {
  it('gives every array back, bit for bit', async () => {
    const found = await (await findWeights({ ...narrow, file: await unpack(name) })).load();
    const spec = backboneSpec(narrow.backbone, narrow);
    const expected = formulaWeights(spec);
    for (const { layer, name, shape } of weightTable(spec)) {
      const array = found.get(layer)!.get(name)!;
      expect(array.shape).toEqual(shape);
      expect(
        Buffer.from(array.data.buffer).equals(Buffer.from(expected.get(layer)!.get(name)!.data.buffer)),
      ).toBe(true);
    }
  });

  it.each([
    [
      'mobilenet_v3_small',
      1,
      /"kernel" of layer "expanded_conv_project" has the shape \[1, 1, 16, 8\], expected \[1, 1, 16, 16\]/,
    ],
    ['mobilenet_v2', 1, /"kernel" of layer "Conv1" has the shape \[3, 3, 3, 16\], expected \[3, 3, 3, 32\]/],
    [
      'efficientnet_b0',
      1,
      /"kernel" of layer "stem_conv" has the shape \[3, 3, 3, 16\], expected \[3, 3, 3, 32\]/,
    ],
  ])(
    'is refused for %s of width %d with the first layer that does not fit',
    async (backbone, alpha, misfit) => {
      const found = await findWeights({ backbone, alpha, inputSize: 32, file: await unpack(name) });
      await expect(found.load()).rejects.toMatchObject({
        code: 'invalid_input',
        message: expect.stringMatching(misfit),
      });
    },
  );
});
