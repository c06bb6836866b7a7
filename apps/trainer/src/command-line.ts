import { ERROR_CODES } from '@bestiary/contracts/error';
import { CommanderError } from 'commander';
import { createProgram } from './program.ts';
import { explain } from './terminal/explain.ts';

/**
 * Runs one command and sets the exit status: 0, 1 (failed), 2 (usage), 130 (cancelled). A failure is one message and a
 * hint on standard error; `--debug` adds the stack.
 *
 * @param args the arguments after the program's name
 */
export async function runCommandLine(args: readonly string[]): Promise<void> {
  const debug = args.includes('--debug');
  try {
    await createProgram().parseAsync(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) {
      // commander has written the message or the help itself
      process.exitCode = error.exitCode === 0 ? 0 : ERROR_CODES.usage.exit;
      return;
    }
    const { text, status } = explain(error, debug);
    process.stderr.write(`${text}\n`);
    process.exitCode = status;
  }
}
