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

/**
 * The notebook's job as a whole process, start to finished run: 634 photographs, batch 1, 20 epochs, once with an empty
 * feature cache and once with a full one. With `keras`, Keras does the same fit once in between (it takes minutes).
 */
export async function benchTrain({
  server,
  images,
  weights,
  runs,
  keras,
  note,
}: TrainBenchOptions): Promise<Figure[]> {
  const train = (cache: string) =>
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
      ],
    ]);
  const cold: number[] = [];
  const warm: number[] = [];
  for (let i = 0; i < runs; i++) {
    const cache = await mkdtemp(join(tmpdir(), 'bestiary-bench-cache-'));
    try {
      cold.push((await train(cache)).seconds);
      warm.push((await train(cache)).seconds);
    } finally {
      await rm(cache, { recursive: true, force: true });
    }
    note(`train ${i + 1}/${runs}: cold ${cold.at(-1)!.toFixed(2)} s, warm ${warm.at(-1)!.toFixed(2)} s`);
  }
  let peer: Figure['peer'];
  if (keras !== undefined) {
    note('train: Keras does the same job now; this takes minutes');
    const script = workspaceFile('tools/bench/src/peers/keras_notebook.py');
    const { stdout, seconds } = await runTimed(keras, [script, images, weights]);
    note(`train: Keras ${stdout.trim().split('\n').at(-1)}`);
    peer = { name: 'Keras', summary: summarise([seconds]) };
  }
  return [
    {
      name: 'notebook job, cold cache, whole process',
      unit: 's',
      ours: summarise(cold),
      target: 12,
      ...(peer && { peer }),
    },
    {
      name: 'notebook job, warm cache, whole process',
      unit: 's',
      ours: summarise(warm),
      ...(peer && { peer }),
    },
  ];
}
