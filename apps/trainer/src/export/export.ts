import { BestiaryError } from '@bestiary/contracts/error';
import { loadClassifier, savedMetadata } from '@bestiary/models/classifier';
import { exportModel } from '@bestiary/models/export/export-model';
import { exporterOf } from '@bestiary/models/export/exporters';
import type { ExportFormat } from '@bestiary/models/export/exporter';
import type { Quantization } from '@bestiary/models/quantization';
import { defaultServer } from '../default-server.ts';
import { onInterrupt } from '../interrupt.ts';
import { Progress } from '../terminal/progress.ts';
import { writeJson } from '../terminal/result.ts';
import { findModel } from './find-model.ts';
import { measureChange, type AccuracyChange } from './measure-change.ts';

/** What stands on the command line, as commander names it. */
export interface ExportCommandOptions {
  format: ExportFormat;
  out: string;
  name?: string;
  version?: number;
  quantize?: Quantization;
  server?: string;
  json?: boolean;
}

/** Writes a model in another format, says where it is, and what fewer bits cost. */
export async function exportCommand(model: string, options: ExportCommandOptions): Promise<void> {
  const { format, out, quantize, server = defaultServer(), json } = options;
  const exporter = exporterOf(format, quantize);
  checkPlace(options);
  const progress = new Progress(process.stderr);
  const interrupt = onInterrupt();
  try {
    const found = await findModel(model, server);
    const classifier = await loadClassifier(found.folder);
    const { name = found.name, version: wanted } = options;
    const place = { out, name, version: wanted };
    const { folder, version, files } = await exportModel(place, exporter, classifier);
    const change =
      quantize === undefined
        ? null
        : await measureChange(classifier, await loadClassifier(folder), server, {
            signal: interrupt.signal,
            onProgress: (done, total) => progress.step('measuring', done, total),
            onWarning: (warning) => progress.line(`warning: ${warning}`),
          });
    progress.end();
    const metadata = savedMetadata(classifier);
    if (json) writeJson({ format, folder, name, version, files, quantize, change, metadata });
    else process.stdout.write([`${folder}: ${files.join(', ')}`, ...describeChange(change), ''].join('\n'));
  } finally {
    progress.end();
    interrupt.dispose();
  }
}

function describeChange(change: AccuracyChange | { unmeasured: string } | null): string[] {
  if (!change) return [];
  if ('unmeasured' in change) return [`change of accuracy: not measured, ${change.unmeasured}`];
  const { images, before, after, meanDifference, largestDifference } = change;
  const [mean, largest] = [meanDifference, largestDifference].map((value) => value.toPrecision(2));
  return [
    `accuracy ${before.toFixed(4)} → ${after.toFixed(4)} on ${images} validation images; ` +
      `probabilities changed by ${mean} in the mean, by ${largest} at most`,
  ];
}

function checkPlace({ name, version }: ExportCommandOptions): void {
  if (name !== undefined && !/^[\w-][\w.-]*$/.test(name)) {
    throw new BestiaryError('usage', `--name ${name}: a model's name is one of a folder`, {
      hint: 'Use letters, digits, -, _ and dots.',
    });
  }
  if (version !== undefined && !(Number.isSafeInteger(version) && version >= 1)) {
    throw new BestiaryError('usage', `--version ${version}: versions are whole numbers from 1 on`);
  }
}
