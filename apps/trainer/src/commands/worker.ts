import { Option, type Command } from 'commander';
import { KEEP_MODELS, type KeepModels } from '../worker/keep-models.ts';
import { number } from './number-option.ts';
import { withServer } from './server-option.ts';

interface WorkerCommandOptions {
  sweep?: string;
  server?: string;
  concurrency: number;
  maxTrials?: number;
  cacheDir?: string;
  walDir?: string;
  keepModels: KeepModels;
  drainSeconds: number;
  quiet?: boolean;
  json?: boolean;
}

/** Adds `bestiary worker`. */
export function addWorkerCommand(program: Command): void {
  withServer(
    program
      .command('worker')
      .summary('take trials of sweeps and train them')
      .description(
        'Takes trials of sweeps from a server and trains them, on this machine or on any other that sees the images under the same path. ' +
          'A server that is away is waited for. Ctrl-C or SIGTERM ends the trial under way first; given twice, it is handed back.',
      )
      .option('--sweep <id>', 'this sweep alone, and end with it (default: any, and wait for more)'),
  )
    .option('--concurrency <n>', 'trials at a time, each in a process of its own', number, 1)
    .option('--max-trials <n>', 'end after so many trials, each process', number)
    .option('--drain-seconds <s>', 'time for the trial under way when it is told to end', number, 20)
    .addOption(
      new Option('--keep-models <which>', 'of which trials the model is kept as a file of its run')
        .choices(KEEP_MODELS)
        .default('none'),
    )
    .option(
      '--cache-dir <dir>',
      'where features are kept (default $BESTIARY_CACHE_DIR, else ~/.cache/bestiary)',
    )
    .option('--wal-dir <dir>', 'where points wait for the server (default .bestiary/wal)')
    .option('--quiet', 'no line for each trial')
    .addHelpText(
      'after',
      `
Examples:
  bestiary worker --concurrency 2
  bestiary worker --sweep 0190b3c1-7a8e-7c3b-9d20-5f6a7b8c9d0e --server http://sweeps.example:4810 --api-key bst_…`,
    )
    .action(async (options: WorkerCommandOptions) => {
      const { startWorkers } = await import('../worker/start-workers.ts');
      await startWorkers(options);
    });
}
