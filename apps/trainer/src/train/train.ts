import { BestiaryError } from '@bestiary/contracts/error';
import { Id } from '@bestiary/contracts/id';
import { askServer } from '@bestiary/tracking/server';
import { defaultServer } from '../default-server.ts';
import { onInterrupt } from '../interrupt.ts';
import { Progress } from '../terminal/progress.ts';
import { writeJson } from '../terminal/result.ts';
import { readConfigFile } from './config-file.ts';
import { describeReport } from './report.ts';
import { resolveTrainConfig, type ConfigFile } from './resolve-config.ts';
import { Stopwatch } from './stopwatch.ts';

/** What stands on the command line, as commander names it: settings of the training, and these. */
export interface TrainCommandOptions extends Record<string, unknown> {
  config?: string;
  rerun?: string;
  resume?: string;
  tag?: Record<string, string>;
  server?: string;
  walDir?: string;
  checkpointDir?: string;
  /** `false`: what is not committed is not kept */
  gitDiff?: boolean;
  /** seconds */
  patience?: number;
  json?: boolean;
  debug?: boolean;
}

/** Runs a training and prints its report. */
export async function train(options: TrainCommandOptions): Promise<void> {
  const {
    config: file,
    rerun,
    resume,
    tag,
    server,
    walDir,
    checkpointDir,
    gitDiff,
    patience,
    json,
    ...rest
  } = options;
  const { debug: _debug, ...settings } = rest;
  const flags = tag === undefined ? settings : { ...settings, tags: tag };
  refuseCombinations({ '--config': file, '--rerun': rerun, '--resume': resume });
  if (patience !== undefined && patience < 0) {
    throw new BestiaryError('usage', `--patience: expected seconds from 0 on, got ${patience}`);
  }
  const watch = new Stopwatch();
  watch.add('startup', performance.now());
  const serverUrl = server ?? defaultServer();
  const loading = import('./run-training.ts'); // while the server answers
  loading.catch(() => undefined);
  const from = await readStart({ file, resume, checkpointDir });
  const early = rerun === undefined ? resolveTrainConfig(flags, from.file) : null; // before anything is asked of a server
  await watch.time('server', () => askServer(serverUrl));
  const repeated = rerun === undefined ? null : await readRun(serverUrl, rerun);
  const config = early ?? resolveTrainConfig(flags, repeated!.file);
  const { runTraining } = await loading;
  const progress = new Progress(process.stderr);
  const interrupt = onInterrupt();
  try {
    const report = await runTraining({
      config,
      serverUrl,
      walDir,
      checkpointDir,
      checkpoint: from.checkpoint,
      gitDiff,
      rerun: repeated?.rerun,
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

/** The settings to begin with, from a file or from a checkpoint. */
async function readStart({
  file,
  resume,
  checkpointDir,
}: Pick<TrainCommandOptions, 'resume' | 'checkpointDir'> & { file: string | undefined }) {
  if (resume === undefined) {
    return { file: file === undefined ? null : await readConfigFile(file), checkpoint: undefined };
  }
  const { CheckpointFile } = await import('./checkpoint.ts');
  const checkpointFile = new CheckpointFile(checkpointDir, runIdOf('--resume', resume));
  const checkpoint = await checkpointFile.read();
  const settings: ConfigFile = { path: checkpointFile.path, settings: checkpoint.config };
  return { file: settings, checkpoint };
}

async function readRun(serverUrl: string, runId: string) {
  const { readRerun } = await import('./rerun.ts');
  return readRerun(serverUrl, runIdOf('--rerun', runId));
}

function runIdOf(flag: string, text: string): string {
  const id = Id.safeParse(text);
  if (id.success) return id.data;
  throw new BestiaryError('usage', `${flag}: expected the id of a run, got "${text}"`, {
    hint: "It is the last part of the address of the run's page.",
  });
}

function refuseCombinations(given: Readonly<Record<string, string | undefined>>): void {
  const names = Object.keys(given).filter((name) => given[name] !== undefined);
  if (names.length < 2) return;
  throw new BestiaryError(
    'usage',
    `${names.join(' and ')} can't be used together: each brings its own settings`,
  );
}
