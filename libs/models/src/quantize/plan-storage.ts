import { loadBackend } from '../backend.ts';
import { type Classifier } from '../classifier.ts';
import { openBackbone } from '../engine.ts';
import { type FoldedConv } from '../folded-graph.ts';
import { predict } from '../head.ts';
import { tfjsBackbone } from '../tfjs-backbone.ts';
import { correctedBias } from './bias-correction.ts';
import {
  type KernelStorage,
  type Quantization,
  type ReducedStorage,
  STORAGE_LADDERS,
  type StoragePlan,
} from './quantization.ts';
import { bytesSaved, largeConvolutions, storedGraph, storedKernel } from './stored-kernel.ts';

export interface PlanOptions {
  /** the images on which probabilities are compared: `[n, size, size, 3]`, 0..255 */
  readonly images: Float32Array;
  /** by how much a probability may change; Infinity asks for every kernel */
  readonly maxChange: number;
  readonly signal?: AbortSignal;
  /** told before each comparison which one it is, and how many there are at most */
  readonly onProgress?: (comparison: number, atMost: number) => void;
}

/** Images that go through the network together. */
const BATCH = 32;
/** Images on which inputs are averaged, and kernels compared one by one. */
const SOME = 32;

type Storage = ReadonlyMap<FoldedConv, KernelStorage>;

/**
 * Decides how a classifier's large kernels are stored, so that no probability changes by more than `maxChange`: all in as
 * few bits as is asked for; where that changes too much, the kernels that cost most, by the change that each makes alone
 * for every byte that it saves, are stored in more (mixed precision by measured sensitivity). How many is found by
 * bisection, each time measuring the whole model. Biases make up for the mean of the rounding.
 *
 * @throws whatever `signal` is aborted with; BestiaryError `unavailable` when nothing can run the model here
 */
export async function planStorage(
  classifier: Classifier,
  quantization: Quantization,
  { images, maxChange, signal, onProgress }: PlanOptions,
): Promise<StoragePlan> {
  const { spec, folded, head } = classifier;
  const convolutions = largeConvolutions(folded);
  const pixels = spec.inputSize ** 2 * 3;
  const some = images.length > SOME * pixels ? spread(images, pixels, SOME) : images;
  const means = await channelMeans(classifier, some);
  const ladder = STORAGE_LADDERS[quantization];
  const atMost = 1 + ladder.length + convolutions.length + Math.ceil(Math.log2(convolutions.length));
  let comparisons = 0;

  const planOf = (storage: Storage): StoragePlan => {
    const reduced = [...storage].filter(
      (entry): entry is [FoldedConv, ReducedStorage] => entry[1] !== 'float32',
    );
    return {
      storage: new Map(reduced.map(([{ name }, kept]) => [name, kept])),
      biases: new Map(
        reduced.map(([step, kept]) => [
          step.name,
          correctedBias(step, storedKernel(step, kept), means.get(step.from)!),
        ]),
      ),
    };
  };
  const probabilities = async (plan: StoragePlan, of: Float32Array): Promise<Float32Array> => {
    signal?.throwIfAborted();
    onProgress?.(++comparisons, atMost);
    const { backbone } = await openBackbone(spec, storedGraph(folded, plan));
    const found: Float32Array[] = [];
    try {
      for (let start = 0; start < of.length; start += BATCH * pixels) {
        found.push(predict(head, await backbone.features(of.slice(start, start + BATCH * pixels))));
      }
    } finally {
      backbone.dispose();
    }
    return Float32Array.from(found.flatMap((part) => [...part]));
  };
  const allAs = (storage: KernelStorage): Storage => new Map(convolutions.map((step) => [step, storage]));
  if (maxChange === Infinity) return planOf(allAs(quantization));

  const asTheyAre = await probabilities(planOf(new Map()), images);
  const asTheyAreOfSome = some === images ? asTheyAre : await probabilities(planOf(new Map()), some);
  const fits = async (storage: Storage): Promise<boolean> =>
    largestChange(asTheyAre, await probabilities(planOf(storage), images)) <= maxChange;
  const changeAlone = async (step: FoldedConv, storage: KernelStorage): Promise<number> =>
    largestChange(asTheyAreOfSome, await probabilities(planOf(new Map([[step, storage]])), some));

  let rung = 0;
  while (ladder[rung] !== 'float32' && !(await fits(allAs(ladder[rung]!)))) rung += 1;
  if (rung === 0) return planOf(allAs(quantization));

  // all fit on this rung, and not on the one before: as many as possible stay there
  const [before, after] = [ladder[rung - 1] as ReducedStorage, ladder[rung]!];
  const costs = new Map<FoldedConv, number>();
  for (const step of convolutions) {
    costs.set(step, (await changeAlone(step, before)) / bytesSaved(step, before));
  }
  const dearestFirst = [...convolutions].sort((a, b) => costs.get(b)! - costs.get(a)!);
  const withRaised = (count: number): Storage =>
    new Map(dearestFirst.map((step, i) => [step, i < count ? after : before]));
  let [low, high] = [1, convolutions.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (await fits(withRaised(middle))) high = middle;
    else low = middle + 1;
  }
  return planOf(withRaised(high));
}

async function channelMeans(
  { spec, folded }: Classifier,
  images: Float32Array,
): Promise<Map<string, Float32Array>> {
  const backbone = tfjsBackbone(spec, folded, await loadBackend());
  try {
    return await backbone.channelMeans(images);
  } finally {
    backbone.dispose();
  }
}

/** Evenly chosen images. */
function spread(images: Float32Array, pixels: number, count: number): Float32Array {
  const all = images.length / pixels;
  const chosen = new Float32Array(count * pixels);
  for (let i = 0; i < count; i++) {
    const start = Math.floor((i * all) / count) * pixels;
    chosen.set(images.subarray(start, start + pixels), i * pixels);
  }
  return chosen;
}

function largestChange(before: Float32Array, after: Float32Array): number {
  return before.reduce((most, p, i) => Math.max(most, Math.abs(after[i]! - p)), 0);
}
