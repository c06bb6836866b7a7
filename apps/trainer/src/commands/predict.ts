import type { Command } from 'commander';
import type { PredictCommandOptions } from '../predict/predict.ts';
import { number } from './number-option.ts';

/** Adds `bestiary predict`. */
export function addPredictCommand(program: Command): void {
  program
    .command('predict')
    .summary('say what a model sees in images')
    .description(
      'Prints the class of each image and its probability. Images are prepared as the model was trained. The exit status ' +
        'is 1 when an image cannot be used.',
    )
    .argument('<images...>', 'files, or folders of images')
    .requiredOption('--model <model>', 'folder of a model, or id of a run')
    .option('--top <k>', 'classes to show for each image (default 1 of two, else 3)', number)
    .option('--server <url>', 'where the run is (default $BESTIARY_URL, else http://127.0.0.1:4810)')
    .option('--json', 'print one JSON object with all probabilities')
    .option('--debug', 'show the stack of a failure')
    .addHelpText(
      'after',
      `
Examples:
  bestiary predict --model ./models/bears/1 cave.jpg
  bestiary predict --model 0190b3c1-7a8e-7c3b-9d20-5f6a7b8c9d0e ./new-pictures --json`,
    )
    .action(async (images: string[], options: PredictCommandOptions) => {
      const { predictCommand } = await import('../predict/predict.ts');
      await predictCommand(images, options);
    });
}
