import { parseArgs } from 'node:util';
import { BestiaryError, ERROR_CODES, messageOf } from '@bestiary/contracts/error';
import { z } from 'zod';
import { evaluateTransfer } from './evaluate.ts';
import { train } from './train.ts';

const DEFAULT_WEIGHTS = 'libs/models/weights/mobilenet_v2_0.35_procedural.h5';

/** What the weights in the repository were made with. */
const DEFAULTS = {
  seed: 7,
  steps: 6_000,
  batchSize: 32,
  size: 160,
  learningRate: 0.003,
  weightDecay: 0.01,
};

const HELP = `The backbone that is kept in the repository: MobileNetV2, width 0.35, trained on drawn textures and shapes.

  npx tsx tools/pretrain/src/main.ts [train] [options]
  npx tsx tools/pretrain/src/main.ts evaluate [options]

train: draws pictures, trains, and writes the weights with every checkpoint.
  --out FILE            weights in Keras' HDF5 layout (${DEFAULT_WEIGHTS})
  --checkpoint FILE     what --resume goes on from (the name of --out with .checkpoint)
  --resume              go on from the checkpoint, with the settings it was started with
  --seed N              of pictures and first weights (${DEFAULTS.seed})
  --steps N             batches in all (${DEFAULTS.steps})
  --batch-size N        pictures a batch (${DEFAULTS.batchSize})
  --size N              side in pixels at which the backbone will be used, a multiple of 32 (${DEFAULTS.size})
  --learning-rate X     its peak (${DEFAULTS.learningRate})
  --weight-decay X      of kernels (${DEFAULTS.weightDecay})

evaluate: accuracy of a linear head on the frozen features, beside that on the features of random weights.
  --weights FILE        (${DEFAULT_WEIGHTS})
  --data DIR            a folder of images, one sub-folder a class; may be given more than once
  --seed N, --size N    as above

TF_NUM_INTRAOP_THREADS=1 keeps training to one core; the pictures are drawn on another.

  TF_NUM_INTRAOP_THREADS=1 npx tsx tools/pretrain/src/main.ts --steps 500 --out small.h5
  npx tsx tools/pretrain/src/main.ts evaluate --weights small.h5 --data photos
`;

const Flags = z.object({
  out: z.string().min(1).default(DEFAULT_WEIGHTS),
  checkpoint: z.string().min(1).optional(),
  resume: z.boolean().default(false),
  seed: z.coerce.number().int().default(DEFAULTS.seed),
  steps: z.coerce.number().int().min(1).default(DEFAULTS.steps),
  'batch-size': z.coerce.number().int().min(2).default(DEFAULTS.batchSize),
  size: z.coerce.number().int().positive().multipleOf(32).default(DEFAULTS.size),
  'learning-rate': z.coerce.number().positive().default(DEFAULTS.learningRate),
  'weight-decay': z.coerce.number().min(0).default(DEFAULTS.weightDecay),
  weights: z.string().min(1).default(DEFAULT_WEIGHTS),
  data: z.array(z.string().min(1)).default([]),
});

const Command = z.enum(['train', 'evaluate']).default('train');

async function main(): Promise<void> {
  const { help, command, flags } = readCommandLine();
  if (help) console.log(HELP);
  else if (command === 'train') await runTraining(flags);
  else await runEvaluation(flags);
}

async function runTraining(flags: z.infer<typeof Flags>): Promise<void> {
  await train({
    settings: {
      seed: flags.seed,
      steps: flags.steps,
      size: flags.size,
      batchSize: flags['batch-size'],
      learningRate: flags['learning-rate'],
      weightDecay: flags['weight-decay'],
    },
    out: flags.out,
    checkpoint: flags.checkpoint ?? `${flags.out}.checkpoint`,
    resume: flags.resume,
  });
}

async function runEvaluation({ weights, data, size, seed }: z.infer<typeof Flags>): Promise<void> {
  for await (const result of evaluateTransfer({ weights, folders: data, size, seed })) {
    const { set, classes, training, test, trained, random } = result;
    console.log(
      `${set}: ${classes} classes, ${training} + ${test} pictures: ` +
        `trained ${trained.toFixed(3)}, random weights ${random.toFixed(3)}`,
    );
  }
}

function readCommandLine(): {
  help: boolean;
  command: z.infer<typeof Command>;
  flags: z.infer<typeof Flags>;
} {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        out: { type: 'string' },
        checkpoint: { type: 'string' },
        resume: { type: 'boolean' },
        seed: { type: 'string' },
        steps: { type: 'string' },
        'batch-size': { type: 'string' },
        size: { type: 'string' },
        'learning-rate': { type: 'string' },
        'weight-decay': { type: 'string' },
        weights: { type: 'string' },
        data: { type: 'string', multiple: true },
        help: { type: 'boolean' },
      },
    });
    if (positionals.length > 1) throw new Error(`unexpected argument "${positionals[1]}"`);
    return {
      help: values.help ?? false,
      command: Command.parse(positionals[0]),
      flags: Flags.parse(values),
    };
  } catch (cause) {
    const message = cause instanceof z.ZodError ? z.prettifyError(cause) : messageOf(cause);
    throw new BestiaryError('usage', message, { cause, hint: 'see --help' });
  }
}

main().catch((error: unknown) => {
  if (!(error instanceof BestiaryError)) throw error;
  console.error(error.hint ? `${error.message}\n${error.hint}` : error.message);
  process.exitCode = ERROR_CODES[error.code].exit;
});
