import { BestiaryError } from '@bestiary/contracts/error';
import { loadClassifier, savedMetadata } from '@bestiary/models/classifier';
import { exportModel } from '@bestiary/models/export/export-model';
import { exporterOf } from '@bestiary/models/export/exporters';
import type { ExportFormat } from '@bestiary/models/export/exporter';
import type { Quantization } from '@bestiary/models/quantization';
import { defaultServer } from '../default-server.ts';
import { writeJson } from '../terminal/result.ts';
import { findModel } from './find-model.ts';

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

/** Writes a model in another format and says where it is. */
export async function exportCommand(model: string, options: ExportCommandOptions): Promise<void> {
  const { format, out, version, quantize, server = defaultServer(), json } = options;
  const exporter = exporterOf(format, quantize);
  checkPlace(options);
  const found = await findModel(model, server);
  const classifier = await loadClassifier(found.folder);
  const name = options.name ?? found.name;
  const { folder, files, ...exported } = await exportModel({ out, name, version }, exporter, classifier);
  const report = {
    format,
    folder,
    name,
    version: exported.version,
    files,
    quantize: quantize ?? null,
    metadata: savedMetadata(classifier),
  };
  if (json) writeJson(report);
  else process.stdout.write(`${folder}: ${files.join(', ')}\n`);
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
