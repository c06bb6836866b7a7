import { saveLayersModel } from '../layers-model.ts';
import { type StoragePlan } from '../quantize/quantization.ts';
import { type Exporter } from './exporter.ts';

/** TensorFlow.js' layers model, as runs keep it; by a plan with kernels in fewer bits. */
export function tfjsExporter(plan?: StoragePlan): Exporter {
  return {
    format: 'tfjs',
    write: (folder, classifier) => saveLayersModel(folder, classifier, plan),
  };
}
