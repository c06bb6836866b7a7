import { fromWireFloat } from '@bestiary/contracts/json';
import { createApiClient } from '@bestiary/tracking/api-client';
import { toBestiaryError } from '@bestiary/tracking/failure';
import { SweepClient, type TrialSummary } from '@bestiary/tracking/sweep-client';
import { defaultServer } from '../default-server.ts';
import { formatValue } from '../runs/run-table.ts';
import { writeJson } from '../terminal/result.ts';
import { sweepIdOf } from './sweep-id.ts';
import { describeBest, describeProgress, topTrials, trialTable } from './sweep-lines.ts';

/** Shows a sweep: where it stands, its best trials, and what failed. */
export async function showSweep(
  text: string,
  options: { top: number; server?: string; json?: boolean },
): Promise<void> {
  const client = new SweepClient(options.server ?? defaultServer());
  const id = sweepIdOf(text);
  const [sweep, { trials }] = await Promise.all([client.get(id), client.trials(id)]);
  const top = topTrials(sweep, trials, options.top);
  const tested = await testAccuracies(client.serverUrl, top);
  if (options.json) {
    return writeJson({
      sweep,
      top: top.map((trial) => ({ ...trial, testAccuracy: tested.get(trial.number) ?? null })),
    });
  }
  const lines = [
    describeProgress(sweep),
    client.urlOf(id),
    ...(sweep.status === 'running' ? [] : [describeBest(sweep)]),
  ];
  if (top.length > 0) {
    const column = {
      name: 'test_accuracy',
      of: ({ number }: TrialSummary) => formatValue(tested.get(number)),
    };
    lines.push('', ...trialTable(sweep, top, tested.size > 0 ? [column] : []));
    if (tested.size > 0)
      lines.push(
        '',
        'test_accuracy: on images that no trial was trained or chosen on; the first is not its best for having come out on top',
      );
  }
  const failed = trials.filter(({ error }) => error !== null);
  if (failed.length > 0)
    lines.push('', ...failed.slice(0, 10).map(({ number, error }) => `trial ${number}: ${error!.message}`));
  if (failed.length > 10) lines.push(`and ${failed.length - 10} more`);
  console.log(lines.join('\n'));
}

/** What the runs of trials say of the images that were set aside, by the trial's number. */
export async function testAccuracies(
  serverUrl: string,
  trials: readonly TrialSummary[],
): Promise<Map<number, number>> {
  const ofRun = new Map(
    trials.flatMap(({ runId, number }) => (runId === null ? [] : [[runId, number] as const])),
  );
  if (ofRun.size === 0) return new Map();
  try {
    const history = await createApiClient(serverUrl).metrics.history.query({
      runIds: [...ofRun.keys()].slice(0, 100),
      keys: ['test_accuracy'],
    });
    return new Map(
      history.flatMap(({ runId, series }) => {
        const last = series[0]?.values.at(-1);
        return last === undefined ? [] : [[ofRun.get(runId)!, fromWireFloat(last)] as const];
      }),
    );
  } catch (error) {
    throw toBestiaryError(error, serverUrl);
  }
}
