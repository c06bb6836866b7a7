import { BestiaryError } from '@bestiary/contracts/error';
import { askServer } from '@bestiary/tracking/server';
import { defaultServer } from '../default-server.ts';
import { onInterrupt } from '../interrupt.ts';
import { Progress } from '../terminal/progress.ts';
import { writeJson } from '../terminal/result.ts';
import { readConfigFile } from './config-file.ts';
import { describeReport } from './report.ts';
import { resolveTrainConfig } from './train-config.ts';
import { Stopwatch } from './stopwatch.ts';

/** What stands on the command line, as commander names it: settings of the training, and these. */
export interface TrainCommandOptions extends Record<string, unknown> {
  config?: string;
  tag?: Record<string, string>;
  server?: string;
  walDir?: string;
  /** seconds */
  patience?: number;
  json?: boolean;
  debug?: boolean;
}

/** Runs a training and prints its report. */
export async function train(options: TrainCommandOptions): Promise<void> {
  const { config: file, tag, server, walDir, patience, json, debug: _debug, ...settings } = options;
  const flags = tag === undefined ? settings : { ...settings, tags: tag };
  const config = resolveTrainConfig(flags, file === undefined ? null : await readConfigFile(file));
  if (patience !== undefined && patience < 0) {
    throw new BestiaryError('usage', `--patience: expected seconds from 0 on, got ${patience}`);
  }
  const watch = new Stopwatch();
  watch.add('startup', performance.now());
  const serverUrl = server ?? defaultServer();
  const loading = import('./run-training.ts'); // while the server answers
  await watch.time('server', () => askServer(serverUrl));
  const { runTraining } = await loading;
  const progress = new Progress(process.stderr);
  const interrupt = onInterrupt();
  try {
    const report = await runTraining({
      config,
      serverUrl,
      walDir,
      patienceMs: patience === undefined ? undefined : patience * 1_000,
      progress,
      watch,
      signal: interrupt.signal,
    });
    if (json) writeJson(report);
    else console.log(describeReport(report));
    if (!report.delivered) process.exitCode = 1;
  } finally {
    progress.end();
    interrupt.dispose();
  }
}
