import { BestiaryError } from '@bestiary/contracts/error';
import { askServer } from '@bestiary/tracking/server';
import { defaultServer } from '../default-server.ts';
import { onInterrupt } from '../interrupt.ts';
import { Progress } from '../terminal/progress.ts';
import { writeJson } from '../terminal/result.ts';
import { describeEvaluation } from './evaluation-report.ts';
import type { EvaluatedPart } from './evaluated-part.ts';

/** What stands on the command line, as commander names it. */
export interface EvaluateCommandOptions {
  model: string;
  data: string;
  split: EvaluatedPart;
  name?: string;
  project?: string;
  skipBad?: boolean;
  server?: string;
  walDir?: string;
  patience?: number;
  json?: boolean;
}

/** Evaluates a model and prints the report. */
export async function evaluateCommand(options: EvaluateCommandOptions): Promise<void> {
  const { patience, json, server = defaultServer() } = options;
  if (patience !== undefined && patience < 0) {
    throw new BestiaryError('usage', `--patience: expected seconds from 0 on, got ${patience}`);
  }
  const loading = import('./run-evaluation.ts'); // while the server answers
  await askServer(server);
  const { runEvaluation } = await loading;
  const progress = new Progress(process.stderr);
  const interrupt = onInterrupt();
  try {
    const report = await runEvaluation({
      ...options,
      serverUrl: server,
      skipBad: options.skipBad ?? false,
      patienceMs: patience === undefined ? undefined : patience * 1_000,
      progress,
      signal: interrupt.signal,
    });
    progress.end();
    if (json) writeJson(report);
    else process.stdout.write(`${describeEvaluation(report)}\n`);
    if (!report.delivered) process.exitCode = 1;
  } finally {
    progress.end();
    interrupt.dispose();
  }
}
