import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { startBenchServer } from './bench-server.ts';
import { benchChaos } from './chaos.bench.ts';
import { benchDashboard } from './dashboard/dashboard.bench.ts';
import { type Figure, meetsTarget, methods, ratio, table } from './figure.ts';
import { benchFeatures } from './features.bench.ts';
import { benchHead } from './head.bench.ts';
import { benchLog } from './log.bench.ts';
import { benchQuery } from './query.bench.ts';
import { benchSampler } from './sampler.bench.ts';
import { benchServerMemory } from './server-memory.bench.ts';
import { benchStream } from './stream.bench.ts';
import { benchSweep } from './sweep.bench.ts';
import { benchTrain } from './train.bench.ts';
import { workspaceFile } from './workspace.ts';

const NAMES = [
  'train',
  'features',
  'head',
  'stream',
  'log',
  'query',
  'dashboard',
  'sampler',
  'sampler-gp',
  'sweep',
  'chaos',
  'memory',
] as const;
/** Minutes, and gigabytes of pictures or of runs: only when it is named. */
const ON_REQUEST: ReadonlySet<BenchName> = new Set([
  'stream',
  'query',
  'dashboard',
  'sampler',
  'sampler-gp',
  'sweep',
  'chaos',
]);
type BenchName = (typeof NAMES)[number];

interface Options {
  data: string;
  weights: string;
  runs: number;
  epochs: number;
  manyImages: string;
  count: number;
  manyRuns: string;
  keras?: string;
  mlflow?: string;
  mlflowDatabase?: string;
  python?: string;
  seed: number;
  json?: string;
}

const testData = process.env.BESTIARY_TEST_DATA ?? workspaceFile('../shared/data');

const program = new Command('bench')
  .description(
    'Measures Bestiary on this machine, beside its peers where they are given. Build first: npm run build',
  )
  .argument('[names...]', `which: ${NAMES.join(', ')} (default: all but ${[...ON_REQUEST].join(', ')})`)
  .option('--data <dir>', 'photographs in class folders', `${testData}/images/flowers_daisy_dandelion`)
  .option(
    '--weights <file>',
    'backbone weights',
    `${testData}/weights/mobilenet_v2_1.0_224/mobilenet_v2_1.0_224_no_top.rebuilt.h5`,
  )
  .option('--runs <n>', 'whole trainings, cold and warm', Number, 5)
  .option('--epochs <n>', 'epochs to log', Number, 200)
  .option(
    '--many-images <dir>',
    'where the pictures of the stream benchmark are or will be',
    join(tmpdir(), 'bestiary-many-images'),
  )
  .option('--count <n>', 'how many of them', Number, 50_000)
  .option(
    '--many-runs <dir>',
    'where the database of the query and dashboard benchmarks is or will be',
    join(tmpdir(), 'bestiary-many-runs'),
  )
  .option('--keras <python>', 'a Python with Keras and TensorFlow, to run the same job beside ours')
  .option('--mlflow <python>', 'a Python with mlflow (and psycopg2 for --mlflow-database)')
  .option('--mlflow-database <url>', 'a Postgres for MLflow (default: SQLite)')
  .option(
    '--python <python>',
    'a Python with optuna, cmaes and scipy; torch for sampler-gp, psycopg2 for sweep',
  )
  .option('--seed <n>', 'which moments chaos kills at', Number, 1)
  .option('--json <file>', 'write the figures there as well')
  .addHelpText('after', '\nExample:\n  npm run bench -- train log --runs 5 --keras ~/keras/bin/python');

/** The order is fixed: memory is read after whatever else ran. */
async function measure(wanted: ReadonlySet<BenchName>, options: Options): Promise<Figure[]> {
  const note = (line: string) => console.error(line);
  const server = await startBenchServer();
  const figures: Figure[] = [];
  try {
    if (wanted.has('train') || wanted.has('features') || wanted.has('sweep')) {
      for (const path of [options.data, options.weights])
        if (!existsSync(path))
          throw new Error(`there is no ${path}; give --data and --weights, or set BESTIARY_TEST_DATA`);
    }
    if (wanted.has('train')) {
      figures.push(...(await benchTrain({ ...options, server, images: options.data, note })));
    }
    if (wanted.has('features'))
      figures.push(...(await benchFeatures({ ...options, images: options.data, note })));
    if (wanted.has('head')) figures.push(...benchHead());
    if (wanted.has('stream')) {
      const { manyImages: folder, count } = options;
      figures.push(...(await benchStream({ server, folder, count, note })));
    }
    if (wanted.has('log')) figures.push(...(await benchLog({ ...options, server })));
    if (wanted.has('query')) figures.push(...(await benchQuery({ ...options, note })));
    if (wanted.has('dashboard')) figures.push(...(await benchDashboard({ ...options, server, note })));
    const golden = `${testData}/golden/flowers_daisy_dandelion`;
    if (wanted.has('sampler'))
      figures.push(
        ...(await benchSampler({ ...options, samplers: ['random', 'sobol', 'tpe', 'cma-es'], golden, note })),
      );
    if (wanted.has('sampler-gp'))
      figures.push(...(await benchSampler({ ...options, samplers: ['gp'], golden, note })));
    if (wanted.has('sweep')) figures.push(...(await benchSweep({ ...options, images: options.data, note })));
    if (wanted.has('chaos')) figures.push(...(await benchChaos({ ...options, note })));
    if (wanted.has('memory')) figures.push(...(await benchServerMemory(server)));
  } finally {
    await server.stop();
  }
  return figures;
}

program.action(async (names: string[], options: Options) => {
  const unknown = names.filter((name) => !NAMES.includes(name as BenchName));
  if (unknown.length > 0)
    program.error(`unknown benchmark: ${unknown.join(', ')}; there are ${NAMES.join(', ')}`, { exitCode: 2 });
  const figures = await measure(
    new Set(names.length > 0 ? (names as BenchName[]) : NAMES.filter((name) => !ON_REQUEST.has(name))),
    options,
  );
  const machine = {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
  };
  console.log(
    `${machine.cores} cores (${machine.cpu}), ${machine.memoryGiB} GiB, Node ${machine.node}, ${machine.platform}\n`,
  );
  console.log(table(figures));
  const how = methods(figures);
  if (how !== '') console.log(`\n${how}`);
  if (options.json !== undefined) {
    const results = figures.map((figure) => ({
      ...figure,
      meetsTarget: meetsTarget(figure),
      betterBy: ratio(figure),
    }));
    await writeFile(options.json, `${JSON.stringify({ machine, figures: results }, null, 2)}\n`);
  }
});

await program.parseAsync();
