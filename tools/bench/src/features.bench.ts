import { loadBatches } from '@bestiary/datasets/batches';
import { scanImageFolder } from '@bestiary/datasets/image-folder';
import { openBackbone } from '@bestiary/models/engine';
import { ENGINES, type Engine } from '@bestiary/models/engines';
import { foldGraph } from '@bestiary/models/folded-graph';
import { readKerasWeights } from '@bestiary/models/keras-weight-file';
import { mobileNetV2 } from '@bestiary/models/mobilenet-v2';
import { type Figure } from './figure.ts';
import { runTimed } from './process.ts';
import { summarise } from './statistics.ts';
import { workspaceFile } from './workspace.ts';

export interface FeaturesBenchOptions {
  images: string;
  weights: string;
  runs: number;
  /** a Python with TensorFlow and Keras */
  keras?: string;
  note: (line: string) => void;
}

const TARGET_MS: Readonly<Record<Engine, number | undefined>> = {
  onnxruntime: 6,
  tensorflow: undefined,
  wasm: 16,
};
const SIZE = 160;
const BATCH_SIZE = 32;

/**
 * Milliseconds from a file to its features: reading, decoding, resizing and MobileNetV2 at 160 pixels, on each engine, with the engine
 * loaded and warm.
 */
export async function benchFeatures(options: FeaturesBenchOptions): Promise<Figure[]> {
  const { keras, images, weights, runs, note } = options;
  const spec = mobileNetV2(1, SIZE);
  const folded = foldGraph(spec, await readKerasWeights(weights));
  const { files } = await scanImageFolder(images);
  let peer: Figure['peer'];
  if (keras !== undefined) {
    const script = workspaceFile('tools/bench/src/peers/keras_features.py');
    const { stdout } = await runTimed(keras, [script, images, weights]);
    const { ms_per_image } = JSON.parse(stdout.trim().split('\n').at(-1)!) as { ms_per_image: number };
    note(`features: Keras ${ms_per_image.toFixed(2)} ms an image`);
    peer = { name: 'Keras', summary: summarise([ms_per_image]) };
  }
  const figures: Figure[] = [];
  for (const engine of ENGINES) {
    const { backbone } = await openBackbone(spec, folded, engine);
    await backbone.features(new Float32Array(BATCH_SIZE * SIZE * SIZE * 3).fill(100));
    const perImage: number[] = [];
    for (let run = 0; run < runs; run++) {
      const started = performance.now();
      for await (const { pixels } of loadBatches(files, { size: SIZE, batchSize: BATCH_SIZE })) {
        if (pixels.length > 0) await backbone.features(pixels);
      }
      perImage.push((performance.now() - started) / files.length);
    }
    backbone.dispose();
    note(`features: ${engine} ${summarise(perImage).median.toFixed(2)} ms an image`);
    const target = TARGET_MS[engine];
    figures.push({
      name: `features of an image, ${engine}, decoding included`,
      unit: 'ms',
      ours: summarise(perImage),
      ...(target !== undefined && { target }),
      ...(peer && { peer }),
    });
  }
  return figures;
}
