import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Classifier } from '@bestiary/models/classifier';
import { openBackbone } from '@bestiary/models/engine';
import { tfjsExporter } from '@bestiary/models/export/tfjs-exporter';
import { foldGraph } from '@bestiary/models/folded-graph';
import { newHead, predict } from '@bestiary/models/head';
import { parseKerasWeights } from '@bestiary/models/keras-weight-file';
import { featureCount } from '@bestiary/models/layer-graph';
import { mobileNetV2 } from '@bestiary/models/mobilenet-v2';
import { newOptimizer } from '@bestiary/models/new-optimizer';
import { planStorage } from '@bestiary/models/quantize/plan-storage';
import { QUANTIZATIONS } from '@bestiary/models/quantize/quantization';
import { findChromium, launchChromium, NO_CHROMIUM } from '@bestiary/testing/chromium';
import { listen, type HttpServer } from '@bestiary/testing/http-server';
import type * as Tfjs from '@tensorflow/tfjs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const SIZE = 64;
const CLASSES = ['bear', 'dragon', 'wolf'];
const weights = fileURLToPath(
  new URL('../../../../libs/models/weights/mobilenet_v2_0.35_procedural.h5', import.meta.url),
);

/** The backbone of this repository under a head of random numbers. */
async function makeClassifier(): Promise<Classifier> {
  const spec = mobileNetV2(0.35, SIZE);
  const folded = foldGraph(spec, await parseKerasWeights(await readFile(weights), weights));
  const head = newHead(featureCount(spec), CLASSES.length, 1, [16]);
  return {
    spec,
    folded,
    head,
    optimizer: newOptimizer('adam', head.parameters.length, { learningRate: 1e-4 }),
    dropout: 0.2,
    metadata: {
      classNames: CLASSES,
      threshold: 0.5,
      preprocessing: {
        imageSize: SIZE,
        resize: 'stretch',
        interpolation: 'bilinear',
        pixels: '0..255',
        scaledInModel: spec.preprocessing.id,
      },
      provenance: {
        runId: 'none',
        datasetSha256: '',
        weightsSha256: '',
        weightsName: basename(weights),
        bestiaryVersion: '0',
        createdAt: '2026-01-01T00:00:00Z',
      },
    },
  };
}

const executable = findChromium();

describe.skipIf(executable === undefined)(`TensorFlow.js in a browser (skipped with ${NO_CHROMIUM})`, () => {
  let root: string;
  let server: HttpServer;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'bestiary-browser-'));
    const library = createRequire(import.meta.url).resolve('@tensorflow/tfjs/dist/tf.min.js');
    server = await listen(async ({ url }) => {
      const { pathname } = new URL(url);
      if (pathname === '/') {
        const html = '<!doctype html><script src="/tf.min.js"></script>';
        return new Response(html, { headers: { 'content-type': 'text/html' } });
      }
      if (pathname === '/favicon.ico') return new Response(null, { status: 204 });
      return new Response(await readFile(pathname === '/tf.min.js' ? library : join(root, pathname)));
    });
    browser = await launchChromium(executable!);
    page = await browser.newPage();
    await page.goto(server.url);
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
    await rm(root, { recursive: true, force: true });
  });

  it.each(['float32', ...QUANTIZATIONS] as const)(
    'loads a model with %s weights and predicts what the trainer predicts',
    async (weightType) => {
      const folder = join(root, weightType);
      const classifier = await makeClassifier();
      const { spec, folded, head } = classifier;
      const count = 2;
      const pixels = Array.from({ length: count * SIZE * SIZE * 3 }, (_, i) => (i * 7919) % 256);
      const images = Float32Array.from(pixels);
      const exact = weightType === 'float32';
      const plan = exact ? undefined : await planStorage(classifier, weightType, { images, maxChange: 9e-4 });
      await tfjsExporter(plan).write(folder, classifier);
      const found = await page.evaluate(
        async ({ path, size, count, pixels }) => {
          const { tf } = globalThis as unknown as { tf: typeof Tfjs };
          await tf.setBackend('cpu');
          const model = await tf.loadLayersModel(path);
          const output = model.predict(tf.tensor4d(pixels, [count, size, size, 3])) as Tfjs.Tensor2D;
          const { classNames } = model.getUserDefinedMetadata() as { classNames: string[] };
          return { rows: await output.array(), classNames };
        },
        { path: `/${basename(folder)}/model.json`, size: SIZE, count, pixels },
      );
      const { backbone } = await openBackbone(spec, folded);
      const expected = predict(head, await backbone.features(images));
      backbone.dispose();
      expect(found.classNames).toEqual(CLASSES);
      const tolerance = exact ? 1e-5 : 1e-3;
      found.rows.flat().forEach((p, i) => expect(Math.abs(p - expected[i]!)).toBeLessThan(tolerance));
      expect(found.rows.flat()).toHaveLength(expected.length);
    },
  );
});
