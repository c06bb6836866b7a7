import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BACKBONES, backboneSpec } from './backbones.ts';
import { foldedDigest } from './folded-digest.test.ts';
import { readFoldedGraph, writeFoldedGraph } from './folded-graph-file.ts';
import { foldGraph } from './folded-graph.ts';
import { randomWeights } from './random-weights.test.ts';

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'bestiary-folded-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a folded graph on disk', () => {
  it.each(BACKBONES)('of %s comes back as it was, bit for bit', async (backbone) => {
    const spec = backboneSpec(backbone, { inputSize: 33 });
    const folded = foldGraph(spec, randomWeights(spec, 1));
    const path = join(folder, 'a', backbone);
    await writeFoldedGraph(path, folded);
    expect(foldedDigest((await readFoldedGraph(path))!)).toStrictEqual(foldedDigest(folded));
    expect(await readdir(join(folder, 'a'))).not.toContainEqual(expect.stringContaining('partial'));
  });

  it('that is damaged, cut short, empty or missing is none', async () => {
    const spec = backboneSpec('mobilenet_v3_small', { alpha: 0.05, inputSize: 32 });
    const path = join(folder, 'whole');
    await writeFoldedGraph(path, foldGraph(spec, randomWeights(spec, 1)));
    const bytes = await readFile(path);
    const damaged = join(folder, 'damaged');
    for (const at of [0, 33, 200, bytes.length - 1]) {
      const flipped = Buffer.from(bytes);
      flipped[at]! ^= 1;
      await writeFile(damaged, flipped);
      expect(await readFoldedGraph(damaged)).toBeUndefined();
    }
    for (const length of [0, 20, 40, bytes.length - 4]) {
      await writeFile(damaged, bytes.subarray(0, length));
      expect(await readFoldedGraph(damaged)).toBeUndefined();
    }
    expect(await readFoldedGraph(join(folder, 'missing'))).toBeUndefined();
  });
});
