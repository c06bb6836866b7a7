import { resolve } from 'node:path';
import { WELL_KNOWN_ARTIFACTS } from '@bestiary/contracts/artifact';
import { BestiaryError } from '@bestiary/contracts/error';
import { Id } from '@bestiary/contracts/id';
import type { RunDetail } from '@bestiary/contracts/run';
import { badImagesError, describeBadImage } from '@bestiary/datasets/bad-image';
import type { CheckedImage } from '@bestiary/datasets/batches';
import { scanImageFolder, type ImageFolder } from '@bestiary/datasets/image-folder';
import { manifestSha256 } from '@bestiary/datasets/manifest';
import { evaluate } from '@bestiary/metrics/evaluation';
import { loadClassifier, type Classifier } from '@bestiary/models/classifier';
import { createApiClient } from '@bestiary/tracking/api-client';
import { toBestiaryError } from '@bestiary/tracking/failure';
import { openRun, type Run } from '@bestiary/tracking/run';
import { renderConfusionSvg } from '@bestiary/ui/render-svg';
import { findModel, type FoundModel } from '../export/find-model.ts';
import { THRESHOLD_TAGS } from '../predict/saved-threshold.ts';
import { predictImages, type PredictedImages } from '../predict/predict-images.ts';
import type { Progress } from '../terminal/progress.ts';
import { describeEnvironment } from '../train/environment.ts';
import { countPredictions, toPredictions } from '../train/predictions.ts';
import { inManifest } from '../train/prepare.ts';
import { toFinal } from '../train/report.ts';
import { logPreviews, text } from '../train/run-files.ts';
import { TRAIN_DEFAULTS } from '../train/train-config.ts';
import type { EvaluatedPart } from './evaluated-part.ts';
import type { EvaluationReport } from './evaluation-report.ts';
import { matchClasses } from './match-classes.ts';
import { imagesOfPart } from './run-parts.ts';

export interface EvaluationOptions {
  /** a folder or the id of a run */
  model: string;
  data: string;
  split: EvaluatedPart;
  name?: string;
  project?: string;
  skipBad: boolean;
  serverUrl: string;
  walDir?: string;
  patienceMs?: number;
  progress: Progress;
  signal: AbortSignal;
}

/** What is known before anything is recorded. */
interface Prepared {
  found: FoundModel;
  classifier: Classifier;
  /** the run that the model comes from, where the server knows it */
  parent: RunDetail | undefined;
  folder: ImageFolder;
  predicted: PredictedImages;
}

/**
 * The whole job: a model's predictions of the images of a folder become a run of their own, below the run that made the
 * model. Until every image is known to be good, nothing is written on the server.
 *
 * @throws BestiaryError for everything that is wrong with the input, `cancelled` when the signal fires
 */
export async function runEvaluation(options: EvaluationOptions): Promise<EvaluationReport> {
  const { serverUrl, progress, project, name, walDir, patienceMs } = options;
  const prepared = await prepare(options);
  const { found, classifier, parent, folder, predicted } = prepared;
  const run = await openRun({
    serverUrl,
    project: project ?? parent?.projectName ?? TRAIN_DEFAULTS.project,
    name: name ?? `${parent?.name ?? found.name} on ${folder.name}`,
    parentId: parent?.id,
    params: { model: options.model, data: resolve(options.data), split: options.split },
    tags: { evaluates: classifier.metadata.provenance.runId, ...thresholdTags(parent) },
    environment: { ...(await describeEnvironment()), backend: predicted.engine },
    walDir,
    patienceMs,
    onNotice: (notice) => progress.line(notice),
  });
  progress.line(`run: ${run.url}`);
  try {
    return await record(run, prepared, options);
  } catch (error) {
    await run.fail(error);
    throw error;
  }
}

async function prepare(options: EvaluationOptions): Promise<Prepared> {
  const { model, data, split, skipBad, serverUrl, progress, signal } = options;
  const found = await findModel(model, serverUrl);
  const classifier = await loadClassifier(found.folder);
  const folder = await scanImageFolder(data, { signal });
  const labels = matchClasses(folder.classNames, classifier.metadata.classNames);
  const parent = await runOf(classifier, serverUrl);
  const part = split === 'all' ? undefined : await imagesOfPart(serverUrl, requireRun(parent, split), split);

  const files = folder.files.map((file) => ({ ...file, label: labels[file.label]! }));
  const predicted = await predictImages(classifier, files, {
    measures: true,
    signal,
    onProgress: (done, total) => progress.step('predicting', done, total),
    onWarning: (warning) => progress.line(`warning: ${warning}`),
  });
  const { bad } = predicted;
  if (bad.length > 0 && !skipBad) throw badImagesError(bad, files.length);
  for (const image of bad) progress.line(`left out: ${describeBadImage(image)}`);
  const counted = part ? select(predicted, ({ sha256 }) => part.has(sha256)) : predicted;
  if (counted.images.length === 0) {
    const which = split === 'all' ? 'that can be used' : `that was a ${split} image of run ${parent?.id}`;
    throw new BestiaryError('invalid_input', `${data} has no image ${which}`);
  }
  return { found, classifier, parent, folder, predicted: counted };
}

async function record(
  run: Run,
  { found, classifier, parent, folder, predicted }: Prepared,
  { data, project, progress }: EvaluationOptions,
): Promise<EvaluationReport> {
  const { classNames } = classifier.metadata;
  const split = 'test';
  const splits = predicted.images.map((image) => ({ image, split }) as const);
  const images = splits.map(inManifest);
  const sha256 = manifestSha256(classNames, images);
  run.logDataset({ name: folder.name, manifestSha256: sha256, classNames: [...classNames], images });
  const predictions = toPredictions(predicted.images, predicted.probabilities, classNames.length);
  run.logPredictions(split, predictions);
  const confusion = countPredictions(predictions, classNames.length);
  const evaluation = evaluate({ runId: run.id, split, classNames, confusion });
  run.logMetrics(
    {
      test_accuracy: evaluation.accuracy.value ?? NaN,
      test_balanced_accuracy: evaluation.balancedAccuracy ?? NaN,
    },
    { step: 0 },
  );
  const plot = renderConfusionSvg({ classNames, confusion, title: run.name });
  await Promise.all([
    logPreviews(run, { splits }),
    run.logArtifacts([
      text(WELL_KNOWN_ARTIFACTS.confusionMatrix, 'image/svg+xml', plot),
      text('plots/confusion-matrix.json', 'application/json', `${JSON.stringify(evaluation)}\n`),
      text(WELL_KNOWN_ARTIFACTS.classNames, 'application/json', `${JSON.stringify(classNames)}\n`),
    ]),
  ]);
  await run.logArtifacts([text(WELL_KNOWN_ARTIFACTS.log, 'text/plain', progress.log)]);
  const { delivered, keptIn } = await run.finish();
  return {
    runId: run.id,
    url: run.url,
    name: run.name,
    project: project ?? parent?.projectName ?? TRAIN_DEFAULTS.project,
    evaluates: parent?.id ?? null,
    model: { folder: found.folder, backbone: classifier.spec.name, classNames },
    dataset: { dir: resolve(data), name: folder.name, manifestSha256: sha256 },
    images: images.length,
    skipped: predicted.bad,
    final: toFinal(evaluation),
    delivered,
    keptIn,
  };
}

/** The run that made a model; undefined where this server has none of its id. */
async function runOf({ metadata }: Classifier, serverUrl: string): Promise<RunDetail | undefined> {
  const id = Id.safeParse(metadata.provenance.runId);
  if (!id.success) return undefined;
  try {
    return await createApiClient(serverUrl).runs.get.query({ id: id.data });
  } catch (error) {
    const reason = toBestiaryError(error, serverUrl);
    if (reason.code === 'not_found') return undefined;
    throw reason;
  }
}

/** The threshold that was saved with a run, so that its evaluation is looked at with the same. */
function thresholdTags(parent: RunDetail | undefined): Record<string, string> {
  const saved = THRESHOLD_TAGS.flatMap((name) => {
    const value = parent?.tags[name];
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(saved) as Record<string, string>;
}

function requireRun(parent: RunDetail | undefined, split: EvaluatedPart): Id {
  if (parent) return parent.id;
  throw new BestiaryError(
    'not_found',
    `--split ${split}: this server does not know the run that made the model`,
    {
      hint: 'Ask the server that has it with --server, or evaluate on all images.',
    },
  );
}

function select(
  { images, probabilities, ...rest }: PredictedImages,
  keep: (image: CheckedImage) => boolean,
): PredictedImages {
  const classes = probabilities.length / images.length;
  const rows = images.flatMap((image, row) => (keep(image) ? [row] : []));
  return {
    ...rest,
    images: rows.map((row) => images[row]!),
    probabilities: Float32Array.from(
      rows.flatMap((row) => [...probabilities.subarray(row * classes, (row + 1) * classes)]),
    ),
  };
}
