import { join } from 'node:path';
import { WELL_KNOWN_ARTIFACTS } from '@bestiary/contracts/artifact';
import { EPOCH_METRICS } from '@bestiary/contracts/metric';
import type { Evaluation } from '@bestiary/contracts/prediction';
import { readImageFile } from '@bestiary/datasets/image-file';
import { splitManifestJson } from '@bestiary/datasets/manifest';
import { makePreview } from '@bestiary/datasets/preview';
import { drawSampleGrid } from '@bestiary/datasets/sample-grid';
import { saveLayersModel } from '@bestiary/models/layers-model';
import type { Run, RunFile } from '@bestiary/tracking/run';
import { BESTIARY_VERSION } from '../version.ts';
import { writeConfigYaml } from './config-file.ts';
import type { FitEpoch } from './fit.ts';
import type { PreparedTraining } from './prepare.ts';
import type { Plotter } from './plotter.ts';
import type { TrainConfig } from './train-config.ts';
import type { TrainedModel } from './trained-model.ts';

const PREVIEWS_AT_ONCE = 8;

/** Logs what is known before the training: the sample grid, settings, class names and split. */
export async function logInputFiles(
  run: Run,
  prepared: PreparedTraining,
  config: TrainConfig,
): Promise<void> {
  const { folder, images, partition, test } = prepared;
  const { seed, imageSize: size, resize } = config;
  const parts = partition.parts.map(({ training, validation }) => ({
    training: training.map((row) => images[row]!),
    validation: validation.map((row) => images[row]!),
  }));
  const kind = partition.crossValidated ? 'folds' : config.split;
  const grid = await drawSampleGrid(parts[0]!.training, folder.classNames, { size, resize });
  await run.logArtifacts([
    { path: WELL_KNOWN_ARTIFACTS.sampleGrid, contentType: 'image/png', source: grid },
    text(WELL_KNOWN_ARTIFACTS.config, 'application/yaml', writeConfigYaml(config)),
    text(WELL_KNOWN_ARTIFACTS.classNames, 'application/json', `${JSON.stringify(folder.classNames)}\n`),
    text(
      WELL_KNOWN_ARTIFACTS.split,
      'application/json',
      splitManifestJson({ classNames: folder.classNames, seed, kind, parts, test: test?.images }),
    ),
  ]);
}

/** Logs a small picture of every validation and test image that the server has none of. */
export async function logPreviews(run: Run, { splits }: Pick<PreparedTraining, 'splits'>): Promise<void> {
  const images = splits.filter(({ split }) => split !== 'training').map(({ image }) => image);
  const missing = new Set(await run.missingPreviews(images.map((image) => image.sha256)));
  const queue = images.filter((image) => missing.delete(image.sha256)).values();
  const previews: { image: string; bytes: Uint8Array }[] = [];
  const lanes = Array.from({ length: PREVIEWS_AT_ONCE }, async () => {
    for (const { sha256, file, format } of queue) {
      const { bytes } = await makePreview(await readImageFile(file), format);
      previews.push({ image: sha256, bytes });
    }
  });
  await Promise.all(lanes);
  await run.logPreviews(previews);
}

/** Logs the trained classifier as a folder `model/<name>/1`, ready to be served. */
export async function logModel(
  run: Run,
  { folder, weights, manifestSha256 }: PreparedTraining,
  { head, optimizer, folded }: NonNullable<TrainedModel['model']>,
  config: TrainConfig,
): Promise<void> {
  const { spec } = weights;
  const dir = join(run.spoolDir, 'model');
  const names = await saveLayersModel(dir, {
    spec,
    folded,
    head,
    optimizer,
    dropout: config.dropout,
    metadata: {
      classNames: folder.classNames,
      threshold: 0.5,
      preprocessing: {
        imageSize: config.imageSize,
        resize: config.resize,
        interpolation: 'bilinear',
        pixels: '0..255',
        scaledInModel: spec.preprocessing.id,
      },
      provenance: {
        runId: run.id,
        datasetSha256: manifestSha256,
        weightsSha256: weights.sha256,
        weightsName: weights.name,
        bestiaryVersion: BESTIARY_VERSION,
        createdAt: new Date().toISOString(),
      },
    },
  });
  await run.logArtifacts(
    names.map((name) => ({
      path: `model/${modelName(folder.name)}/1/${name}`,
      contentType: name.endsWith('.json') ? 'application/json' : 'application/octet-stream',
      source: join(dir, name),
    })),
  );
}

/** Logs the plots of how the training went. */
export async function logPlots(
  run: Run,
  epochs: readonly FitEpoch[],
  evaluation: Evaluation,
  plotter: Plotter,
): Promise<void> {
  const curves = EPOCH_METRICS.map((name) => ({
    name,
    steps: epochs.map((_, step) => step),
    values: epochs.map(({ metrics }) => metrics[name]),
  }));
  const { classNames, confusion } = evaluation;
  const plots = await plotter.draw({ title: run.name, curves, classNames, confusion });
  await run.logArtifacts([
    text(WELL_KNOWN_ARTIFACTS.learningCurves, 'image/svg+xml', plots.learningCurves),
    text(WELL_KNOWN_ARTIFACTS.confusionMatrix, 'image/svg+xml', plots.confusionMatrix),
    text('plots/confusion-matrix.json', 'application/json', `${JSON.stringify(evaluation)}\n`),
  ]);
}

/** A name that any server of models takes as a folder's: letters, digits, `-` and `_`. */
export function modelName(name: string): string {
  return (
    name
      .normalize('NFKD')
      .replace(/[^A-Za-z0-9_-]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .toLowerCase() || 'classifier'
  );
}

export function text(path: string, contentType: string, content: string): RunFile {
  return { path, contentType, source: Buffer.from(content) };
}
