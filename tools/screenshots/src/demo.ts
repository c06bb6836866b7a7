import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { uuidv7 } from '@bestiary/contracts/id';
import { BUNDLED_WEIGHTS } from '@bestiary/models/backbone-weights';
import { createApiClient } from '@bestiary/tracking/api-client';
import { z } from 'zod';

const BESTIARY = fileURLToPath(new URL('../../../apps/trainer/bin/bestiary.mjs', import.meta.url));

const Demo = z.object({
  /** the sample set */
  data: z.string(),
  runs: z.array(z.object({ id: z.string(), name: z.string() })),
});
const Sweep = z.object({ sweep: z.object({ id: z.string() }) });

/** What the pages are drawn of: all of it was trained. */
export interface DrawnDemo {
  /** a run of `bestiary demo` by its name */
  runs: ReadonlyMap<string, string>;
  sweep: string;
  report: string;
}

const SWEEP = `name: which head
project: demo
space:
  learning_rate: { type: float, low: 0.0001, high: 0.1, log: true }
  dropout: { type: float, low: 0, high: 0.6 }
  optimizer: { type: categorical, choices: [adam, sgd] }
  epochs: 12
objective: { metric: val_loss, goal: min }
budget: { trials: 30 }
sampler: tpe
`;

/**
 * Trains the runs of `bestiary demo` and a sweep, and writes a report of them.
 *
 * @param folder for what the commands leave behind
 */
export async function makeDemo(serverUrl: string, folder: string): Promise<DrawnDemo> {
  const server = ['--server', serverUrl, '--json'];
  const demo = Demo.parse(await bestiary(['demo', ...server], folder));
  const file = join(folder, 'sweep.yaml');
  await writeFile(file, SWEEP);
  const common = ['--data', demo.data, '--weights', BUNDLED_WEIGHTS, '--set', 'alpha=0.35'];
  const { sweep } = Sweep.parse(await bestiary(['sweep', 'run', file, ...common, ...server], folder));
  const runs = new Map(demo.runs.map(({ id, name }) => [name, id]));
  return { runs, sweep: sweep.id, report: await writeReport(serverUrl, runs) };
}

async function writeReport(serverUrl: string, runs: ReadonlyMap<string, string>): Promise<string> {
  const id = uuidv7();
  const compared = ['learning rate too low', 'baseline', 'learning rate 0.002'].map((name) =>
    runs.get(name)!,
  );
  const markdown = `A learning rate of **0.002** is twenty times the default. The validation loss falls sooner and further:

\`\`\`bestiary
curves: runs=${compared.join(',')}&metrics=val_loss
\`\`\`

Accuracy can hardly tell them apart. What stands here is drawn when the report is read.

\`\`\`bestiary
leaderboard: runs=${compared.join(',')}
\`\`\`
`;
  await createApiClient(serverUrl).reports.save.mutate({
    id,
    title: 'Which learning rate?',
    markdown,
    changed: null,
  });
  return id;
}

/** Runs the command as somebody would. @returns the JSON that it prints */
async function bestiary(args: readonly string[], cwd: string): Promise<unknown> {
  const { stdout } = await promisify(execFile)(process.execPath, [BESTIARY, ...args], {
    cwd,
    maxBuffer: 2 ** 26,
  });
  return JSON.parse(stdout);
}
