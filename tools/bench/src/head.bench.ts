import { Adam } from '@bestiary/models/adam';
import { newHead } from '@bestiary/models/head';
import { HeadTraining, type LabelledFeatures } from '@bestiary/models/head-training';
import { Random } from '@bestiary/models/random';
import { type Figure } from './figure.ts';
import { summarise } from './statistics.ts';

const WIDTH = 1_280;
const RUNS = 9;

/** Features like those of a backbone, about half of them 0, and labels that can be learnt. */
function rows(count: number, random: Random): LabelledFeatures {
  const labels = Int32Array.from({ length: count }, () => random.below(2));
  const features = Float32Array.from({ length: count * WIDTH }, (_, i) =>
    Math.max(0, random.normal() + (labels[Math.floor(i / WIDTH)]! - 0.5) * 0.1),
  );
  return { features, labels };
}

/** 20 epochs of the notebook's head in one thread: 508 × 1,280 features, batch 1, dropout 0.2, Adam, and 126 validation rows. */
export function benchHead(): Figure[] {
  const random = new Random(1);
  const training = rows(508, random);
  const validation = rows(126, random);
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const head = newHead(WIDTH, 2, 1);
    const adam = new Adam(head.parameters.length, 1e-4);
    const started = performance.now();
    const work = new HeadTraining(head, adam, { epochs: 20, batchSize: 1, dropout: 0.2, seed: 1 });
    while (!work.done) work.nextEpoch(training, validation);
    times.push(performance.now() - started);
  }
  return [
    {
      name: 'head: 20 epochs, 508 × 1,280, batch 1, one thread',
      unit: 'ms',
      ours: summarise(times),
      target: 250,
    },
  ];
}
