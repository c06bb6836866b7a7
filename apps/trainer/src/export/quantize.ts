import type { Classifier } from '@bestiary/models/classifier';
import { planStorage } from '@bestiary/models/quantize/plan-storage';
import type { Quantization, StoragePlan } from '@bestiary/models/quantize/quantization';
import { storedGraph } from '@bestiary/models/quantize/stored-kernel';
import type { Progress } from '../terminal/progress.ts';
import { measureChange, type AccuracyChange } from './measure-change.ts';
import { readPixels, withMeasuredImages } from './measured-images.ts';

export interface QuantizeOptions {
  quantization: Quantization;
  /** by how much a probability may change; Infinity asks for every kernel */
  maxChange: number;
  server: string;
  progress: Progress;
  signal: AbortSignal;
}

/**
 * Finds how a classifier can be stored in fewer bits so that no probability of the validation images changes by more than is
 * allowed, and measures what changes. Of more images than fit in memory, the plan is made on some and held to all: while they
 * say otherwise, it is made anew with less allowed.
 */
export async function quantize(
  classifier: Classifier,
  { quantization, maxChange, server, progress, signal }: QuantizeOptions,
): Promise<{ plan: StoragePlan; change: AccuracyChange }> {
  return withMeasuredImages(classifier, server, signal, async (measured) => {
    const images = await readPixels(classifier, measured.files, signal);
    let allowed = maxChange;
    for (;;) {
      const plan = await planStorage(classifier, quantization, {
        images,
        maxChange: allowed,
        signal,
        onProgress: (comparison, atMost) => progress.step('comparing', comparison, atMost),
      });
      const after = { ...classifier, folded: storedGraph(classifier.folded, plan) };
      const change = await measureChange(classifier, after, measured, {
        signal,
        onProgress: (done, total) => progress.step('measuring', done, total),
        onWarning: (warning) => progress.line(`warning: ${warning}`),
      });
      if (change.largestDifference <= maxChange || plan.storage.size === 0) return { plan, change };
      allowed *= (0.9 * maxChange) / change.largestDifference;
    }
  });
}
