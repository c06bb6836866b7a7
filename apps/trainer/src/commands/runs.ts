import { RUN_SHELVES } from '@bestiary/contracts/run';
import { Option, type Command } from 'commander';
import type { ListRunsOptions } from '../runs/list-runs.ts';
import { number } from './number-option.ts';

interface ChangeOptions {
  server?: string;
  json?: boolean;
}

/** Adds `bestiary runs` with its commands. */
export function addRunsCommand(program: Command): void {
  const runs = program.command('runs').summary('find, show, tag and clear away runs');
  addListCommand(runs);
  withCommonOptions(
    runs
      .command('show')
      .summary('show one run')
      .description('Shows a run: parameters, tags, environment, and last and best of each metric.')
      .argument('<id>', 'id of a run'),
  ).action(async (id: string, options: ChangeOptions) => {
    const { showRun } = await import('../runs/show-run.ts');
    await showRun(id, options);
  });
  withCommonOptions(
    runs
      .command('tag')
      .summary('set or remove tags of runs')
      .argument('<ids...>', 'ids of runs')
      .option('--set <key=value...>', 'tags to set')
      .option('--remove <key...>', 'tags to remove')
      .addHelpText(
        'after',
        '\nExample:\n  bestiary runs tag 0190b3c1-7a8e-7c3b-9d20-5f6a7b8c9d0e --set team=bears',
      ),
  ).action(async (ids: string[], options: ChangeOptions & { set?: string[]; remove?: string[] }) => {
    const { tagRuns } = await import('../runs/change-runs.ts');
    await tagRuns(ids, options);
  });
  withCommonOptions(
    runs
      .command('archive')
      .summary('take runs out of the lists')
      .description(
        'Takes runs out of the lists. They stay as they are; `runs ls --shelf archived` lists them.',
      )
      .argument('<ids...>', 'ids of runs')
      .option('--undo', 'bring them back'),
  ).action(async (ids: string[], options: ChangeOptions & { undo?: boolean }) => {
    const { archiveRuns } = await import('../runs/change-runs.ts');
    await archiveRuns(ids, options);
  });
  withCommonOptions(
    runs
      .command('rm')
      .summary('put runs into the trash')
      .description(
        'Puts runs into the trash: `runs restore` brings them back until `bestiary gc` empties it.',
      )
      .argument('<ids...>', 'ids of runs'),
  ).action(async (ids: string[], options: ChangeOptions) => {
    const { trashRuns } = await import('../runs/change-runs.ts');
    await trashRuns(ids, options);
  });
  withCommonOptions(
    runs.command('restore').summary('take runs out of the trash').argument('<ids...>', 'ids of runs'),
  ).action(async (ids: string[], options: ChangeOptions) => {
    const { restoreRuns } = await import('../runs/change-runs.ts');
    await restoreRuns(ids, options);
  });
}

function addListCommand(runs: Command): void {
  withCommonOptions(
    runs
      .command('ls')
      .summary('list runs that a search finds')
      .option('--where <search>', 'which runs: docs/guide/search.md (default: all)')
      .option('--sort <column>', 'column to sort by, with - before it for descending (default -createdAt)')
      .option('--limit <n>', 'how many at most', number, 50)
      .option('--columns <list>', 'metrics., params. and tags. to show, with commas between them')
      .addOption(new Option('--shelf <name>', 'where they are kept').choices(RUN_SHELVES).default('active')),
  )
    .addHelpText(
      'after',
      `
Examples:
  bestiary runs ls --where "metrics.val_accuracy > 0.9 and params.lr <= 1e-3" --sort -metrics.best.val_accuracy
  bestiary runs ls --where "status = 'failed' and started > now() - 7d" --columns tags.team,params.lr --json`,
    )
    .action(async (options: ListRunsOptions) => {
      const { listRuns } = await import('../runs/list-runs.ts');
      await listRuns(options);
    });
}

function withCommonOptions(command: Command): Command {
  return command
    .option('--server <url>', 'where the runs are (default $BESTIARY_URL, else http://127.0.0.1:4810)')
    .option('--json', 'print one JSON object')
    .option('--debug', 'show the stack of a failure');
}
