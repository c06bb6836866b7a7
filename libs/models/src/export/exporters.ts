import { BestiaryError } from '@bestiary/contracts/error';
import { type Quantization } from '../quantization.ts';
import { type Exporter, type ExportFormat } from './exporter.ts';
import { kerasExporter } from './keras/keras-exporter.ts';
import { onnxExporter } from './onnx-exporter.ts';
import { savedModelExporter } from './savedmodel/saved-model-exporter.ts';
import { tfjsExporter } from './tfjs-exporter.ts';

/**
 * The exporter of a format.
 *
 * @throws BestiaryError `usage` for quantised weights in a format that has none
 */
export function exporterOf(format: ExportFormat, quantize?: Quantization): Exporter {
  if (quantize !== undefined && format !== 'tfjs') {
    throw new BestiaryError(
      'usage',
      `--quantize ${quantize}: ${format} models keep their weights as float32`,
      {
        hint: 'Leave it out, or export with --format tfjs.',
      },
    );
  }
  switch (format) {
    case 'tfjs':
      return tfjsExporter(quantize);
    case 'savedmodel':
      return savedModelExporter;
    case 'keras':
      return kerasExporter;
    case 'onnx':
      return onnxExporter;
  }
}
