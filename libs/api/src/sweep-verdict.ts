import { MIN_TRIALS_FOR_FAILURE_SHARE } from '@bestiary/contracts/sweep-record';
import { budgetSpent, type Spent } from '@bestiary/sweeps/budget';
import { type SweepView } from './sweep-view.ts';

/** Why a sweep takes no more trials. */
export type SweepVerdict =
  | { readonly kind: 'spent'; readonly spent: Spent; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string };

/** Whether a sweep has had enough: its budget is reached, or too many of its trials failed. `undefined`: it goes on. */
export function verdictOn(view: SweepView): SweepVerdict | undefined {
  const { state, plan } = view;
  const failed = tooManyFailed(view);
  if (failed !== undefined) return { kind: 'failed', reason: failed };
  const rows = view.trials.map(({ row }) => row);
  const spent = budgetSpent(state.budget, rows, view.goals, state.elapsed);
  if (spent === undefined) return undefined;
  const { trials, seconds, plateau } = state.budget;
  const reasons: Record<Spent, string> = {
    trials: `${trials} trials were done`,
    seconds: `${seconds} seconds are over`,
    plateau: `${plateau?.trials} trials in a row did not better ${plan.config.objective.map(({ metric }) => metric).join(' and ')}`,
  };
  return { kind: 'spent', spent, reason: reasons[spent] };
}

function tooManyFailed({ trials, state, plan }: SweepView): string | undefined {
  let ended = 0;
  let failed = 0;
  for (const { number, status } of trials) {
    if (number < state.judgedFrom) continue;
    if (status === 'failed') failed += 1;
    if (status === 'failed' || status === 'finished' || status === 'pruned') ended += 1;
  }
  const most = plan.training.maxFailureShare;
  if (ended < MIN_TRIALS_FOR_FAILURE_SHARE || failed <= most * ended) return undefined;
  const last = trials.findLast(({ status }) => status === 'failed');
  return `${failed} of ${ended} trials failed, the last with: ${last?.error?.message ?? 'no message'}`;
}

/** How many more trials may begin beside those that are done, wait or run: no more than the budget by trials leaves. */
export function roomFor({ trials, state }: SweepView): number {
  if (state.budget.trials === undefined) return Infinity;
  const counted = trials.filter(({ status }) => status !== 'failed' && status !== 'cancelled').length;
  return Math.max(0, state.budget.trials - counted);
}
