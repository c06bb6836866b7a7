import { SWEEP_STATUSES, type SweepStatus } from '@bestiary/contracts/sweep-record';
import { Option, type Command } from 'commander';
import type { CreateSweepOptions } from '../sweep/create-sweep.ts';
import type { FinalizeOptions } from '../sweep/finalize-sweep.ts';
import type { RunSweepOptions } from '../sweep/run-sweep.ts';
import { KEEP_MODELS } from '../worker/keep-models.ts';
import { number } from './number-option.ts';
import { withServer } from './server-option.ts';

interface ServerOptions {
  server?: string;
  json?: boolean;
}

const ID = '0190b3c1-7a8e-7c3b-9d20-5f6a7b8c9d0e';

/** Adds `bestiary sweep` with its commands. */
export function addSweepCommand(program: Command): void {
  const sweep = program
    .command('sweep')
    .summary('search hyperparameters: many trainings, the poor ones ended early')
    .description(
      'Searches the settings of a training as a file describes: docs/guide/sweeps.md. Trials wait on the server for workers.',
    );
  addCreate(sweep);
  addRun(sweep);
  addList(sweep);
  addShow(sweep);
  addChange(sweep, 'pause', 'begin no more trials; those under way go on');
  addChange(sweep, 'resume', 'begin trials again');
  addChange(sweep, 'stop', 'end it; trials under way are cancelled');
  addExtend(sweep);
  addRetry(sweep);
  addFinalize(sweep);
}

function withDescription(command: Command): Command {
  return command
    .option('--data <dir>', 'folder with one folder of images a class; as `training: { data }` in the file')
    .option('--weights <file.h5>', "the backbone's weights, as in `bestiary train`")
    .option('--set <name=value...>', 'settings of `bestiary train` that every trial has: epochs=20')
    .option('--holdout <x>', 'share of images that no trial sees; the best are judged on them', number)
    .option('--name <name>', "the sweep's name (default: that in the file)")
    .option('--project <name>', 'the project of its runs (default: that in the file, else default)')
    .option('--warm-start', 'learn from the finished runs that the project has');
}

function addCreate(sweep: Command): void {
  withServer(
    withDescription(
      sweep
        .command('create')
        .summary('check a description and put its trials up for workers')
        .argument('<file>', 'YAML or JSON'),
    ),
  )
    .addHelpText('after', '\nExample:\n  bestiary sweep create heads.yaml --data ./flowers --project flowers')
    .action(async (file: string, options: CreateSweepOptions) => {
      const { createSweep } = await import('../sweep/create-sweep.ts');
      await createSweep(file, options);
    });
}

function addRun(sweep: Command): void {
  withServer(
    withDescription(
      sweep
        .command('run')
        .summary('do all of it here: create, train, report')
        .description(
          'Makes a sweep and trains its trials on this machine. Ctrl-C pauses it; --resume goes on.',
        )
        .argument('[file]', 'YAML or JSON'),
    )
      .option('--resume <id>', 'go on with a sweep that was paused')
      .option('--concurrency <n>', 'trials at a time (default: one a core)', number)
      .addOption(
        new Option('--keep-models <which>', 'of which trials the model is kept as a file of its run')
          .choices(KEEP_MODELS)
          .default('none'),
      )
      .option('--cache-dir <dir>', 'where features are kept between runs')
      .option('--wal-dir <dir>', 'where points wait for the server (default .bestiary/wal)'),
  )
    .addHelpText(
      'after',
      `
Examples:
  bestiary sweep run heads.yaml --data ./flowers --concurrency 2
  bestiary sweep run --resume ${ID}`,
    )
    .action(async (file: string | undefined, options: RunSweepOptions) => {
      const { runSweep } = await import('../sweep/run-sweep.ts');
      await runSweep(file, options);
    });
}

function addList(sweep: Command): void {
  withServer(
    sweep
      .command('ls')
      .summary('list sweeps, the newest first')
      .addOption(new Option('--status <status...>', 'only of these').choices(SWEEP_STATUSES))
      .option('--limit <n>', 'how many at most', number, 50),
  )
    .addHelpText('after', '\nExample:\n  bestiary sweep ls --status running paused')
    .action(async (options: ServerOptions & { status?: SweepStatus[]; limit: number }) => {
      const { listSweeps } = await import('../sweep/list-sweeps.ts');
      await listSweeps(options);
    });
}

function addShow(sweep: Command): void {
  withServer(
    sweep
      .command('show')
      .summary('show a sweep: where it stands, its best trials, what failed')
      .argument('<id>', 'id of a sweep')
      .option('--top <n>', 'how many of the best trials', number, 10),
  )
    .addHelpText('after', `\nExample:\n  bestiary sweep show ${ID} --top 20`)
    .action(async (id: string, options: ServerOptions & { top: number }) => {
      const { showSweep } = await import('../sweep/show-sweep.ts');
      await showSweep(id, options);
    });
}

function addChange(sweep: Command, change: 'pause' | 'resume' | 'stop', summary: string): void {
  withServer(sweep.command(change).summary(summary).argument('<id>', 'id of a sweep'))
    .addHelpText('after', `\nExample:\n  bestiary sweep ${change} ${ID}`)
    .action(async (id: string, options: ServerOptions) => {
      const { changeSweep } = await import('../sweep/change-sweep.ts');
      await changeSweep(id, change, options);
    });
}

function addExtend(sweep: Command): void {
  withServer(
    sweep
      .command('extend')
      .summary('give a sweep a larger budget; one that has ended goes on')
      .argument('<id>', 'id of a sweep')
      .option('--trials <n>', 'so many trials in all', number)
      .option('--seconds <s>', 'so much wall time in all', number)
      .option('--plateau <n>', 'so many trials in a row without a better one', number),
  )
    .addHelpText('after', `\nExample:\n  bestiary sweep extend ${ID} --trials 200`)
    .action(
      async (
        id: string,
        options: ServerOptions & { trials?: number; seconds?: number; plateau?: number },
      ) => {
        const { extendSweep } = await import('../sweep/change-sweep.ts');
        await extendSweep(id, options);
      },
    );
}

function addRetry(sweep: Command): void {
  withServer(
    sweep
      .command('retry-failed')
      .summary('try the failed trials once more')
      .argument('<id>', 'id of a sweep'),
  )
    .addHelpText('after', `\nExample:\n  bestiary sweep retry-failed ${ID}`)
    .action(async (id: string, options: ServerOptions) => {
      const { retryFailed } = await import('../sweep/change-sweep.ts');
      await retryFailed(id, options);
    });
}

function addFinalize(sweep: Command): void {
  withServer(
    sweep
      .command('finalize')
      .summary('train the best once more on all data')
      .description(
        'Trains the best trial once more on the images of training and validation together, as an ordinary run tagged candidate. ' +
          'What was set aside by --holdout stays aside, and judges it.',
      )
      .argument('<id>', 'id of a sweep')
      .option(
        '--trial <n>',
        'another trial than the best; one of the front where there are two objectives',
        number,
      )
      .option('--cache-dir <dir>', 'where features are kept between runs')
      .option('--wal-dir <dir>', 'where points wait for the server (default .bestiary/wal)'),
  )
    .addHelpText('after', `\nExample:\n  bestiary sweep finalize ${ID}`)
    .action(async (id: string, options: FinalizeOptions) => {
      const { finalizeSweep } = await import('../sweep/finalize-sweep.ts');
      await finalizeSweep(id, options);
    });
}
