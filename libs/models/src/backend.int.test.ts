import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bestiary-backend-'));
  await writeFile(
    join(folder, 'load.mts'),
    `import { loadBackend } from ${JSON.stringify(join(import.meta.dirname, 'backend.ts'))};
     try {
       const { tf, name, version, warning } = await loadBackend(process.env.WANTED || undefined);
       const sum = (await tf.sum(tf.tensor1d([1, 2, 3])).data())[0];
       console.log(JSON.stringify({ name, version, warning, sum }));
     } catch ({ code, message }) {
       console.log(JSON.stringify({ code, message }));
     }`,
  );
  await writeFile(
    join(folder, 'without-native.cjs'),
    `const Module = require('node:module');
     const resolve = Module._resolveFilename;
     Module._resolveFilename = (name, ...rest) => {
       if (name === '@tensorflow/tfjs-node') throw new Error('its binding is missing\\nmore lines');
       return resolve(name, ...rest);
     };`,
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Loads the backend in a process of its own, where it must also come to its end by itself. */
async function load(wanted: string, ...flags: string[]): Promise<unknown> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--conditions=@bestiary/source', '--import', 'tsx', ...flags, join(folder, 'load.mts')],
    { env: { ...process.env, WANTED: wanted }, timeout: 50_000 },
  );
  return JSON.parse(stdout);
}

describe('the backend', () => {
  it('is the one that is asked for', async () => {
    expect(await load('wasm')).toEqual({ name: 'wasm', version: '4.22.0', sum: 6 });
  });

  it('is WebAssembly, with one line that says why, where native TensorFlow cannot be loaded', async () => {
    const found = await load('', '--require', join(folder, 'without-native.cjs'));
    expect(found).toMatchObject({
      name: 'wasm',
      sum: 6,
      warning: expect.stringMatching(
        /^native TensorFlow can't be loaded \(its binding is missing\); [^\n]*$/,
      ) as string,
    });
  });

  it('is never another than the one asked for', async () => {
    expect(await load('tensorflow', '--require', join(folder, 'without-native.cjs'))).toEqual({
      code: 'unavailable',
      message: "native TensorFlow can't be loaded: its binding is missing",
    });
  });
});
