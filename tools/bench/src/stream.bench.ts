import { scanImageFolder } from '@bestiary/datasets/image-folder';
import { drawManyImages } from '@bestiary/datasets/sample/draw-many-images';
import { type BenchServer } from './bench-server.ts';
import { type Figure } from './figure.ts';
import { runTimed } from './process.ts';
import { summarise } from './statistics.ts';
import { workspaceFile } from './workspace.ts';

export interface StreamBenchOptions {
  server: BenchServer;
  /** where the pictures are, or will be made */
  folder: string;
  count: number;
  note: (line: string) => void;
}

const SIZE = 64;

/**
 * A training on very many small images: does memory stay bounded, and is the last tenth read as fast as the first? The pictures are made
 * where there are none; the small backbone of this repository runs on them, and nothing is cached.
 */
export async function benchStream({ server, folder, count, note }: StreamBenchOptions): Promise<Figure[]> {
  const there = await scanImageFolder(folder).then(
    ({ files }) => files.length,
    () => 0,
  );
  if (there !== count) {
    note(`stream: drawing ${count} pictures in ${folder}`);
    await drawManyImages(folder, count, { size: SIZE });
  }
  const seen: { seconds: number; done: number }[] = [];
  const finished = await runTimed(
    process.execPath,
    [
      workspaceFile('apps/trainer/bin/bestiary.mjs'),
      'train',
      ...['--data', folder, '--server', server.url, '--project', 'bench', '--no-cache', '--json'],
      ...[
        '--weights',
        workspaceFile('libs/models/weights/mobilenet_v2_0.35_procedural.h5'),
        '--alpha',
        '0.35',
      ],
      ...['--image-size', String(SIZE), '--epochs', '2', '--batch-size', '32'],
    ],
    {
      onError: (text, seconds) => {
        for (const [, done] of text.matchAll(/^features (\d+)\/\d+$/gm))
          seen.push({ seconds, done: Number(done) });
      },
    },
  );
  const speeds = seen
    .slice(1)
    .map(({ seconds, done }, i) => (done - seen[i]!.done) / (seconds - seen[i]!.seconds));
  note(`stream: images a second, from start to end: ${speeds.map((speed) => speed.toFixed(0)).join(' ')}`);
  const third = Math.floor(speeds.length / 3);
  const figures: Figure[] = [
    {
      name: `peak memory of a training on ${count} images`,
      unit: 'MB',
      ours: summarise([finished.peakMegabytes]),
      target: 1_500,
    },
  ];
  if (third > 0) {
    figures.push(
      {
        name: `${SIZE} px images a second, first third`,
        unit: 'images/s',
        ours: summarise(speeds.slice(0, third)),
      },
      {
        name: `${SIZE} px images a second, last third`,
        unit: 'images/s',
        ours: summarise(speeds.slice(-third)),
      },
    );
  }
  return figures;
}
