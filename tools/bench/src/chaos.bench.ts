import { isDeepStrictEqual } from 'node:util';
import { runChaos, type SweepOutcome } from './chaos/chaos.ts';
import { type Figure } from './figure.ts';
import { summarise } from './statistics.ts';

const TRIALS = 200;
const KILLS = 20;

/**
 * A sweep of 200 trials during which workers, the server and Postgres are killed 20 times with kill -9.
 *
 * @throws Error where a trial is missing, counted twice, or has another value than in a sweep in peace
 */
export async function benchChaos({
  seed,
  note,
}: {
  seed: number;
  note: (line: string) => void;
}): Promise<Figure[]> {
  const started = performance.now();
  const { undisturbed, disturbed, killed } = await runChaos({ trials: TRIALS, kills: KILLS, seed, note });
  const seconds = (performance.now() - started) / 1_000;
  const { sweep, trials } = disturbed;
  if (killed.length !== KILLS)
    throw new Error(`${killed.length} of ${KILLS} kills happened before the sweep ended`);
  if (sweep.status !== 'finished' || sweep.counts.finished !== TRIALS || trials.length !== TRIALS)
    throw new Error(
      `the sweep is ${sweep.status} with ${JSON.stringify(sweep.counts)} of ${trials.length} trials`,
    );
  if (!isDeepStrictEqual(valuesByParams(disturbed), valuesByParams(undisturbed)))
    throw new Error('trials have other values than in a sweep in peace');
  if (!isDeepStrictEqual(bestOf(disturbed), bestOf(undisturbed)))
    throw new Error('the best is another than in a sweep in peace');
  const attempts = trials.reduce((sum, { attempt }) => sum + attempt, 0);
  note(`chaos: ${TRIALS} trials finished, each once, in ${attempts} attempts; values and best as in peace`);
  return [
    {
      name: `${TRIALS} trials in peace, and again with ${KILLS} kills -9 (seed ${seed})`,
      unit: 's',
      ours: summarise([seconds]),
    },
  ];
}

function valuesByParams({ trials }: SweepOutcome): Map<string, readonly number[] | null> {
  return new Map(
    trials
      .map(({ params, values }) => [JSON.stringify(Object.entries(params).sort()), values] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function bestOf({ sweep }: SweepOutcome) {
  return sweep.best.map(({ params, values }) => ({ params, values }));
}
