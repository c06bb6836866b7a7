import { fromWireFloat } from '@bestiary/contracts/json';
import type { Objective, TrialParams } from '@bestiary/contracts/sweep';
import type { Sweep } from '@bestiary/contracts/sweep-record';
import type { TrialSummary } from '@bestiary/tracking/sweep-client';
import { formatValue } from '../runs/run-table.ts';

/** Rows of cells, the columns aligned. */
export function alignedTable(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, at) => Math.max(...rows.map((row) => row[at]!.length)));
  return rows.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at]!))
      .join('  ')
      .trimEnd(),
  );
}

/** Where a sweep stands, in one line: `heads running: 37 of 100 trials (30 finished, 7 pruned), 2 running`. */
export function describeProgress({ name, status, statusReason, config, counts }: Sweep): string {
  const { finished = 0, pruned = 0, failed = 0, cancelled = 0, running = 0, queued = 0 } = counts;
  const done = finished + pruned;
  const of = config.budget.trials === undefined ? '' : ` of ${config.budget.trials}`;
  const parts = [
    `${finished} finished`,
    ...(pruned > 0 ? [`${pruned} pruned`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(cancelled > 0 ? [`${cancelled} cancelled`] : []),
  ];
  const under = [...(running > 0 ? [`${running} running`] : []), ...(queued > 0 ? [`${queued} queued`] : [])];
  return [
    `${name} ${status}: ${done}${of} trials (${parts.join(', ')})`,
    ...under,
    ...(statusReason === null ? [] : [statusReason]),
  ].join(', ');
}

/** `val_loss 0.2134` */
export function describeValues(objective: readonly Objective[], values: readonly number[]): string {
  return values.map((value, i) => `${objective[i]!.metric} ${formatValue(value)}`).join(', ');
}

/** `learning_rate=0.003 batch_size=8` */
export function describeParams(params: TrialParams): string {
  return Object.entries(params)
    .map(([name, value]) => `${name}=${formatValue(value)}`)
    .join(' ');
}

/** The best finished trials by the first objective, the best first; those without a number are left out. */
export function topTrials(
  { config }: Pick<Sweep, 'config'>,
  trials: readonly TrialSummary[],
  count: number,
): TrialSummary[] {
  const { goal } = config.objective[0]!;
  const sign = goal === 'min' ? 1 : -1;
  return trials
    .filter(({ status, values }) => status === 'finished' && values !== null && !Number.isNaN(values[0]))
    .sort((a, b) => sign * (a.values![0]! - b.values![0]!) || a.number - b.number)
    .slice(0, count);
}

/** Trials in lines: number, status, objectives, and what differs between trials. */
export function trialTable(
  { config }: Pick<Sweep, 'config'>,
  trials: readonly TrialSummary[],
  more: { name: string; of: (trial: TrialSummary) => string }[] = [],
): string[] {
  const searched = Object.entries(config.space).flatMap(([name, { type }]) =>
    type === 'fixed' ? [] : [name],
  );
  return alignedTable([
    [
      'trial',
      'status',
      ...config.objective.map(({ metric }) => metric),
      ...more.map(({ name }) => name),
      ...searched,
    ],
    ...trials.map((trial) => [
      String(trial.number),
      trial.status,
      ...config.objective.map((_, i) => (trial.values === null ? '' : formatValue(trial.values[i]))),
      ...more.map(({ of }) => of(trial)),
      ...searched.map((name) => formatValue(trial.params[name])),
    ]),
  ]);
}

/** The best of a sweep as it stands, or that there is none. */
export function describeBest({ config, best }: Sweep): string {
  if (best.length === 0) return 'no trial has finished';
  return best
    .map(({ number, values, params }) => {
      const numbers = values.map(fromWireFloat);
      return `best: ${describeValues(config.objective, numbers)}, trial ${number} (${describeParams(params)})`;
    })
    .join('\n');
}
