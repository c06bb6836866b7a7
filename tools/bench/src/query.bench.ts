import { type ApiClient, createApiClient } from '@bestiary/tracking/api-client';
import { startBenchServer } from './bench-server.ts';
import { type Figure } from './figure.ts';
import { longRunsOf, openManyRuns } from './many-runs-database.ts';
import { startMlflow } from './peers/mlflow-server.ts';
import { runTimed } from './process.ts';
import { summarise, type Summary } from './statistics.ts';
import { workspaceFile } from './workspace.ts';

export interface QueryBenchOptions {
  /** where the database of the scenario many-runs is, or is made: some minutes and 5 GB */
  manyRuns: string;
  /** a Python with mlflow: its server searches 1,300 runs */
  mlflow?: string;
  /** a Postgres for MLflow to use */
  mlflowDatabase?: string;
  note: (line: string) => void;
}

const PAGE = 50;
const REPEATS = 60;
const MLFLOW_RUNS = 1_300;

/**
 * Searches among 100,000 runs, over HTTP, from the client's call until the answer is parsed. One request at a time; each
 * kind is repeated with other keys and values, so that no answer is the one before.
 */
export async function benchQuery(options: QueryBenchOptions): Promise<Figure[]> {
  const { note } = options;
  const postgres = await openManyRuns(options.manyRuns, note);
  try {
    const server = await startBenchServer(postgres.url);
    try {
      const ours = await measure(createApiClient(server.url), note);
      const theirs = options.mlflow === undefined ? undefined : await measureMlflow(options.mlflow, options);
      return figures(ours, theirs);
    } finally {
      await server.stop();
    }
  } finally {
    await postgres.stop();
  }
}

type Measured = Record<
  'sorted' | 'filtered' | 'searched' | 'counted' | 'deep' | 'history' | 'curves',
  Summary
>;

async function measure(api: ApiClient, note: (line: string) => void): Promise<Measured> {
  const keys = (await api.runs.keys.query()).metrics;
  const keyOf = (i: number) => keys[(i * 37) % keys.length]!;
  const sortOf = (i: number) => ({
    by: `metrics.${i % 3 === 0 ? 'best.' : ''}${keyOf(i)}` as const,
    direction: i % 2 === 0 ? ('desc' as const) : ('asc' as const),
  });
  const columns = [
    'metrics.val_accuracy',
    'metrics.best.val_loss',
    'params.lr',
    'params.batch_size',
    'tags.team',
  ] as const;
  const page = (i: number) => ({ sort: sortOf(i), limit: PAGE, columns: [...columns] });

  note('first pages');
  const sorted = await timed((i) => api.runs.list.query(page(i)));
  note('filtered pages');
  const filtered = await timed((i) => api.runs.list.query({ ...page(i), where: filterOf(i) }));
  const searched = await timed((i) => api.runs.list.query({ ...page(i), text: wordsOf(i) }));
  const counted = await timed((i) => api.runs.count.query({ where: filterOf(i) }));
  note('deep pages');
  const sort = { by: 'metrics.val_accuracy', direction: 'desc' } as const;
  let cursor: string | null = null;
  for (let i = 0; i < 20; i++) {
    const before = await api.runs.list.query({ sort, limit: 500, columns: [], cursor });
    cursor = before.nextCursor;
  }
  const deep = await timed(() => api.runs.list.query({ sort, limit: PAGE, columns: [...columns], cursor }));
  note('curves');
  const longRuns = await longRunsOf(api);
  const history = await timed((i) =>
    api.metrics.history.query({ runIds: [longRuns[i % longRuns.length]!], keys: ['accuracy'] }),
  );
  const curves = await timed((i) =>
    api.curves.draw.query({ runIds: longRuns, keys: ['loss'], columns: 1_000 + i }),
  );
  return { sorted, filtered, searched, counted, deep, history, curves };
}

/** Conditions of one to five parts that few, many or no runs fulfil. */
function filterOf(i: number): string {
  const above = (0.55 + (i % 9) * 0.05).toFixed(2);
  switch (i % 7) {
    case 0:
      return `metrics.val_accuracy > ${above}`;
    case 1:
      return `params.lr < ${10 ** (-5 + (i % 4))} and params.optimizer = 'adam'`;
    case 2:
      return `metrics.best.val_loss < 0.3 and (params.batch_size >= 64 or tags.team = 'north') and status = 'finished'`;
    case 3:
      return `metrics.val_accuracy > ${above} and started > '2026-0${1 + (i % 9)}-01' and not name like 'bold%'`;
    case 4:
      return `params.option_${String(i).padStart(2, '0')} > 0.9 and tags.host = 'worker-${i % 40}'`;
    case 5:
      return `metrics.val_accuracy > ${above} and (params.lr <= 1e-3 or tags.team = 'east') and status in ('finished','failed') and not name like 'icy%'`;
    default:
      return `started > now() - ${50 + 3 * i}d and metrics.last.val_loss < ${above}`;
  }
}

function wordsOf(i: number): string {
  return ['kraken', 'bold bear', `otter-${i}`, 'überall wolf', `worker-${i % 40}`][i % 5]!;
}

/** Milliseconds of each call, the first few left out. */
async function timed(call: (i: number) => Promise<unknown>, repeats = REPEATS): Promise<Summary> {
  const warmUp = 5;
  const times: number[] = [];
  for (let i = 0; i < repeats + warmUp; i++) {
    const started = performance.now();
    await call(i);
    if (i >= warmUp) times.push(performance.now() - started);
  }
  return summarise(times);
}

async function measureMlflow(
  python: string,
  { mlflowDatabase, note }: QueryBenchOptions,
): Promise<{ name: string } & Record<'sorted' | 'filtered' | 'history', Summary>> {
  note(`MLflow, ${MLFLOW_RUNS} runs`);
  const server = await startMlflow(python, mlflowDatabase);
  try {
    const script = workspaceFile('tools/bench/src/peers/mlflow_search.py');
    const { stdout } = await runTimed(python, [script, server.url, String(MLFLOW_RUNS), '20']);
    const times = JSON.parse(stdout.trim().split('\n').at(-1)!) as Record<
      'sorted' | 'filtered' | 'history',
      number[]
    >;
    return {
      name: `MLflow (${server.backend}, ${MLFLOW_RUNS} runs)`,
      sorted: summarise(times.sorted),
      filtered: summarise(times.filtered),
      history: summarise(times.history),
    };
  } finally {
    await server.stop();
  }
}

function figures(ours: Measured, theirs: Awaited<ReturnType<typeof measureMlflow>> | undefined): Figure[] {
  const peer = (kind: 'sorted' | 'filtered' | 'history') =>
    theirs && { peer: { name: theirs.name, summary: theirs[kind] } };
  const figure = (name: string, summary: Summary, method: string, target?: number): Figure => ({
    name,
    unit: 'ms',
    ours: summary,
    method,
    ...(target === undefined ? {} : { target, heldBy: 'p95' as const }),
  });
  const among = 'Among 100,000 runs with 20 million points';
  return [
    {
      ...figure(
        '100,000 runs: first 50 by any metric',
        ours.sorted,
        `${among}, over HTTP, from the client's call until the answer is parsed, ${REPEATS} requests one after another: by another of 100 metrics each time, with five columns of values.`,
        50,
      ),
      ...peer('sorted'),
    },
    {
      ...figure(
        '100,000 runs: first 50 of a search, sorted',
        ours.filtered,
        'So, of another of seven kinds of conditions on metrics, parameters, tags, times and names each time.',
        80,
      ),
      ...peer('filtered'),
    },
    figure(
      '100,000 runs: first 50 that hold words, sorted',
      ours.searched,
      'So, of one or two words that few or many names and tags hold.',
      80,
    ),
    figure(
      '100,000 runs: a search counted',
      ours.counted,
      'Up to 10,000, which a list does not wait for; the same searches.',
    ),
    figure('100,000 runs: 50 after the 10,000th', ours.deep, `${among}, by a metric of all runs.`, 50),
    {
      ...figure('history of 5,000 points', ours.history, 'Steps, values and times of one metric.', 10),
      ...peer('history'),
    },
    figure(
      '50 runs × 10,000 points for a chart',
      ours.curves,
      'The least and the greatest of each of 1,000 and some pixel columns, and the gaps.',
      150,
    ),
  ];
}
