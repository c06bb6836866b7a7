import { lossesOf, type Goal } from './loss.ts';
import { frontsOf, spreadSubset } from './pareto.ts';
import { hasTold, rankTrials, toldNumber } from './ranking.ts';
import { isPending, type TrialRow } from './trial-row.ts';

export interface GoodAndPoor {
  readonly good: readonly TrialRow[];
  readonly poor: readonly TrialRow[];
  /** how many of both have told something: finished, or pruned after a report */
  readonly told: number;
}

/** How many of n trials count as good: a tenth, at most 25. */
function goodCount(n: number): number {
  return Math.min(Math.ceil(0.1 * n), 25);
}

/**
 * The best trials, and the rest. Of two objectives the best are whole fronts, and of the last of them those that add most
 * area. Trials without a number to show for are poor, those still under way as well, so that nobody else is sent where they
 * are.
 *
 * @param trials in the order of their numbers; both parts keep it
 */
export function splitTrials(trials: readonly TrialRow[], goals: readonly Goal[]): GoodAndPoor {
  const told = trials.filter((trial) => hasTold(trial, goals));
  const ranked = goals.length === 1 ? rankTrials(told, goals[0]!) : rankByTwo(told, goals);
  const good = new Set(ranked.filter((trial) => toldNumber(trial, goals)).slice(0, goodCount(told.length)));
  const counts = (trial: TrialRow) => hasTold(trial, goals) || isPending(trial) || trial.status === 'failed';
  return {
    good: trials.filter((trial) => good.has(trial)),
    poor: trials.filter((trial) => !good.has(trial) && counts(trial)),
    told: told.length,
  };
}

/** Finished trials, best first, as far as one may be good; pruned ones after them. */
function rankByTwo(told: readonly TrialRow[], goals: readonly Goal[]): TrialRow[] {
  const finished = told.filter((trial) => lossesOf(trial, goals)?.every(Number.isFinite));
  const losses = finished.map((trial) => lossesOf(trial, goals)!);
  const fronts = frontsOf(losses);
  const count = Math.min(goodCount(told.length), finished.length);
  const chosen: TrialRow[] = [];
  for (let front = 0; chosen.length < count; front++) {
    const members = [...finished.keys()].filter((i) => fronts[i] === front);
    const room = count - chosen.length;
    const places =
      members.length <= room
        ? members
        : spreadSubset(
            members.map((i) => losses[i]!),
            room,
          ).map((place) => members[place]!);
    for (const i of places) chosen.push(finished[i]!);
  }
  return [
    ...chosen,
    ...rankTrials(
      told.filter((trial) => lossesOf(trial, goals) === undefined),
      goals[0]!,
    ),
  ];
}
