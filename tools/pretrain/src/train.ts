import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { mobileNetV2 } from '@bestiary/models/mobilenet-v2';
import { calibratedWeights } from './calibrate.ts';
import { readCheckpoint, type RunSettings, writeCheckpoint } from './checkpoint.ts';
import { writeKerasWeights } from './keras-weight-writer.ts';
import { type BatchRequest } from './picture-batch.ts';
import { streamBatches } from './picture-stream.ts';
import { ProgressLine } from './progress-line.ts';
import { learningRateFactor, sceneShareAt, sizeAt } from './schedule.ts';
import { TRAINING_VOCABULARY } from './task.ts';
import { ALPHA, initialState, Trainer, type TrainingState } from './trainer.ts';

const CALIBRATION_PICTURES = 512;
const REPORT_EVERY = 100;
const SAVE_EVERY = 1_000;

export interface TrainOptions {
  readonly settings: RunSettings;
  /** the weights file, rewritten with every checkpoint */
  readonly out: string;
  readonly checkpoint: string;
  /** go on from the checkpoint, with its settings */
  readonly resume: boolean;
}

/**
 * Trains from the settings' seed, or on from a checkpoint, and writes the backbone's weights. The pictures and the
 * starting point follow from the seed; sums in TensorFlow's threads do not keep their order, so with more than one
 * thread two runs agree in the first digits only.
 */
export async function train({ settings, out, checkpoint, resume }: TrainOptions): Promise<void> {
  await mkdir(dirname(out), { recursive: true });
  let start: { settings: RunSettings; state: TrainingState };
  if (resume) start = await readCheckpoint(checkpoint);
  else start = { settings, state: initialState(settings.seed) };
  const run = start.settings;
  const trainer = new Trainer(start.state);
  const progress = new ProgressLine(run.steps);
  let step = start.state.step;

  const save = async (): Promise<void> => {
    const state = trainer.state();
    await writeCheckpoint(checkpoint, run, state);
    const weights = calibratedWeights(state.parameters, {
      size: run.size,
      pictures: CALIBRATION_PICTURES,
      seed: run.seed,
    });
    await writeKerasWeights(out, mobileNetV2(ALPHA, run.size), weights);
    console.log(`step ${state.step}: wrote ${out} and ${checkpoint}`);
  };

  for await (const batch of streamBatches(batchRequests(run, step))) {
    const learningRate = run.learningRate * learningRateFactor(step, run.steps);
    progress.add(trainer.train(batch, { learningRate, weightDecay: run.weightDecay }));
    step++;
    if (step % REPORT_EVERY === 0) progress.print(step, batch.size);
    if (step % SAVE_EVERY === 0 && step < run.steps) await save();
  }
  await save();
  trainer.dispose();
}

function* batchRequests(run: RunSettings, firstStep: number): Generator<BatchRequest> {
  for (let step = firstStep; step < run.steps; step++) {
    yield {
      seed: run.seed,
      first: step * run.batchSize,
      count: run.batchSize,
      size: sizeAt(step, run.steps),
      vocabulary: TRAINING_VOCABULARY,
      sceneShare: sceneShareAt(step, run.steps),
    };
  }
}
