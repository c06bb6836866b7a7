import type { Command } from 'commander';
import type { EmptyTrashOptions } from '../runs/empty-trash.ts';
import { number } from './number-option.ts';

/** Adds `bestiary gc`. */
export function addGcCommand(program: Command): void {
  program
    .command('gc')
    .summary('empty the trash, and free files that no run uses')
    .description(
      'Removes for good the runs that are in the trash, and the files that no other run uses. ' +
        'A file that a client has asked for within the last day is kept.',
    )
    .option('--dry-run', 'say what would be removed, and remove nothing')
    .option('--older-than <days>', 'only what has been in the trash for so many days', number, 0)
    .option('--server <url>', 'where the trash is (default $BESTIARY_URL, else http://127.0.0.1:4810)')
    .option('--json', 'print one JSON object with what was removed')
    .option('--debug', 'show the stack of a failure')
    .addHelpText('after', '\nExample:\n  bestiary gc --dry-run --older-than 30')
    .action(async (options: EmptyTrashOptions) => {
      const { emptyTrash } = await import('../runs/empty-trash.ts');
      await emptyTrash(options);
    });
}
