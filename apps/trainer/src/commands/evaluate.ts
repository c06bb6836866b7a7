import { Option, type Command } from 'commander';
import type { EvaluateCommandOptions } from '../evaluate/evaluate.ts';
import { EVALUATED_PARTS } from '../evaluate/evaluated-part.ts';
import { number } from './number-option.ts';

/** Adds `bestiary evaluate`. */
export function addEvaluateCommand(program: Command): void {
  program
    .command('evaluate')
    .summary('measure a model on a folder of images and record it as a run')
    .description(
      'Predicts every image of a folder that holds one folder of images a class, counts what is right, and records ' +
        'predictions and figures as a run of its own, below the run that made the model.',
    )
    .requiredOption('--model <model>', 'id of a run, or the folder of a model')
    .requiredOption('--data <dir>', "folder with one folder of images a class, named as the model's classes")
    .addOption(
      new Option('--split <part>', "all images, or those of this part of the model's own data set")
        .choices(EVALUATED_PARTS)
        .default('all'),
    )
    .option('--name <name>', "the run's name (default: the model's run and the folder)")
    .option('--project <name>', "the project it belongs to (default: that of the model's run)")
    .option('--skip-bad', 'leave out images that cannot be used, instead of stopping')
    .option('--server <url>', 'the server (default $BESTIARY_URL, else http://127.0.0.1:4810)')
    .option('--wal-dir <dir>', 'where points wait for the server (default .bestiary/wal)')
    .option('--patience <seconds>', 'how long the end waits for a server that is away (default 30)', number)
    .option('--json', 'print one JSON object with the results')
    .option('--debug', 'show the stack of a failure')
    .addHelpText(
      'after',
      `
Examples:
  bestiary evaluate --model 0190b3c1-7a8e-7c3b-9d20-5f6a7b8c9d0e --data ./new-pictures
  bestiary evaluate --model ./models/bears/1 --data ./sample-set --json`,
    )
    .action(async (options: EvaluateCommandOptions) => {
      const { evaluateCommand } = await import('../evaluate/evaluate.ts');
      await evaluateCommand(options);
    });
}
