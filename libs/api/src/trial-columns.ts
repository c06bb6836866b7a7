import { toWireFloat } from '@bestiary/contracts/json';
import { type TrialColumns } from '@bestiary/contracts/trial';
import { type SweepView } from './sweep-view.ts';

/**
 * Trials in columns.
 *
 * @param since left out: all; else those that this transaction and later ones wrote
 */
export function toTrialColumns(view: SweepView, since: string | undefined, curves: boolean): TrialColumns {
  // a cursor from the future is none: the database was restored
  const from = since === undefined || BigInt(since) > BigInt(view.since) ? -1n : BigInt(since);
  const trials = view.trials.filter(({ changed }) => changed >= from);
  const names = view.source.space.parameters.map(({ name }) => name);
  const reportCounts = trials.map(({ steps }) => (curves ? steps.length : 0));
  const total = reportCounts.reduce((sum, count) => sum + count, 0);
  const steps = new Int32Array(total);
  const reports = new Float64Array(total);
  let at = 0;
  if (curves) {
    for (const trial of trials) {
      steps.set(trial.steps, at);
      reports.set(trial.reports, at);
      at += trial.steps.length;
    }
  }
  return {
    cursor: view.since,
    ids: trials.map(({ id }) => id),
    numbers: trials.map(({ number }) => number),
    statuses: trials.map(({ status }) => status),
    attempts: trials.map(({ attempt }) => attempt),
    params: Object.fromEntries(names.map((name) => [name, trials.map(({ params }) => params[name] ?? null)])),
    values: view.goals.map((_, i) =>
      trials.map(({ values }) => (values === null ? null : toWireFloat(values[i]!))),
    ),
    workerIds: trials.map(({ workerId }) => workerId),
    runIds: trials.map(({ runId }) => runId),
    startedAt: trials.map(({ startedAt }) => startedAt),
    endedAt: trials.map(({ endedAt }) => endedAt),
    reportCounts,
    steps: Buffer.from(steps.buffer).toString('base64'),
    reports: Buffer.from(reports.buffer).toString('base64'),
    errors: trials.flatMap(({ number, status, error }) =>
      status === 'failed' && error !== null ? [{ number, error }] : [],
    ),
  };
}
