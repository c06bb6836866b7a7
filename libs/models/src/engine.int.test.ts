import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const source = (name: string): string => JSON.stringify(join(import.meta.dirname, name));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bestiary-engine-'));
  await writeFile(
    join(folder, 'open.mts'),
    `import { openBackbone } from ${source('engine.ts')};
     import { foldGraph } from ${source('folded-graph.ts')};
     import { mobileNetV2 } from ${source('mobilenet-v2.ts')};
     import { randomWeights } from ${source('random-weights.test.ts')};
     try {
       const spec = mobileNetV2(0.35, 32);
       const { backbone, engine, warning } = await openBackbone(spec, foldGraph(spec, randomWeights(spec, 1)));
       const features = await backbone.features(new Float32Array(32 * 32 * 3).fill(99));
       console.log(JSON.stringify({ engine, warning, features: features.length }));
     } catch ({ code, message }) {
       console.log(JSON.stringify({ code, message }));
     }`,
  );
  await writeFile(
    join(folder, 'without.cjs'),
    `const Module = require('node:module');
     const resolve = Module._resolveFilename;
     Module._resolveFilename = (name, ...rest) => {
       if (process.env.WITHOUT.split(',').includes(name)) throw new Error('it is not there');
       return resolve(name, ...rest);
     };`,
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Opens a backbone in a process of its own, where modules can be missing. */
async function open(wanted: string, without = ''): Promise<unknown> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      '--conditions=@bestiary/source',
      '--import',
      'tsx',
      '--require',
      join(folder, 'without.cjs'),
      join(folder, 'open.mts'),
    ],
    { env: { ...process.env, BESTIARY_BACKEND: wanted, WITHOUT: without }, timeout: 50_000 },
  );
  return JSON.parse(stdout);
}

describe('the engine of a backbone', () => {
  it('is ONNX Runtime, without a word', async () => {
    expect(await open('')).toEqual({ engine: 'onnxruntime', features: 1280 });
  });

  it('is the one that the environment asks for', async () => {
    expect(await open('wasm')).toEqual({ engine: 'wasm', features: 1280 });
  });

  it('is the next one that can be loaded, with one line that says why', async () => {
    const all = 'onnxruntime-node,@tensorflow/tfjs-node';
    const found = (await open('', all)) as { warning: string };
    expect(found).toMatchObject({ engine: 'wasm', features: 1280 });
    expect(found.warning).toMatch(
      /^ONNX Runtime can't be loaded \(it is not there\); using wasm, which is slower; native TensorFlow can't be loaded [^\n]*$/,
    );
  });

  it('is never another than the one asked for', async () => {
    expect(await open('onnxruntime', 'onnxruntime-node')).toEqual({
      code: 'unavailable',
      message: "ONNX Runtime can't be loaded: it is not there",
    });
    expect(await open('cuda')).toEqual({ code: 'invalid_input', message: 'BESTIARY_BACKEND is "cuda"' });
  });
});
