import type { Command } from 'commander';

/** Adds `bestiary doctor`. */
export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .summary('check what this machine has and what it lacks')
    .description(
      'Checks Node, the native backend, weights, server, data folder and disk, with a remedy for each lack.',
    )
    .option('--server <url>', 'the server (default $BESTIARY_URL, else http://127.0.0.1:4810)')
    .option(
      '--data-dir <dir>',
      'the data folder of `bestiary up` (default $BESTIARY_DATA_DIR, else .bestiary)',
    )
    .option('--json', 'print one JSON object with the checks')
    .option('--debug', 'show the stack of a failure')
    .addHelpText('after', '\nExample:\n  bestiary doctor')
    .action(async (options: { server?: string; dataDir?: string; json?: boolean }) => {
      const { doctor } = await import('../doctor.ts');
      await doctor(options);
    });
}
