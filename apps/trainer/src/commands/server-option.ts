import type { Command } from 'commander';

/** Options of whatever asks a server, `--api-key` apart, which the program adds to all that have `--server`. */
export function withServer(command: Command): Command {
  return command
    .option('--server <url>', 'the server (default $BESTIARY_URL, else http://127.0.0.1:4810)')
    .option('--json', 'print one JSON object')
    .option('--debug', 'show the stack of a failure');
}
