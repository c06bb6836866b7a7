import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BestiaryError } from '@bestiary/contracts/error';
import { loadClassifier, savedMetadata } from '@bestiary/models/classifier';
import { exportModel } from '@bestiary/models/export/export-model';
import type { ExportFormat } from '@bestiary/models/export/exporter';
import { exporterOf } from '@bestiary/models/export/exporters';
import { tfjsExporter } from '@bestiary/models/export/tfjs-exporter';
import type { KernelStorage, Quantization, StoragePlan } from '@bestiary/models/quantize/quantization';
import { largeConvolutions } from '@bestiary/models/quantize/stored-kernel';
import { defaultServer } from '../default-server.ts';
import { onInterrupt } from '../interrupt.ts';
import { Progress } from '../terminal/progress.ts';
import { withSavedThreshold } from '../predict/saved-threshold.ts';
import { writeJson } from '../terminal/result.ts';
import { findModel } from './find-model.ts';
import type { AccuracyChange } from './measure-change.ts';
import { quantize } from './quantize.ts';

/** What stands on the command line, as commander names it. */
export interface ExportCommandOptions {
  format: ExportFormat;
  out: string;
  name?: string;
  version?: number;
  quantize?: Quantization;
  /** Infinity for any change */
  maxChange: number;
  server?: string;
  json?: boolean;
}

/** What came of fewer bits in the weights. */
interface Quantized {
  /** how many of the large kernels are stored as what */
  kernels: Partial<Record<KernelStorage, number>>;
  /** of all files of the model, in bytes */
  size: { before: number; after: number };
  change: AccuracyChange;
}

/** Writes a model in another format, says where it is, and what fewer bits cost. */
export async function exportCommand(model: string, options: ExportCommandOptions): Promise<void> {
  const { format, out, quantize: quantization, maxChange, server = defaultServer(), json } = options;
  checkOptions(options);
  const progress = new Progress(process.stderr);
  const interrupt = onInterrupt();
  try {
    const found = await findModel(model, server);
    const classifier = withSavedThreshold(await loadClassifier(found.folder), found.tags);
    const { name = found.name, version: wanted } = options;
    const { signal } = interrupt;
    const smaller =
      quantization && (await quantize(classifier, { quantization, maxChange, server, progress, signal }));
    const exporter = smaller ? tfjsExporter(smaller.plan) : exporterOf(format);
    const { folder, version, files } = await exportModel(
      { out, name, version: wanted },
      exporter,
      classifier,
    );
    const quantized: Quantized | null = smaller
      ? {
          kernels: countKernels(largeConvolutions(classifier.folded).length, smaller.plan),
          size: { before: await sizeOf(found.folder), after: await sizeOf(folder) },
          change: smaller.change,
        }
      : null;
    progress.end();
    const metadata = savedMetadata(classifier);
    if (json)
      writeJson({ format, folder, name, version, files, quantize: quantization, quantized, metadata });
    else process.stdout.write([`${folder}: ${files.join(', ')}`, ...describe(quantized), ''].join('\n'));
  } finally {
    progress.end();
    interrupt.dispose();
  }
}

function countKernels(large: number, { storage }: StoragePlan): Quantized['kernels'] {
  const kernels: Quantized['kernels'] = {};
  for (const kept of storage.values()) kernels[kept] = (kernels[kept] ?? 0) + 1;
  if (storage.size < large) kernels.float32 = large - storage.size;
  return kernels;
}

async function sizeOf(folder: string): Promise<number> {
  const sizes = (await readdir(folder)).map(async (name) => (await stat(join(folder, name))).size);
  return (await Promise.all(sizes)).reduce((a, b) => a + b, 0);
}

function describe(quantized: Quantized | null): string[] {
  if (!quantized) return [];
  const { kernels, size, change } = quantized;
  const { images, accuracy, drawnBecause, meanDifference, largestDifference } = change;
  const [before, after] = [size.before, size.after].map((bytes) => (bytes / 1e6).toFixed(2));
  const counts = Object.entries(kernels).map(([storage, count]) => `${count} as ${storage}`);
  const [mean, largest] = [meanDifference, largestDifference].map((value) => value.toPrecision(2));
  const changed = `probabilities changed by ${mean} in the mean, by ${largest} at most`;
  return [
    `${before} MB → ${after} MB; large kernels: ${counts.join(', ')}`,
    ...(accuracy
      ? [
          `accuracy ${accuracy.before.toFixed(4)} → ${accuracy.after.toFixed(4)} on ${images} validation images; ${changed}`,
        ]
      : [
          `${changed}, of ${images} drawn pictures: of your own images it may be more`,
          `accuracy not measured: ${drawnBecause}`,
        ]),
  ];
}

function checkOptions({ format, name, version, quantize: quantization }: ExportCommandOptions): void {
  if (name !== undefined && !/^[\w-][\w.-]*$/.test(name)) {
    throw new BestiaryError('usage', `--name ${name}: a model's name is one of a folder`, {
      hint: 'Use letters, digits, -, _ and dots.',
    });
  }
  if (version !== undefined && !(Number.isSafeInteger(version) && version >= 1)) {
    throw new BestiaryError('usage', `--version ${version}: versions are whole numbers from 1 on`);
  }
  if (quantization !== undefined && format !== 'tfjs') {
    throw new BestiaryError(
      'usage',
      `--quantize ${quantization}: ${format} models keep their weights as float32`,
      { hint: 'Leave it out, or export with --format tfjs.' },
    );
  }
}
