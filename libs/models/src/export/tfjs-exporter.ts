import { saveLayersModel } from '../layers-model.ts';
import { type Quantization } from '../quantization.ts';
import { type Exporter } from './exporter.ts';

/** TensorFlow.js' layers model, as runs keep it. */
export function tfjsExporter(quantize?: Quantization): Exporter {
  return {
    format: 'tfjs',
    write: (folder, classifier) => saveLayersModel(folder, classifier, quantize),
  };
}
