import type { Command } from 'commander';

/** Adds `bestiary sync`. */
export function addSyncCommand(program: Command): void {
  program
    .command('sync')
    .summary('send what is still waiting on disk')
    .description(
      'Sends what runs could not send before they ended: because the server was away, or because their process was ' +
        'killed. Sending twice changes nothing.',
    )
    .option('--dir <dir>', 'where it waits (default .bestiary/wal)')
    .option('--server <url>', 'send everything there (default: the server of each run)')
    .option('--json', 'print one JSON object with what was sent')
    .option('--debug', 'show the stack of a failure')
    .addHelpText('after', '\nExample:\n  bestiary sync --dir .bestiary/wal')
    .action(async (options: { dir?: string; server?: string; json?: boolean }) => {
      const { sync } = await import('../sync.ts');
      await sync(options);
    });
}
