import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Classifier, savedMetadata } from '../classifier.ts';
import { openBackbone } from '../engine.ts';
import { predict } from '../head.ts';
import { randomImages, smallClassifier, type SmallClassifier } from '../small-classifier.test.ts';
import { type Exporter } from './exporter.ts';

/** A program that can use what an exporter writes. */
export interface ModelReader {
  /**
   * @param images `[count, size, size, 3]`, 0..255
   * @returns `[count, classes]`, or `[count, 1]`: of class 1
   */
  predict(folder: string, images: Float32Array, count: number): Promise<ArrayLike<number>>;
  /** what the model carries beside its weights */
  metadata(folder: string): Promise<unknown>;
}

const COUNT = 5;

const CASES: readonly (readonly [string, SmallClassifier])[] = [
  ['two classes', {}],
  ['four classes at an odd size', { classes: 4, inputSize: 75 }],
  ['hidden layers', { classes: 4, hidden: [16, 8] }],
  ['squeeze, excitation and hard swish', { backbone: 'mobilenet_v3_small_1.0' }],
  ['squeeze, excitation, swish and channels scaled each in its own way', { backbone: 'efficientnet_b0' }],
];

/**
 * What every exporter must do, as every program finds it that reads the format.
 *
 * @param stored for formats that round weights: reads back what was written, which then is what counts
 */
export function exporterSuite(
  name: string,
  exporter: Exporter,
  reader: ModelReader,
  stored?: (folder: string) => Promise<Classifier>,
): void {
  describe(name, () => {
    let root: string;
    beforeAll(async () => void (root = await mkdtemp(join(tmpdir(), 'bestiary-export-'))));
    afterAll(() => rm(root, { recursive: true, force: true }));

    describe.each(CASES)('of a classifier with %s', (_, of) => {
      let classifier: Classifier;
      let folder: string;
      let files: string[];
      beforeAll(async () => {
        classifier = smallClassifier(of);
        folder = await mkdtemp(join(root, 'model-'));
        files = await exporter.write(folder, classifier);
      });

      it('predicts what the trainer predicts, to 1e-5', async () => {
        const { spec, folded, head } = (await stored?.(folder)) ?? classifier;
        const images = randomImages(spec.inputSize, COUNT);
        const { backbone } = await openBackbone(spec, folded, 'tensorflow');
        const expected = predict(head, await backbone.features(images));
        backbone.dispose();
        const found = await reader.predict(folder, images, COUNT);
        const columns = found.length / COUNT;
        expect([1, head.classes]).toContain(columns);
        for (let i = 0; i < COUNT; i++) {
          for (let c = 0; c < columns; c++) {
            const own = expected[i * head.classes + (columns === 1 ? 1 : c)]!;
            expect(Math.abs(found[i * columns + c]! - own)).toBeLessThan(1e-5);
          }
        }
      });

      it('carries classes, threshold, preprocessing and provenance', async () => {
        expect(await reader.metadata(folder)).toEqual(savedMetadata(classifier));
      });

      it('names every file that it wrote', async () => {
        expect(files.length).toBeGreaterThan(0);
        for (const file of files) expect((await stat(join(folder, file))).size).toBeGreaterThan(0);
      });
    });
  });
}
