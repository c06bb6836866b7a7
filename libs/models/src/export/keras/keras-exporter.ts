import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { savedMetadata } from '../../classifier.ts';
import { type Exporter } from '../exporter.ts';
import { kerasConfigJson } from './keras-config.ts';
import { kerasLayers } from './keras-layers.ts';
import { kerasWeights } from './keras-weights.ts';

const FILE = 'model.keras';

/** The version of Keras whose layout is written. */
const KERAS_VERSION = '3.15.1';

/**
 * A `.keras` file, which `keras.models.load_model` opens compiled, with the optimizer where it was: `images`
 * `[n, size, size, 3]`, 0..255 → `[n, 1]` (of class 1) for two classes, else `[n, classes]`. The metadata is the entry
 * `bestiary` of its `metadata.json`.
 */
export const kerasExporter: Exporter = {
  format: 'keras',
  async write(folder, classifier) {
    const layers = kerasLayers(classifier);
    const { createdAt } = classifier.metadata.provenance;
    const description = {
      keras_version: KERAS_VERSION,
      date_saved: createdAt,
      bestiary: savedMetadata(classifier),
    };
    const archive = zipSync(
      {
        'metadata.json': strToU8(JSON.stringify(description)),
        'config.json': strToU8(kerasConfigJson(classifier, layers)),
        'model.weights.h5': await kerasWeights(classifier, layers),
      },
      { level: 0, mtime: createdAt },
    );
    await writeFile(join(folder, FILE), archive);
    return [FILE];
  },
};
