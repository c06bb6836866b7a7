import { EPOCH_METRICS, type EpochMetric, type SeriesColumns } from '@bestiary/contracts/metric';
import { toWireFloat } from '@bestiary/contracts/json';
import { uuidv7 } from '@bestiary/contracts/id';
import type { Prediction } from '@bestiary/contracts/prediction';
import { emptyConfusion } from '@bestiary/metrics/confusion';
import { drawSampleGrid } from '@bestiary/datasets/sample-grid';
import { renderConfusionSvg, renderLearningCurvesSvg } from '@bestiary/ui/render-svg';
import { storeBlobs, type Api } from './api.ts';
import type { PictureSet } from './pictures.ts';
import { normal, seededRandom } from './random.ts';
import type { RunStory } from './story.ts';

/** Tells a story to the server, as a training would. @returns the run's id */
export async function play(api: Api, serverUrl: string, story: RunStory, set: PictureSet): Promise<string> {
  const random = seededRandom(story.seed);
  const began = Date.now() - story.hoursAgo * 3_600_000;
  const project = await api.projects.ensure.mutate({ id: uuidv7(), name: story.project });
  const id = uuidv7();
  await api.runs.create.mutate({
    id,
    projectId: project.id,
    name: story.name,
    seed: 123,
    datasetId: set.datasetId,
    startedAt: new Date(began).toISOString(),
    params: paramsOf(story),
    tags: { team: 'zoo' },
    environment: ENVIRONMENT,
  });
  const predictions = story.status === 'finished' ? predict(story, random, set) : undefined;
  const series = learn(story, random, began, predictions);
  await api.metrics.log.mutate({ runId: id, series });
  await api.runs.heartbeat.mutate({
    id,
    progress: { phase: 'training', done: story.done, total: story.epochs, unit: 'epoch' },
  });
  if (predictions !== undefined) await finish(api, serverUrl, id, story, set, series, predictions);
  if (story.status !== 'running') {
    await api.runs.transition.mutate({
      id,
      status: story.status,
      error: story.error,
      at: new Date(began + 2_400 + story.done * story.epochMs).toISOString(),
    });
  }
  return id;
}

const ENVIRONMENT = {
  backend: 'tensorflow',
  bestiaryVersion: '0.1.0',
  nodeVersion: '22.12.0',
  tensorflowVersion: '2.9.1',
  platform: 'linux x64',
  cpu: 'AMD Ryzen 7 7840U',
  cpuCount: 16,
  memoryBytes: 32 * 2 ** 30,
  hostname: 'lair',
  gitCommit: '4f1c9e2ab07d65f3c8e1d2b49a7306e5518fd0c2',
  gitBranch: 'main',
  gitDirty: false,
  command: 'bestiary train --data bears-and-dragons --epochs 20',
  weights: {
    source: 'download' as const,
    name: 'mobilenet_v2 1.0, ImageNet',
    sha256: 'b2c1f6a1'.repeat(8),
  },
};

function paramsOf(story: RunStory) {
  return {
    backbone: 'mobilenet_v2',
    batch_size: story.batchSize,
    dropout: story.dropout,
    epochs: story.epochs,
    image_size: story.name.startsWith('224') ? 224 : 160,
    learning_rate: story.learningRate,
    optimizer: 'adam',
    resize: 'stretch',
    seed: 123,
    validation_split: 0.2,
  };
}

type Predictions = Record<'training' | 'validation', Prediction[]>;

/** One prediction a picture, the mistakes less sure than the others. */
function predict(story: RunStory, random: () => number, set: PictureSet): Predictions {
  const of = (split: 'training' | 'validation', skill: number) =>
    set.pictures
      .filter((picture) => picture.split === split)
      .map(({ sha256, path, label }): Prediction => {
        const right = random() < skill;
        const sure = 0.5 + 0.5 * (right ? 1 - random() ** 2.2 * 0.9 : random() ** 1.4 * 0.95);
        const predicted = right ? label : 1 - label;
        const probabilities = predicted === 1 ? [1 - sure, sure] : [sure, 1 - sure];
        return { image: sha256, path, label, predicted, probabilities };
      });
  return {
    validation: of('validation', story.skill),
    training: of('training', Math.min(0.99, story.skill + 0.035)),
  };
}

function countConfusion(predictions: readonly Prediction[], classes: number): number[][] {
  const confusion = emptyConfusion(classes);
  for (const { predicted, label } of predictions) confusion[predicted]![label]! += 1;
  return confusion;
}

/**
 * The five metrics of each epoch: they near their ends exponentially, with noise that grows small. The last accuracies
 * are those of the predictions, where there are any.
 */
function learn(
  story: RunStory,
  random: () => number,
  began: number,
  predictions: Predictions | undefined,
): SeriesColumns[] {
  const steps = Array.from({ length: story.done }, (_, step) => step);
  const times = steps.map((step) => began + 2_400 + (step + 1) * story.epochMs);
  const pace = 3 + 4 / (1 + Math.log10(story.learningRate / 1e-4));
  const near = (from: number, to: number, noise: number) => (step: number) =>
    to + (from - to) * Math.exp(-step / pace) + normal(random) * noise * (0.4 + Math.exp(-step / pace));
  const share = (value: number) => Math.min(1, Math.max(0, value));
  const last = predictions === undefined ? {} : accuraciesOf(predictions);
  const shapes: Record<EpochMetric, (step: number) => number> = {
    loss: near(0.72, 0.08, 0.008),
    accuracy: (step) => share(near(0.55, last.accuracy ?? story.skill + 0.03, 0.006)(step)),
    val_loss: near(0.66, 1.12 - story.skill, 0.012),
    val_accuracy: (step) => share(near(0.6, last.val_accuracy ?? story.skill, 0.012)(step)),
    val_balanced_accuracy: (step) =>
      share(near(0.59, last.val_balanced_accuracy ?? story.skill, 0.012)(step)),
  };
  return EPOCH_METRICS.map((key) => ({
    key,
    steps,
    values: steps.map((step) => {
      const diverged = story.diverges !== undefined && step >= story.diverges && key.endsWith('loss');
      const counted = step === story.done - 1 ? last[key] : undefined;
      return toWireFloat(diverged ? Number.NaN : (counted ?? shapes[key](step)));
    }),
    times,
  }));
}

function accuraciesOf({ training, validation }: Predictions): Partial<Record<EpochMetric, number>> {
  const of = (rows: readonly Prediction[]) =>
    rows.filter(({ label, predicted }) => label === predicted).length / rows.length;
  const recalls = [0, 1].map((k) => of(validation.filter(({ label }) => label === k)));
  return {
    accuracy: of(training),
    val_accuracy: of(validation),
    val_balanced_accuracy: recalls.reduce((a, b) => a + b, 0) / recalls.length,
  };
}

async function finish(
  api: Api,
  serverUrl: string,
  runId: string,
  story: RunStory,
  set: PictureSet,
  series: readonly SeriesColumns[],
  predictions: Predictions,
): Promise<void> {
  for (const split of ['validation', 'training'] as const) {
    await api.predictions.log.mutate({ runId, split, predictions: predictions[split] });
  }
  const confusion = countConfusion(predictions.validation, set.classNames.length);
  const text = (content: string) => Buffer.from(content);
  const curves = series.map(({ key, steps, values }) => ({ name: key, steps, values: values.map(Number) }));
  const training = set.files.filter((_, i) => set.pictures[i]!.split === 'training');
  const grid = await drawSampleGrid(
    training.filter((_, i) => i % 11 === 0),
    set.classNames,
  );
  const files = [
    {
      path: 'class-names.json',
      contentType: 'application/json',
      bytes: text(JSON.stringify(set.classNames)),
    },
    { path: 'config.yaml', contentType: 'application/yaml', bytes: text(yamlOf(paramsOf(story))) },
    { path: 'console.log', contentType: 'text/plain', bytes: text(logOf(story, series)) },
    {
      path: 'model/bears-and-dragons/1/model.json',
      contentType: 'application/json',
      bytes: text(JSON.stringify({ format: 'layers-model', classNames: set.classNames, runId })),
    },
    {
      path: 'model/bears-and-dragons/1/weights.bin',
      contentType: 'application/octet-stream',
      bytes: Buffer.alloc(1_281 * 4, story.seed),
    },
    {
      path: 'plots/confusion-matrix.svg',
      contentType: 'image/svg+xml',
      bytes: text(renderConfusionSvg({ title: story.name, classNames: set.classNames, confusion })),
    },
    {
      path: 'plots/learning-curves.svg',
      contentType: 'image/svg+xml',
      bytes: text(renderLearningCurvesSvg({ title: story.name, curves })),
    },
    { path: 'plots/sample-grid.png', contentType: 'image/png', bytes: grid },
  ];
  const shas = await storeBlobs(
    api,
    serverUrl,
    files.map(({ bytes }) => bytes),
  );
  await api.artifacts.record.mutate({
    runId,
    files: files.map(({ path, contentType }, i) => ({ path, contentType, sha256: shas[i]! })),
  });
}

function yamlOf(params: Readonly<Record<string, string | number>>): string {
  return Object.entries(params)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('');
}

function logOf(story: RunStory, series: readonly SeriesColumns[]): string {
  const epochs = Array.from({ length: story.done }, (_, step) => {
    const values = series.map(({ key, values }) => `${key} ${Number(values[step]).toFixed(4)}`).join('  ');
    return `epoch ${String(step + 1).padStart(2)}/${story.epochs}  ${values}`;
  });
  return [
    'data set bears-and-dragons: 2 classes, 95 training and 95 validation images',
    'weights: mobilenet_v2 1.0, ImageNet (downloaded)',
    'backend: tensorflow (native)',
    'features: 190 computed in 2.3 s, 0 from the cache',
    ...epochs,
    `finished: validation accuracy ${Number(series[3]!.values.at(-1)).toFixed(4)}`,
    '',
  ].join('\n');
}
