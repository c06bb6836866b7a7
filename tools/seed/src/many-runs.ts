import { seriesId } from '@bestiary/db/series-id';
import { type Client } from 'pg';
import { bulkLoad } from './bulk-load.ts';
import { type Cell, copyRows } from './copy-rows.ts';
import { drawnId, pick, randomNumbers } from './random.ts';
import { type Scenario } from './scenario.ts';

export type ManyRunsSize = {
  runs: number;
  /** of each metric of each run */
  pointsPerSeries: number;
  /** the first runs have so many points in these metrics, which have a gap */
  longCurves: { runs: number; points: Readonly<Record<string, number>> };
};

/** 100,000 runs with 20 of 100 metrics and 20 of 100 parameters each, 20 million points, and 50 long curves. */
export const MANY_RUNS: ManyRunsSize = {
  runs: 100_000,
  pointsPerSeries: 10,
  longCurves: { runs: 50, points: { loss: 10_000, accuracy: 5_000 } },
};

/** Of all runs; the others have a run in five or so each. */
const COMMON_METRICS = ['loss', 'accuracy', 'val_loss', 'val_accuracy', 'val_balanced_accuracy'];
const RARE_METRICS = Array.from({ length: 95 }, (_, i) => `recall/class ${String(i).padStart(2, '0')}`);
const COMMON_PARAMS = ['lr', 'batch_size', 'optimizer', 'augment', 'epochs'];
const RARE_PARAMS = Array.from({ length: 95 }, (_, i) => `option_${String(i).padStart(2, '0')}`);
const RARE_EACH = 15;

const ADJECTIVES = ['bold', 'calm', 'dusty', 'eager', 'fuzzy', 'gentle', 'hasty', 'icy', 'jolly', 'keen'];
const NOUNS = [
  'bear',
  'dragon',
  'griffin',
  'hydra',
  'kraken',
  'lynx',
  'manticore',
  'otter',
  'phoenix',
  'wolf',
];
const TEAMS = ['north', 'south', 'east', 'west', 'überall'];
const FIRST_RUN_AT = Date.UTC(2026, 0, 1);
const RUN_EVERY_MS = 4 * 60_000;
const PROJECTS = 10;
/** Runs of one training repeated over seeds: the first is the parent of the others. */
const REPEATS = 5;

type SeededRun = { id: string; index: number; createdAt: number };

export function manyRuns(size: ManyRunsSize): Scenario {
  return {
    name: 'many-runs',
    description: `${size.runs} runs of ten projects, 20 metrics and 20 parameters each, repeated over ${REPEATS} seeds`,
    async seed(client, note) {
      const projects = makeProjects();
      await copyRows(
        client,
        'projects (id, name)',
        projects.map((id, i) => [id, `project ${i}`]),
      );
      const runs = makeRuns(size.runs);
      await bulkLoad(client, ['runs', 'params', 'tags', 'series', 'points'], async () => {
        note(`${size.runs} runs`);
        await copyRows(client, RUNS, runRows(runs, projects));
        note('parameters and tags');
        await copyRows(client, 'params (run_id, key, value)', paramRows(runs));
        await copyRows(client, 'tags (run_id, key, value)', tagRows(runs));
        note('metrics');
        const series = makeSeries(runs);
        await copyRows(
          client,
          'series (id, run_id, key, last, min, max, count, last_step)',
          seriesRows(series, size),
        );
        note('points');
        await copyRows(client, 'points (series_id, step, value, time)', pointRows(series, size));
        note('indexes and foreign keys');
      });
      note('statistics');
      await client.query('VACUUM (ANALYZE)');
    },
  };
}

const RUNS =
  'runs (id, project_id, parent_id, name, status, seed, environment, created_at, started_at, ended_at, archived_at)';

function makeProjects(): string[] {
  const random = randomNumbers(1);
  return Array.from({ length: PROJECTS }, () => drawnId(FIRST_RUN_AT, random));
}

function makeRuns(count: number): SeededRun[] {
  const random = randomNumbers(2);
  return Array.from({ length: count }, (_, index) => {
    const createdAt = FIRST_RUN_AT + index * RUN_EVERY_MS;
    return { id: drawnId(createdAt, random), index, createdAt };
  });
}

function* runRows(runs: readonly SeededRun[], projects: readonly string[]): Generator<Cell[]> {
  const random = randomNumbers(3);
  for (const { id, index, createdAt } of runs) {
    const first = runs[index - (index % REPEATS)]!;
    const draw = random();
    const status = draw < 0.9 ? 'finished' : draw < 0.97 ? 'failed' : 'cancelled';
    const seconds = 30 + Math.floor(random() * 7_200);
    yield [
      id,
      projects[Math.floor(index / REPEATS) % PROJECTS]!,
      first.id === id ? null : first.id,
      `${pick(ADJECTIVES, random)}-${pick(NOUNS, random)}-${index}`,
      status,
      index % REPEATS,
      '{}',
      iso(createdAt),
      iso(createdAt),
      iso(createdAt + seconds * 1_000),
      random() < 0.02 ? iso(createdAt + 86_400_000) : null,
    ];
  }
}

function* paramRows(runs: readonly SeededRun[]): Generator<Cell[]> {
  for (const { id, index } of runs) {
    const training = Math.floor(index / REPEATS);
    const random = randomNumbers(training + 1_000_000); // repeats share them
    const common = {
      lr: Number((10 ** (-5 + 4 * random())).toPrecision(3)),
      batch_size: 2 ** (3 + Math.floor(5 * random())),
      optimizer: pick(['adam', 'sgd', 'rmsprop'], random),
      augment: random() < 0.5,
      epochs: 5 + Math.floor(50 * random()),
    };
    for (const key of COMMON_PARAMS) {
      yield [id, key, JSON.stringify(common[key as keyof typeof common])];
    }
    for (const key of someOf(RARE_PARAMS, training)) {
      yield [id, key, JSON.stringify(random() < 0.8 ? Number(random().toFixed(4)) : pick(NOUNS, random))];
    }
  }
}

function* tagRows(runs: readonly SeededRun[]): Generator<Cell[]> {
  const random = randomNumbers(4);
  for (const { id } of runs) {
    yield [id, 'team', pick(TEAMS, random)];
    yield [id, 'host', `worker-${Math.floor(random() * 40)}`];
    if (random() < 0.1) yield [id, 'paper', 'figure "2"'];
  }
}

function metricsOf({ index }: SeededRun): string[] {
  return [...COMMON_METRICS, ...someOf(RARE_METRICS, Math.floor(index / REPEATS))];
}

/** Fifteen in a row, another row for each training. */
function someOf(keys: readonly string[], training: number): string[] {
  return Array.from({ length: RARE_EACH }, (_, i) => keys[(training * RARE_EACH + i) % keys.length]!);
}

/** A curve that comes closer to where it ends, with noise; now and then one that breaks at NaN. */
function curve(run: SeededRun, place: number, size: ManyRunsSize): Float64Array {
  const key = metricsOf(run)[place]!;
  const long = run.index < size.longCurves.runs ? size.longCurves.points[key] : undefined;
  const values = new Float64Array(long ?? size.pointsPerSeries);
  const random = randomNumbers(run.index * 64 + place + 7);
  const [from, to] = key.includes('loss') ? [2.5, 0.05 + random()] : [0.1, 1 - 0.5 * random()];
  const noise = 0.1 * random();
  const rate = 4 / values.length;
  for (let step = 0; step < values.length; step++) {
    values[step] = Number((to + (from - to) * Math.exp(-rate * step) + noise * (random() - 0.5)).toFixed(6));
  }
  if (random() < 0.01) values[values.length - 1] = NaN;
  if (long !== undefined) values.fill(NaN, long * 0.4, long * 0.41);
  return values;
}

type SeededSeries = { id: string; run: SeededRun; place: number; key: string };

/** In the order of the primary keys: so their indexes are written once, from left to right. */
function makeSeries(runs: readonly SeededRun[]): SeededSeries[] {
  return runs
    .flatMap((run) => metricsOf(run).map((key, place) => ({ id: seriesId(run.id, key), run, place, key })))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

function* seriesRows(series: readonly SeededSeries[], size: ManyRunsSize): Generator<Cell[]> {
  for (const { id, run, place, key } of series) {
    const values = curve(run, place, size);
    let min = Infinity;
    let max = -Infinity;
    for (const value of values) {
      if (value < min) min = value;
      if (value > max) max = value;
    }
    yield [id, run.id, key, values.at(-1)!, min, max, values.length, values.length - 1];
  }
}

function* pointRows(series: readonly SeededSeries[], size: ManyRunsSize): Generator<Cell[]> {
  for (const { id, run, place } of series) {
    const values = curve(run, place, size);
    for (let step = 0; step < values.length; step++) {
      yield [id, step, values[step]!, iso(run.createdAt + step * 1_000)];
    }
  }
}

function iso(time: number): string {
  return new Date(time).toISOString();
}

/** Whether a database holds this scenario, whole. */
export async function hasManyRuns(client: Client, size: ManyRunsSize): Promise<boolean> {
  const { rows } = await client.query<{ runs: number; whole: boolean }>(
    `SELECT (SELECT count(*)::int FROM runs) AS runs,
       EXISTS (SELECT FROM pg_constraint WHERE conname = 'points_series_id_fkey') AS whole`,
  );
  return rows[0]!.runs === size.runs && rows[0]!.whole;
}
