import { fromWireFloat } from '@bestiary/contracts/json';
import type { ParamValue, TrialParams } from '@bestiary/contracts/sweep';
import type { TrialColumns, TrialError } from '@bestiary/contracts/trial';
import type { TrialRow } from '@bestiary/sweeps/trial-row';

/** A trial as the pages of a sweep show it. */
export interface TrialRecord extends TrialRow {
  readonly id: string;
  readonly attempt: number;
  readonly workerId: string | null;
  readonly runId: string | null;
  /** Unix milliseconds */
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** the first objective at each step */
  readonly steps: Int32Array;
  readonly reports: Float64Array;
  readonly error: TrialError | null;
}

/** The trials of an answer, in its order. */
export function trialRecords(columns: TrialColumns): TrialRecord[] {
  const steps = new Int32Array(bytesOf(columns.steps));
  const reports = new Float64Array(bytesOf(columns.reports));
  const errors = new Map(columns.errors.map(({ number, error }) => [number, error]));
  const params = Object.entries(columns.params);
  let from = 0;
  return columns.ids.map((id, i) => {
    const to = from + columns.reportCounts[i]!;
    const curve = { steps: steps.subarray(from, to), reports: reports.subarray(from, to) };
    from = to;
    const number = columns.numbers[i]!;
    return {
      id,
      number,
      status: columns.statuses[i]!,
      attempt: columns.attempts[i]!,
      params: paramsAt(params, i),
      values: valuesAt(columns.values, i),
      lastReport:
        curve.steps.length === 0 ? null : { step: curve.steps.at(-1)!, value: curve.reports.at(-1)! },
      workerId: columns.workerIds[i]!,
      runId: columns.runIds[i]!,
      startedAt: columns.startedAt[i]!,
      endedAt: columns.endedAt[i]!,
      ...curve,
      error: errors.get(number) ?? null,
    };
  });
}

/** These trials, with those that changed in their places; by their numbers. */
export function withChanges(
  trials: readonly TrialRecord[],
  changed: readonly TrialRecord[],
): readonly TrialRecord[] {
  if (changed.length === 0) return trials;
  const byNumber = new Map(trials.map((trial) => [trial.number, trial]));
  for (const trial of changed) byNumber.set(trial.number, trial);
  return [...byNumber.values()].sort((a, b) => a.number - b.number);
}

function paramsAt(params: readonly [string, readonly (ParamValue | null)[]][], i: number): TrialParams {
  return Object.fromEntries(
    params.flatMap(([name, values]): [string, ParamValue][] => {
      const value = values[i];
      return value === null || value === undefined ? [] : [[name, value]];
    }),
  );
}

function valuesAt(values: TrialColumns['values'], i: number): number[] | null {
  const each = values.map((column) => column[i] ?? null);
  return each.includes(null) || each.length === 0 ? null : each.map((value) => fromWireFloat(value!));
}

/** What base64 stands for; all platforms that browsers run on are little-endian, as the wire is. */
function bytesOf(base64: string): ArrayBuffer {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes.buffer;
}
