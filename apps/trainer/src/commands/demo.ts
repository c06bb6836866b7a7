import type { Command } from 'commander';
import type { DemoOptions } from '../demo/demo.ts';
import { number } from './number-option.ts';

/** Adds `bestiary demo`. */
export function addDemoCommand(program: Command): void {
  program
    .command('demo')
    .summary('train some runs, good and bad, to look at')
    .description(
      'Draws the sample set and trains a project of runs on it, in about a minute: learning rates too low and too ' +
        'high, repeats, cross-validation, a run that diverged, one that was stopped. Where no server runs, it starts ' +
        'one. Runs that are there already are not made again.',
    )
    .option('--project <name>', 'the project to fill', 'demo')
    .option('--again', 'make all runs anew, beside those that are there')
    .option('--count <n>', 'pictures in the sample set (default 634)', number)
    .option('--server <url>', 'the server (default $BESTIARY_URL, else http://127.0.0.1:4810)')
    .option('--json', 'print one JSON object with the runs')
    .option('--debug', 'show the stack of a failure')
    .addHelpText('after', '\nExample:\n  bestiary demo --project demo')
    .action(async (options: DemoOptions) => {
      const { demo } = await import('../demo/demo.ts');
      await demo(options);
    });
}
