import { SPLIT_KINDS } from '@bestiary/datasets/image-split';
import { Option, type Command } from 'commander';
import type { InspectOptions } from '../dataset/inspect.ts';
import { number } from './number-option.ts';

/** Adds `bestiary dataset sample` and `bestiary dataset inspect`. */
export function addDatasetCommand(program: Command): void {
  const dataset = program
    .command('dataset')
    .description('Draw a sample set, or look into a folder of images.');
  dataset
    .command('sample')
    .summary('draw the sample set of bears and dragons')
    .description(
      'Draws bears and dragons into a folder, one folder a class, and sample.json, which says which pictures are in the ' +
        'wrong folder and which are near-duplicates. The same seed gives the same pictures.',
    )
    .argument('<dir>', 'folder to draw into; new, empty, or a sample set')
    .option('--count <n>', 'pictures in all (default 634)', number)
    .option('--seed <n>', 'names the set (default 7)', number)
    .option('--json', 'print one JSON object about the set')
    .option('--debug', 'show the stack of a failure')
    .addHelpText('after', '\nExample:\n  bestiary dataset sample ./sample-set --count 634 --seed 7')
    .action(async (dir: string, options: { count?: number; seed?: number; json?: boolean }) => {
      const { drawSample } = await import('../dataset/sample.ts');
      await drawSample(dir, options);
    });
  dataset
    .command('inspect')
    .summary('say what is in a folder of images')
    .description(
      'Reads a folder of images as `bestiary train` would, and says what it found, without training: classes, sizes, bad ' +
        'images, the split, duplicates (the same bytes, or the same picture encoded, resized or cropped), and which of them ' +
        'are on both sides of the split.',
    )
    .argument('<dir>', 'folder with one folder of images a class')
    .addOption(new Option('--split <kind>', 'how to divide it (default keras)').choices(SPLIT_KINDS))
    .option('--seed <n>', 'seed of the split (default 123)', number)
    .option('--validation-split <x>', 'share of images kept for validation (default 0.2)', number)
    .option('--folds <k>', 'show so many folds of cross-validation as well', number)
    .option('--test-data <dir>', 'a separate folder of test images: what of it is in the training folder?')
    .option('--json', 'print one JSON object, with every path')
    .option('--debug', 'show the stack of a failure')
    .addHelpText('after', '\nExample:\n  bestiary dataset inspect ./sample-set --split stratified --json')
    .action(async (dir: string, options: InspectOptions) => {
      const { inspect } = await import('../dataset/inspect.ts');
      await inspect(dir, options);
    });
}
