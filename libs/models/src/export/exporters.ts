import { type Exporter, type ExportFormat } from './exporter.ts';
import { kerasExporter } from './keras/keras-exporter.ts';
import { onnxExporter } from './onnx-exporter.ts';
import { savedModelExporter } from './savedmodel/saved-model-exporter.ts';
import { tfjsExporter } from './tfjs-exporter.ts';

/** The exporter of a format. */
export function exporterOf(format: ExportFormat): Exporter {
  switch (format) {
    case 'tfjs':
      return tfjsExporter();
    case 'savedmodel':
      return savedModelExporter;
    case 'keras':
      return kerasExporter;
    case 'onnx':
      return onnxExporter;
  }
}
