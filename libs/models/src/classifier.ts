import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BestiaryError, messageOf } from '@bestiary/contracts/error';
import { z } from 'zod';
import { type BackboneSpec } from './backbone-spec.ts';
import { backboneByName } from './backbones.ts';
import { type FoldedGraph, foldGraph } from './folded-graph.ts';
import { denseShapes, type DenseShape, type Head, zeroHead } from './head.ts';
import { scaleLayer } from './layer-configs.ts';
import { featureCount, type LayerGraph, weightTable } from './layer-graph.ts';
import { type Optimizer, OPTIMIZERS } from './optimizer.ts';
import { fromTfjsSlot } from './tfjs-optimizer.ts';
import { type SavedArray, unpackWeights, WeightGroup } from './weight-manifest.ts';
import { type WeightArray, type WeightMap } from './weight-map.ts';

/** How images of another shape become square; the words of `--resize`. */
const RESIZES = ['stretch', 'crop', 'pad'] as const;

/** What a saved classifier carries beside its weights. */
export const ClassifierMetadata = z.object({
  /** in the order of the outputs */
  classNames: z.array(z.string()).min(2).readonly(),
  /** two classes: class 1 is predicted from this probability on */
  threshold: z.number().min(0).max(1),
  /** what logits are divided by to make calibrated probabilities; the model itself leaves it to its user */
  temperature: z.number().positive().optional(),
  preprocessing: z.object({
    imageSize: z.int().min(1),
    resize: z.enum(RESIZES),
    interpolation: z.literal('bilinear'),
    pixels: z.literal('0..255'),
    scaledInModel: z.string(),
  }),
  provenance: z.object({
    runId: z.string(),
    datasetSha256: z.string(),
    weightsSha256: z.string(),
    weightsName: z.string(),
    bestiaryVersion: z.string(),
    createdAt: z.string(),
  }),
});
export type ClassifierMetadata = z.infer<typeof ClassifierMetadata>;

/** What is known of an optimizer when it rests. */
export type OptimizerState = Pick<Optimizer, 'name' | 'config' | 'learningRate' | 'iterations' | 'slots'>;

/** A trained classifier: everything that predictions, and going on with the training, need. */
export interface Classifier {
  readonly spec: BackboneSpec;
  readonly folded: FoldedGraph;
  readonly head: Head;
  readonly optimizer: OptimizerState;
  /** before every dense layer */
  readonly dropout: number;
  readonly metadata: ClassifierMetadata;
}

/** The metadata as every format carries it: with the name of the backbone. */
export const SavedMetadata = ClassifierMetadata.extend({ backbone: z.string() });
export type SavedMetadata = z.infer<typeof SavedMetadata>;

export function savedMetadata({ spec, metadata }: Classifier): SavedMetadata {
  return { backbone: spec.name, ...metadata };
}

/** What TensorFlow.js can't say of an optimizer: kept beside its own entry. */
export const SavedOptimizer = z.object({
  name: z.enum(OPTIMIZERS),
  config: z.record(z.string(), z.union([z.number(), z.boolean()])),
  learning_rate: z.number(),
  slots: z.array(z.string()),
});
export type SavedOptimizer = z.infer<typeof SavedOptimizer>;

const ModelJson = z.object({
  format: z.literal('layers-model'),
  trainingConfig: z.object({ dropout: z.number(), optimizer: SavedOptimizer }),
  weightsManifest: z.tuple([WeightGroup]),
  userDefinedMetadata: SavedMetadata,
});

/**
 * Reads a classifier that `saveLayersModel` wrote. A quantised one comes back in float32, as far as it was kept.
 *
 * @param folder with `model.json` and its weights
 * @throws BestiaryError `not_found` where there is no model or a file of it is missing, `invalid_input` for a model that is
 *   not one of Bestiary's, `integrity` for damaged weights
 */
export async function loadClassifier(folder: string): Promise<Classifier> {
  const { trainingConfig, weightsManifest, userDefinedMetadata } = await readModelJson(folder);
  const { backbone, ...metadata } = userDefinedMetadata;
  const arrays = await unpackWeights(folder, weightsManifest[0]);
  const spec = backboneByName(backbone, metadata.preprocessing.imageSize);
  const find = (name: string, shape: readonly number[]): Float32Array => {
    const array = arrays.get(name);
    if (array?.data instanceof Float32Array && String(array.shape) === String(shape)) return array.data;
    throw new BestiaryError(
      'invalid_input',
      `the model in ${folder} is no ${backbone} with a head: "${name}" is ` +
        (array ? `[${array.shape.join(', ')}], not [${shape.join(', ')}]` : 'missing'),
    );
  };
  const head = emptyHead(spec, metadata.classNames.length, arrays);
  fill(head, head.parameters, (shape, part) => find(`${shape.name}/${part}`, denseShapeOf(shape, part)));
  const { optimizer } = trainingConfig;
  return {
    spec,
    folded: withSavedWeights(foldGraph(spec, zeroWeights(spec)), find, arrays),
    head,
    optimizer: {
      name: optimizer.name,
      config: optimizer.config,
      learningRate: optimizer.learning_rate,
      iterations: arrays.get('iter')?.data[0] ?? 0,
      slots: new Map(
        optimizer.slots.map((slot) => {
          const numbers = new Float32Array(head.parameters.length);
          fill(head, numbers, (shape, part) =>
            find(`${shape.name}/${part}/${slot}`, denseShapeOf(shape, part)),
          );
          return [slot, fromTfjsSlot(optimizer, numbers)];
        }),
      ),
    },
    dropout: trainingConfig.dropout,
    metadata,
  };
}

async function readModelJson(folder: string): Promise<z.infer<typeof ModelJson>> {
  const path = join(folder, 'model.json');
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new BestiaryError('not_found', `there is no model in ${folder}: it has no model.json`, {
      cause,
      hint: 'give the folder of a model, NAME/VERSION, or the id of a run',
    });
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new BestiaryError('integrity', `${path} is damaged: ${messageOf(cause)}`, { cause });
  }
  const parsed = ModelJson.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new BestiaryError(
    'invalid_input',
    `${path} is no model that this Bestiary wrote: ${issue!.path.join('.')}: ${issue!.message}`,
    { cause: parsed.error },
  );
}

/** A head of the right shape: what its hidden layers are is seen by their biases. */
function emptyHead(spec: BackboneSpec, classes: number, arrays: ReadonlyMap<string, SavedArray>): Head {
  const hidden: number[] = [];
  for (;;) {
    const biases = arrays.get(`hidden_${hidden.length + 1}/bias`);
    if (!biases) return zeroHead(featureCount(spec), classes, hidden);
    hidden.push(biases.data.length);
  }
}

function denseShapeOf({ inputs, outputs }: DenseShape, part: 'kernel' | 'bias'): number[] {
  return part === 'kernel' ? [inputs, outputs] : [outputs];
}

/** Writes dense layers' arrays, laid out as Keras does, into a head's order. */
function fill(
  head: Head,
  numbers: Float32Array,
  read: (shape: DenseShape, part: 'kernel' | 'bias') => Float32Array,
): void {
  for (const shape of denseShapes(head)) {
    const { inputs, outputs, start } = shape;
    const kernel = read(shape, 'kernel');
    for (let u = 0; u < outputs; u++)
      for (let j = 0; j < inputs; j++) numbers[start + u * inputs + j] = kernel[j * outputs + u]!;
    numbers.set(read(shape, 'bias'), start + inputs * outputs);
  }
}

/** The form of a backbone alone: what is saved is folded already, and takes the place of these. */
function zeroWeights(graph: LayerGraph): WeightMap {
  const weights = new Map<string, Map<string, WeightArray>>();
  for (const { layer, name, shape } of weightTable(graph)) {
    const arrays = weights.get(layer) ?? new Map<string, WeightArray>();
    const data = new Float32Array(shape.reduce((a, b) => a * b, 1));
    weights.set(layer, arrays.set(name, { shape, data }));
  }
  return weights;
}

function withSavedWeights(
  folded: FoldedGraph,
  find: (name: string, shape: readonly number[]) => Float32Array,
  arrays: ReadonlyMap<string, SavedArray>,
): FoldedGraph {
  return {
    ...folded,
    steps: folded.steps.map((step) => {
      if (step.kind !== 'conv' && step.kind !== 'depthwiseConv') return step;
      const array = step.kind === 'conv' ? 'kernel' : 'depthwise_kernel';
      const kernel = find(`${step.name}/${array}`, step.kernelShape);
      const vector = (name: string): Float32Array => find(name, [step.bias.length]);
      const scale = scaleLayer(step.name);
      if (!arrays.has(`${scale}/gamma`)) return { ...step, kernel, bias: vector(`${step.name}/bias`) };
      const gamma = vector(`${scale}/gamma`);
      const scaled = kernel.map((value, i) => value * gamma[i % gamma.length]!);
      return { ...step, kernel: scaled, bias: vector(`${scale}/beta`) };
    }),
  };
}
