import { SamplerConfig, Space, type SamplerType } from '@bestiary/contracts/sweep';
import { newSampler } from '@bestiary/sweeps/new-sampler';
import { SearchSpace } from '@bestiary/sweeps/search-space';
import { type TrialRow } from '@bestiary/sweeps/trial-row';
import { type Figure } from './figure.ts';
import { pLarger } from './mann-whitney.ts';
import { OptunaStudy } from './peers/optuna-study.ts';
import { summarise } from './statistics.ts';
import { branin, conditional, hartmann6, headTraining, type SweepProblem } from './sweep-problems.ts';

export interface SamplerBenchOptions {
  /** which are measured */
  samplers: readonly SamplerType[];
  /** the folder with the flowers' features */
  golden: string;
  /** a Python with optuna */
  python?: string;
  note: (line: string) => void;
}

/** Of these all are told apart by few seeds … */
const SEEDS = 30;
/** … but what chance finds differs much from seed to seed, and costs nothing. */
const SEEDS_OF_CHANCE = 100;
const CHANCE: readonly SamplerType[] = ['random', 'sobol'];
/** A Gaussian process finds with few trials what others need many for, and takes time for each. */
const GP_TRIALS = 40;
const FINISHED = 1_000;

/**
 * The best value after a number of trials, ours beside Optuna's, over seeds: printed as a table, with the one-sided p-value of
 * the Mann-Whitney test, small where ours is worse. Then the time that TPE takes for the next of a thousand trials.
 */
export async function benchSampler({
  samplers,
  golden,
  python,
  note,
}: SamplerBenchOptions): Promise<Figure[]> {
  const head = headTraining(golden);
  if (head === undefined) note(`sampler: no ${golden}, so heads are not trained`);
  const problems = [branin, hartmann6, conditional, ...(head ? [head] : [])];
  const study = python === undefined ? undefined : new OptunaStudy(python);
  console.log('| problem | trials | seeds | sampler | ours, median | Optuna, median | p |');
  console.log('| ------- | ------ | ----- | ------- | ------------ | -------------- | - |');
  try {
    for (const problem of problems) {
      for (const sampler of samplers) {
        const trials = sampler === 'gp' ? Math.min(GP_TRIALS, problem.trials) : problem.trials;
        const seeds = Array.from(
          { length: CHANCE.includes(sampler) ? SEEDS_OF_CHANCE : SEEDS },
          (_, seed) => seed,
        );
        const ours = seeds.map((seed) => bestOfOurs(sampler, problem, trials, seed));
        const theirs: number[] = [];
        if (study)
          for (const seed of seeds) theirs.push(await bestOfOptuna(study, sampler, problem, trials, seed));
        const other = study ? [median(theirs), pLarger(ours, theirs).toFixed(2)] : ['–', '–'];
        console.log(
          `| ${[problem.name, trials, seeds.length, sampler, median(ours), ...other].join(' | ')} |`,
        );
      }
    }
  } finally {
    await study?.stop();
  }
  return samplers.includes('tpe') ? [suggestionTime()] : [];
}

function median(values: readonly number[]): string {
  return summarise(values).median.toFixed(4);
}

function bestOfOurs(type: SamplerType, problem: SweepProblem, trials: number, seed: number): number {
  const sampler = newSampler(SamplerConfig.parse(type), new SearchSpace(problem.space), ['min'], seed);
  const rows: TrialRow[] = [];
  for (let number = 0; number < trials; number++) {
    const params = sampler.suggest(rows)!;
    rows.push({ number, status: 'finished', params, values: [problem.loss(params)], lastReport: null });
  }
  return Math.min(...rows.map(({ values }) => values![0]!));
}

async function bestOfOptuna(
  study: OptunaStudy,
  type: SamplerType,
  problem: SweepProblem,
  trials: number,
  seed: number,
): Promise<number> {
  let value = problem.loss(await study.begin(type, problem.space, seed));
  let best = value;
  for (let number = 1; number < trials; number++) {
    value = problem.loss(await study.next(value));
    best = Math.min(best, value);
  }
  return best;
}

/** One suggestion of TPE for nine parameters of all kinds, with a thousand finished trials. */
export function suggestionTime(): Figure {
  const space = new SearchSpace(
    Space.parse({
      ...conditional.space,
      batch_size: { type: 'int', low: 1, high: 64, log: true },
      dropout: { type: 'float', low: 0, high: 0.8, step: 0.1 },
    }),
  );
  const random = newSampler({ type: 'random' }, space, ['min'], 1);
  const rows: TrialRow[] = [];
  for (let number = 0; number < FINISHED; number++) {
    const params = random.suggest(rows.slice(-1))!;
    rows.push({ number, status: 'finished', params, values: [conditional.loss(params)], lastReport: null });
  }
  const tpe = newSampler(SamplerConfig.parse('tpe'), space, ['min'], 1);
  const times: number[] = [];
  for (let run = 0; run < 30; run++) {
    const started = performance.now();
    tpe.suggest(rows);
    if (run >= 5) times.push(performance.now() - started);
  }
  return {
    name: 'suggestion of TPE, 1,000 finished trials, 9 parameters',
    unit: 'ms',
    ours: summarise(times),
    target: 20,
  };
}
