import { EXPORT_FORMATS } from '@bestiary/models/export/exporter';
import { QUANTIZATIONS } from '@bestiary/models/quantize/quantization';
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { ExportCommandOptions } from '../export/export.ts';
import { number } from './number-option.ts';

/** Adds `bestiary export`. */
export function addExportCommand(program: Command): void {
  program
    .command('export')
    .summary('write a model in a format that other programs read')
    .description(
      'Writes the model of a run, or of a folder, to OUT/NAME/VERSION. It gives the same probabilities there, and carries ' +
        'class names, threshold, preprocessing and where it comes from. A version is never overwritten.',
    )
    .argument('<model>', 'id of a run, or the folder of a model')
    .addOption(new Option('--format <name>', 'what to write').choices(EXPORT_FORMATS).makeOptionMandatory())
    .requiredOption('--out <dir>', 'folder of models')
    .option('--name <name>', "the model's name (default: as it is called now)")
    .option('--version <n>', 'its version (default: one more than the highest there is)', number)
    .addOption(
      new Option('--quantize <type>', 'tfjs only: keep large kernels in fewer bits').choices(QUANTIZATIONS),
    )
    .addOption(
      new Option(
        '--max-change <p>',
        'with --quantize: by how much a probability may change, `any` for as small a file as there is',
      )
        .argParser(change)
        .default(0.001),
    )
    .option('--server <url>', 'where the run is (default $BESTIARY_URL, else http://127.0.0.1:4810)')
    .option('--json', 'print one JSON object about the model')
    .option('--debug', 'show the stack of a failure')
    .addHelpText(
      'after',
      `
Examples:
  bestiary export 0190b3c1-7a8e-7c3b-9d20-5f6a7b8c9d0e --format onnx --out ./models
  bestiary export ./models/bears/1 --format tfjs --quantize float16 --out ./web --name bears`,
    )
    .action(async (model: string, options: ExportCommandOptions) => {
      const { exportCommand } = await import('../export/export.ts');
      await exportCommand(model, options);
    });
}

/** A probability, or `any`: Infinity. */
function change(text: string): number {
  if (text === 'any') return Infinity;
  const most = number(text);
  if (most >= 0) return most;
  throw new InvalidArgumentError('Expected a number from 0 on, or "any".');
}
