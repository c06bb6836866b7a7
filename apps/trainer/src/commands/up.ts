import type { Command } from 'commander';
import { number } from './number-option.ts';

/** Adds `bestiary up`. */
export function addUpCommand(program: Command): void {
  program
    .command('up')
    .summary('start the server and the dashboard')
    .description(
      'Starts database, artifact store, server and dashboard, and stays up until Ctrl-C. Data stays in the data folder.',
    )
    .option('--port <n>', 'port to listen on (default 4810; 0 takes a free one)', number)
    .option('--host <host>', 'address to listen on (default 127.0.0.1: this machine only)')
    .option(
      '--data-dir <dir>',
      'where database and files are kept (default $BESTIARY_DATA_DIR, else .bestiary)',
    )
    .option('--json', 'print one JSON object {url, dataDir, pid} when it is ready')
    .option('--debug', 'show the stack of a failure')
    .addHelpText('after', '\nExample:\n  bestiary up --port 4810 --data-dir .bestiary')
    .action(async (options: { port?: number; host?: string; dataDir?: string; json?: boolean }) => {
      const { up } = await import('../up.ts');
      await up(options);
    });
}
