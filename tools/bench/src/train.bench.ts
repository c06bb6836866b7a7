import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BenchServer } from './bench-server.ts';
import { type Figure } from './figure.ts';
import { runTimed } from './process.ts';
import { summarise } from './statistics.ts';
import { workspaceFile } from './workspace.ts';

export interface TrainBenchOptions {
  server: BenchServer;
  images: string;
  weights: string;
  runs: number;
  /** a Python with TensorFlow and Keras, to run the same job beside ours */
  keras?: string;
  note: (line: string) => void;
}

/** The augmented job takes most of a minute: so many runs are enough. */
const AUGMENTED_RUNS = 1;

/**
 * The notebook's job as a whole process, start to finished run: 634 photographs, batch 1, 20 epochs, once with an empty
 * feature cache, once with a full one, and with online flip and rotation. With `keras`, Keras does the same fits once each (it takes minutes).
 */
export async function benchTrain({
  server,
  images,
  weights,
  runs,
  keras,
  note,
}: TrainBenchOptions): Promise<Figure[]> {
  const train = (cache: string, flags: readonly string[] = []) =>
    runTimed(process.execPath, [
      workspaceFile('apps/trainer/bin/bestiary.mjs'),
      ...[
        'train',
        '--data',
        images,
        '--weights',
        weights,
        '--server',
        server.url,
        '--cache-dir',
        cache,
        '--project',
        'bench',
        '--json',
        ...flags,
      ],
    ]);
  const cold: number[] = [];
  const peaks: number[] = [];
  const warm: number[] = [];
  for (let i = 0; i < runs; i++) {
    const cache = await mkdtemp(join(tmpdir(), 'bestiary-bench-cache-'));
    try {
      const first = await train(cache);
      cold.push(first.seconds);
      peaks.push(first.peakMegabytes);
      warm.push((await train(cache)).seconds);
    } finally {
      await rm(cache, { recursive: true, force: true });
    }
    note(`train ${i + 1}/${runs}: cold ${cold.at(-1)!.toFixed(2)} s, warm ${warm.at(-1)!.toFixed(2)} s`);
  }
  const augmented: number[] = [];
  for (let i = 0; i < AUGMENTED_RUNS; i++) {
    const cache = await mkdtemp(join(tmpdir(), 'bestiary-bench-cache-'));
    try {
      augmented.push((await train(cache, ['--augment', 'flip=horizontal,rotation=0.1'])).seconds);
    } finally {
      await rm(cache, { recursive: true, force: true });
    }
    note(`train with flip and rotation: ${augmented.at(-1)!.toFixed(1)} s`);
  }
  const kerasDoes = async (...flags: string[]): Promise<Pick<Figure, 'peer'>> => {
    if (keras === undefined) return {};
    note(
      `train: Keras does the same job now${flags.length > 0 ? `, ${flags.join(' ')}` : ''}; this takes minutes`,
    );
    const script = workspaceFile('tools/bench/src/peers/keras_notebook.py');
    const { stdout, seconds } = await runTimed(keras, [script, images, weights, ...flags]);
    note(`train: Keras ${stdout.trim().split('\n').at(-1)}`);
    return { peer: { name: 'Keras', summary: summarise([seconds]) } };
  };
  const plain = await kerasDoes();
  return [
    {
      name: 'notebook job, cold cache, whole process',
      unit: 's',
      ours: summarise(cold),
      target: 6.5,
      ...plain,
    },
    {
      name: 'notebook job, warm cache, whole process',
      unit: 's',
      ours: summarise(warm),
      target: 1.5,
      ...plain,
    },
    {
      name: 'notebook job with online flip and rotation, cold',
      unit: 's',
      ours: summarise(augmented),
      target: 55,
      ...(await kerasDoes('--augment')),
    },
    { name: 'peak memory of the cold job', unit: 'MB', ours: summarise(peaks), target: 1_500 },
  ];
}
