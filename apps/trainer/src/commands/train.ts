import { RESIZE_MODES } from '@bestiary/datasets/resize';
import { InvalidArgumentError, type Command } from 'commander';
import { TRAIN_DEFAULTS as DEFAULTS } from '../train/train-config.ts';
import { number } from './number-option.ts';

/** Adds `bestiary train`. */
export function addTrainCommand(program: Command): void {
  program
    .command('train')
    .summary('train a classifier on a folder of images and record the run')
    .description(
      'Trains a classifier on a folder that holds one folder of images a class: a frozen ImageNet backbone and a new ' +
        'head. Every epoch, every prediction and the model are recorded on the server.',
    )
    .option('--data <dir>', 'folder with one folder of images a class')
    .option('--config <file>', 'YAML file with any of these settings (batch_size: 4); flags go before it')
    .option('--epochs <n>', `passes over the training images (default ${DEFAULTS.epochs})`, number)
    .option('--batch-size <n>', `images a step (default ${DEFAULTS.batchSize})`, number)
    .option('--learning-rate <x>', `step size of Adam (default ${DEFAULTS.learningRate})`, number)
    .option('--dropout <x>', `share of features dropped in training (default ${DEFAULTS.dropout})`, number)
    .option(
      '--image-size <pixels>',
      `images are resized to this square (default ${DEFAULTS.imageSize})`,
      number,
    )
    .option(
      '--resize <how>',
      `${RESIZE_MODES.join(', ')}: how they become square (default ${DEFAULTS.resize})`,
    )
    .option('--backbone <name>', `frozen base (default ${DEFAULTS.backbone})`)
    .option('--alpha <x>', `width of the backbone (default ${DEFAULTS.alpha})`, number)
    .option(
      '--weights <file.h5>',
      'weights of the backbone, Keras no-top layout (default: cache, download, bundled)',
    )
    .option('--seed <n>', `seed of split, order and dropout (default ${DEFAULTS.seed})`, number)
    .option(
      '--validation-split <x>',
      `share of images kept for validation (default ${DEFAULTS.validationSplit})`,
      number,
    )
    .option('--name <name>', "the run's name (default: folder, backbone and seed)")
    .option('--project <name>', `the project it belongs to (default ${DEFAULTS.project})`)
    .option('--tag <key=value>', 'a tag; may be given several times', collectTag)
    .option('--server <url>', 'the server (default $BESTIARY_URL, else http://127.0.0.1:4810)')
    .option('--skip-bad', 'leave out images that cannot be used, instead of stopping')
    .option('--cache-dir <dir>', 'where features are kept between runs')
    .option('--no-cache', 'compute all features anew and keep none')
    .option('--wal-dir <dir>', 'where points wait for the server (default .bestiary/wal)')
    .option('--patience <seconds>', 'how long the end waits for a server that is away (default 30)', number)
    .option('--json', 'print one JSON object with the results')
    .option('--debug', 'show the stack of a failure')
    .addHelpText(
      'after',
      `
Examples:
  bestiary train --data ./sample-set
  bestiary train --data ./flowers --epochs 40 --batch-size 8 --learning-rate 0.001 --tag who=ada --json
  bestiary train --config config.yaml --seed 7`,
    )
    .action(async (_options: object, command: Command) => {
      const { train } = await import('../train/train.ts');
      await train(givenOptions(command));
    });
}

/** Only what stands on the command line: what is left out comes from the file, then from the defaults. */
function givenOptions(command: Command): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(command.opts()).filter(([key]) => command.getOptionValueSource(key) === 'cli'),
  );
}

function collectTag(text: string, tags: Record<string, string> = {}): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Expected key=value.');
  return { ...tags, [text.slice(0, at)]: text.slice(at + 1) };
}
