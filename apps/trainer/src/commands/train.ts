import { SPLIT_KINDS } from '@bestiary/datasets/image-split';
import { RESIZE_MODES } from '@bestiary/datasets/resize';
import { BACKBONES } from '@bestiary/models/backbones';
import { MONITORED_METRICS } from '@bestiary/models/early-stopping';
import { ENGINES } from '@bestiary/models/engines';
import { OPTIMIZERS } from '@bestiary/models/optimizer';
import { InvalidArgumentError, type Command } from 'commander';
import { parseAugment } from '../train/augment-flag.ts';
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
    .optionsGroup('Images:')
    .option('--data <dir>', 'folder with one folder of images a class')
    .option('--test-data <dir>', 'folder of the same classes, looked at once at the end')
    .option(
      '--split <how>',
      `${SPLIT_KINDS.join(', ')}: how the validation images are chosen; grouped keeps duplicates together ` +
        `(default ${DEFAULTS.split})`,
    )
    .option(
      '--validation-split <x>',
      `share of images kept for validation (default ${DEFAULTS.validationSplit}; 0 trains on all)`,
      number,
    )
    .option('--test-split <x>', 'share of images set aside, by class, and looked at once at the end', number)
    .option('--test-seed <n>', `which they are (default ${DEFAULTS.testSeed})`, number)
    .option('--folds <k>', 'cross-validation: k heads, each judged on the images that it did not see', number)
    .option('--seed <n>', `seed of split, order, dropout and views (default ${DEFAULTS.seed})`, number)
    .option('--skip-bad', 'leave out images that cannot be used, instead of stopping')
    .option(
      '--augment [steps]',
      'vary the training images: flip,rotation=0.1,zoom=0.2,translation=0.1,contrast=0.2,brightness=0.2; ' +
        "without more, the notebook's flip and rotation of 0.1",
      parseAugment,
    )
    .option(
      '--augment-bank <k>',
      'compute k views of each image once, instead of a new view in each epoch',
      number,
    )
    .optionsGroup('Backbone:')
    .option('--backbone <name>', `${BACKBONES.join(', ')} (default ${DEFAULTS.backbone})`)
    .option('--alpha <x>', `width of a MobileNet (default ${DEFAULTS.alpha})`, number)
    .option('--weights <file.h5>', 'its weights, Keras no-top layout (default: cache, download, bundled)')
    .option(
      '--image-size <pixels>',
      `images are resized to this square (default ${DEFAULTS.imageSize})`,
      number,
    )
    .option(
      '--resize <how>',
      `${RESIZE_MODES.join(', ')}: how they become square (default ${DEFAULTS.resize})`,
    )
    .option('--backend <name>', `auto, ${ENGINES.join(', ')}: what runs it (default ${DEFAULTS.backend})`)
    .option('--deterministic', 'the same bits whichever images are computed together (default)')
    .option(
      '--no-deterministic',
      'do not fill up short batches: faster where few images are not in the cache',
    )
    .optionsGroup('Head:')
    .option('--epochs <n>', `passes over the training images (default ${DEFAULTS.epochs})`, number)
    .option('--batch-size <n>', `images a step (default ${DEFAULTS.batchSize})`, number)
    .option('--optimizer <name>', `${OPTIMIZERS.join(', ')} (default ${DEFAULTS.optimizer})`)
    .option('--learning-rate <x>', `its step size (default ${DEFAULTS.learningRate})`, number)
    .option('--momentum <x>', `of sgd and rmsprop (default ${DEFAULTS.momentum})`, number)
    .option('--nesterov', 'sgd with momentum: look ahead')
    .option('--rho <x>', `of rmsprop (default ${DEFAULTS.rho})`, number)
    .option('--centered', 'rmsprop: by the variance of gradients')
    .option('--weight-decay <x>', `of adamw (default ${DEFAULTS.weightDecay})`, number)
    .option(
      '--schedule <name>',
      `constant, cosine, step: how the learning rate goes (default ${DEFAULTS.schedule})`,
    )
    .option(
      '--cosine-floor <x>',
      `schedule cosine: share of the rate that it ends with (default ${DEFAULTS.cosineFloor})`,
      number,
    )
    .option('--warm-up-epochs <n>', `it rises over so many epochs (default ${DEFAULTS.warmUpEpochs})`, number)
    .option(
      '--step-every <n>',
      `schedule step: epochs between two steps (default ${DEFAULTS.stepEvery})`,
      number,
    )
    .option(
      '--step-factor <x>',
      `schedule step: what a step multiplies it by (default ${DEFAULTS.stepFactor})`,
      number,
    )
    .option('--hidden <units>', 'layers between features and classes: 256 or 256,64 (default none)', numbers)
    .option('--dropout <x>', `share of features dropped in training (default ${DEFAULTS.dropout})`, number)
    .option('--l2 <x>', `penalty on squared weights (default ${DEFAULTS.l2})`, number)
    .option('--loss <name>', `cross-entropy, focal (default ${DEFAULTS.loss})`)
    .option('--focal-gamma <x>', `of the focal loss (default ${DEFAULTS.focalGamma})`, number)
    .option('--focal-alpha <x>', 'of the focal loss: weight of the second class (default: none)', number)
    .option(
      '--label-smoothing <x>',
      `share of a label spread over all classes (default ${DEFAULTS.labelSmoothing})`,
      number,
    )
    .option('--class-weights <how>', `none, balanced (default ${DEFAULTS.classWeights})`)
    .option('--early-stopping <n>', 'end after n epochs without a better one', number)
    .option(
      '--monitor <metric>',
      `${MONITORED_METRICS.join(', ')}: what makes an epoch better (default ${DEFAULTS.monitor})`,
    )
    .option('--restore-best', 'end with the parameters of the best epoch')
    .optionsGroup('Fine-tuning:')
    .option(
      '--fine-tune-from <layer>',
      'then train the backbone from this layer on: its name, or its place (-20: the last 20 layers)',
    )
    .option('--fine-tune-epochs <n>', `for so many epochs (default ${DEFAULTS.fineTuneEpochs})`, number)
    .option('--fine-tune-learning-rate <x>', "(default: a tenth of the head's)", number)
    .optionsGroup('Run:')
    .option('--config <file>', 'YAML file with any of these settings (batch_size: 4); flags go before it')
    .option('--rerun <run>', 'repeat a run of the server from its settings; flags change them')
    .option('--resume <run>', 'go on from the last checkpoint of a run that was stopped')
    .option('--name <name>', "the run's name (default: folder, backbone and seed)")
    .option('--project <name>', `the project it belongs to (default ${DEFAULTS.project})`)
    .option('--tag <key=value>', 'a tag; may be given several times', collectTag)
    .option('--server <url>', 'the server (default $BESTIARY_URL, else http://127.0.0.1:4810)')
    .option('--cache-dir <dir>', 'where features are kept between runs')
    .option('--no-cache', 'compute all features anew and keep none')
    .option(
      '--checkpoint-every <n>',
      `epochs between two checkpoints (default ${DEFAULTS.checkpointEvery})`,
      number,
    )
    .option('--checkpoint-dir <dir>', 'where checkpoints are (default .bestiary/checkpoints)')
    .option('--wal-dir <dir>', 'where points wait for the server (default .bestiary/wal)')
    .option('--no-git-diff', 'do not keep beside the run what is not committed in the working directory')
    .option('--patience <seconds>', 'how long the end waits for a server that is away (default 30)', number)
    .option('--json', 'print one JSON object with the results')
    .option('--debug', 'show the stack of a failure')
    .addHelpText(
      'after',
      `
Examples:
  bestiary train --data ./sample-set
  bestiary train --data ./flowers --epochs 40 --batch-size 8 --learning-rate 0.001 --tag who=ada --json
  bestiary train --data ./flowers --augment --early-stopping 5 --restore-best
  bestiary train --data ./flowers --folds 5
  bestiary train --config config.yaml --seed 7
  bestiary train --rerun 019be2a0-0000-7000-8000-000000000000`,
    )
    .action(async (_options: object, command: Command) => {
      const { train } = await import('../train/train.ts');
      await train(givenOptions(command));
    });
}

/** Only what stands on the command line: what is left out comes from the file, then from the defaults. */
function givenOptions(command: Command): Record<string, unknown> {
  const given = Object.entries(command.opts()).filter(([key]) => command.getOptionValueSource(key) === 'cli');
  // commander says true of an option that was given without its value
  return Object.fromEntries(
    given.map(([key, value]) => [key, key === 'augment' && value === true ? parseAugment('') : value]),
  );
}

function numbers(text: string): number[] {
  return text.split(',').map((part) => number(part.trim()));
}

function collectTag(text: string, tags: Record<string, string> = {}): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Expected key=value.');
  return { ...tags, [text.slice(0, at)]: text.slice(at + 1) };
}
