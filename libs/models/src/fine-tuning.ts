import type * as Tfjs from '@tensorflow/tfjs-core';
import { type BackboneSpec } from './backbone-spec.ts';
import { type Backend, loadBackend } from './backend.ts';
import { FrozenLayers } from './frozen-layers.ts';
import { type GraphCut, cutGraph } from './graph-cut.ts';
import { HeadBatch } from './head-batch.ts';
import { type HeadTrainingOptions, epochOrder, evaluateHead } from './head-training.ts';
import { type Head } from './head.ts';
import { type LabelledImages } from './labelled-images.ts';
import { type WeightSpec, featureCount, weightTable } from './layer-graph.ts';
import { type Optimizer } from './optimizer.ts';
import { Random } from './random.ts';
import { TrainableGraph } from './trainable-graph.ts';
import { type TrainingSnapshot } from './training-snapshot.ts';
import { type EpochFigures, TrainingState } from './training-state.ts';
import { type WeightArray, type WeightMap, weightOf } from './weight-map.ts';

/** Images that features are computed of at a time. */
const CHUNK = 32;

/** Half a gigabyte. */
const KEPT_BYTES = 2 ** 29;

export interface FineTuningOptions extends HeadTrainingOptions {
  /** the first layer of the backbone that is trained, by name or place: see {@link cutGraph} */
  readonly from: string | number;
  /** most bytes of memory for what the frozen layers make of images that stay the same; default: half a gigabyte */
  readonly keptBytes?: number;
}

/**
 * Trains the upper layers of a backbone together with a head that has converged, on native TensorFlow: kernels, biases, and batch norm's
 * gamma and beta. Batch norm stays in inference mode, as with `base(x, training=False)` in Keras; L2 is of the head alone. The same input
 * gives the same numbers bit for bit, whichever epoch it goes on from.
 *
 * The second half of TensorFlow's tutorial "Transfer learning and fine-tuning".
 */
export class FineTuning {
  readonly #spec: BackboneSpec;
  readonly #weights: WeightMap;
  readonly #options: FineTuningOptions;
  readonly #backend: Backend;
  readonly #graph: TrainableGraph;
  readonly #cut: GraphCut;
  readonly #frozen: FrozenLayers;
  /** weights of the layers above the cut that are not trained, by `layer/name` */
  readonly #constants: ReadonlyMap<string, Tfjs.Tensor>;
  /** its parameters are the end of the state's */
  readonly #head: Head;
  readonly #state: TrainingState;

  /**
   * @param weights of the whole backbone; not changed
   * @param head not changed
   * @param newOptimizer makes an optimizer of so many parameters; in the tutorial with a tenth of the head's learning rate
   * @param snapshot of a fine-tuning with the same options, which this one continues
   * @throws BestiaryError `unavailable` without native TensorFlow, `invalid_input` for a layer that is not there, `conflict` for a snapshot
   *   of another training
   */
  static async begin(
    spec: BackboneSpec,
    weights: WeightMap,
    head: Head,
    newOptimizer: (parameterCount: number) => Optimizer,
    options: FineTuningOptions,
    snapshot?: TrainingSnapshot,
  ): Promise<FineTuning> {
    const backend = await loadBackend('tensorflow');
    return new FineTuning(spec, weights, head, newOptimizer, options, snapshot, backend);
  }

  private constructor(
    spec: BackboneSpec,
    weights: WeightMap,
    head: Head,
    newOptimizer: (parameterCount: number) => Optimizer,
    options: FineTuningOptions,
    snapshot: TrainingSnapshot | undefined,
    backend: Backend,
  ) {
    const cut = cutGraph(spec, options.from);
    const baseCount = cut.trained.reduce((sum, { length }) => sum + length, 0);
    const parameters = new Float32Array(baseCount + head.parameters.length);
    let at = 0;
    for (const { layer, name, length } of cut.trained) {
      parameters.set(weightOf(weights, layer, name).data, at);
      at += length;
    }
    parameters.set(head.parameters, baseCount);

    this.#spec = spec;
    this.#weights = weights;
    this.#options = options;
    this.#backend = backend;
    this.#graph = new TrainableGraph(backend.tf);
    this.#cut = cut;
    this.#head = { ...head, parameters: parameters.subarray(baseCount) };
    this.#state = new TrainingState(parameters, newOptimizer(parameters.length), options, snapshot);
    this.#frozen = new FrozenLayers(spec, cut.below, weights, backend, options.keptBytes ?? KEPT_BYTES);
    this.#constants = constantsOf(spec, cut, weights, backend);
  }

  /** epochs done */
  get epoch(): number {
    return this.#state.epoch;
  }

  /** whether all epochs are done, or early stopping has ended the training */
  get done(): boolean {
    return this.#state.done;
  }

  get stoppedEarly(): boolean {
    return this.#state.stoppedEarly;
  }

  /** the best epoch so far, from 0; undefined before the first */
  get bestEpoch(): number | undefined {
    return this.#state.bestEpoch;
  }

  /** A copy of the head as it is now. */
  get head(): Head {
    return { ...this.#head, parameters: this.#head.parameters.slice() };
  }

  /** The backbone's weights as they are now: fold them to predict, or save them. Arrays that are not trained are those given. */
  weights(): WeightMap {
    const weights = new Map(Array.from(this.#weights, ([layer, arrays]) => [layer, new Map(arrays)]));
    for (const { layer, name, shape, data } of this.#trainedArrays())
      weights.get(layer)!.set(name, { shape, data: data.slice() });
    return weights;
  }

  /**
   * One pass over the images, and a look at the validation images.
   *
   * @param training the same images in each epoch, or other views of them, in the same order
   * @param signal stops between two batches
   * @throws BestiaryError `diverged` when a loss is not finite; what reading images throws; the signal's reason. All is then as it was
   *   after the last good epoch
   */
  async nextEpoch(
    training: LabelledImages,
    validation: LabelledImages,
    signal?: AbortSignal,
  ): Promise<EpochFigures> {
    const before = this.#state.snapshot();
    try {
      const { loss, accuracy } = await this.#trainEpoch(training, signal);
      const features = await this.features(validation, signal);
      const judged = evaluateHead(this.#head, { features, labels: validation.labels }, this.#options);
      const figures: EpochFigures = {
        epoch: this.epoch,
        loss,
        accuracy,
        validationLoss: judged.loss,
        validationAccuracy: judged.accuracy,
        validationBalancedAccuracy: judged.balancedAccuracy,
      };
      this.#state.endEpoch(figures);
      return figures;
    } catch (error) {
      this.#state.restore(before);
      throw error;
    }
  }

  /**
   * Features of all images by the backbone as it is now.
   *
   * @param signal stops between two batches
   * @returns `[n, featureCount]`, in the order of the images
   */
  async features(images: LabelledImages, signal?: AbortSignal): Promise<Float32Array> {
    const { tf } = this.#backend;
    const count = images.labels.length;
    const width = featureCount(this.#spec);
    const features = new Float32Array(count * width);
    const order = epochOrder(count, undefined);
    for await (const { rows, outputs } of this.#batches(images, order, CHUNK, signal)) {
      const computed = tf.tidy(() =>
        this.#runAbove(outputs, rows.length, this.#trainedTensors()).dataSync<'float32'>(),
      );
      features.set(computed, rows[0]! * width);
    }
    return features;
  }

  /** A copy of everything that a later {@link FineTuning} needs to go on. */
  snapshot(): TrainingSnapshot {
    return this.#state.snapshot();
  }

  /** Goes back to the best epoch where the options ask for that; the optimizer stays as it is. */
  finish(): void {
    this.#state.finish();
  }

  /** Frees the tensors; weights and head can still be read. */
  dispose(): void {
    this.#frozen.dispose();
    this.#backend.tf.dispose([...this.#constants.values()]);
  }

  async #trainEpoch(
    images: LabelledImages,
    signal: AbortSignal | undefined,
  ): Promise<{ loss: number; accuracy: number }> {
    const { batchSize, seed, shuffle } = this.#options;
    const { labels } = images;
    const random = new Random(seed, this.epoch + 1);
    const order = epochOrder(labels.length, shuffle === false ? undefined : random);
    const head = new HeadBatch(this.#head, this.#options);
    const gradient = new Float32Array(this.#state.parameters.length);
    const stepsPerEpoch = Math.ceil(order.length / batchSize);
    let loss = 0;
    let right = 0;
    for await (const { rows, outputs } of this.#batches(images, order, batchSize, signal)) {
      const batchLabels = rows.map((row) => labels[row]!);
      this.#backpropagate(outputs, rows.length, gradient, (features, slopes) => {
        const all = epochOrder(rows.length, undefined);
        const headGradient = gradient.subarray(-this.#head.parameters.length);
        const figures = head.run(features, batchLabels, all, random, headGradient, slopes);
        loss += figures.loss;
        right += figures.right;
      });
      this.#state.step(gradient, stepsPerEpoch);
    }
    return { loss: loss / order.length, accuracy: right / order.length };
  }

  /** What the frozen layers make of one batch after another; the next is begun before the one before is used. */
  async *#batches(
    images: LabelledImages,
    order: Int32Array,
    size: number,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<{ rows: Int32Array; outputs: Float32Array }> {
    const begin = (start: number): { rows: Int32Array; outputs: Promise<Float32Array> } => {
      const rows = order.subarray(start, start + size);
      const outputs = this.#frozen.outputs(images, rows, signal);
      // awaited below, unless what was made of the batch before was wrong
      outputs.catch(() => undefined);
      return { rows, outputs };
    };
    let next = begin(0);
    for (let start = size; start < order.length + size; start += size) {
      signal?.throwIfAborted();
      const { rows } = next;
      const outputs = await next.outputs;
      if (start < order.length) next = begin(start);
      yield { rows, outputs };
    }
  }

  /**
   * Computes the gradient by the trained weights.
   *
   * @param outputs of the frozen layers, for `count` images
   * @param gradient its first part is overwritten
   * @param ofHead is given the features `[count, featureCount]` and leaves the loss' slopes by them in `slopes`
   */
  #backpropagate(
    outputs: Float32Array,
    count: number,
    gradient: Float32Array,
    ofHead: (features: Float32Array, slopes: Float32Array) => void,
  ): void {
    const { tf } = this.#backend;
    tf.tidy(() => {
      const headLoss = tf.customGrad((features) => {
        const slopes = new Float32Array((features as Tfjs.Tensor).size);
        ofHead((features as Tfjs.Tensor).dataSync<'float32'>(), slopes);
        // the head's loss is summed up elsewhere: nothing but its slopes matters here
        return {
          value: tf.scalar(0),
          gradFunc: () => tf.tensor(slopes, (features as Tfjs.Tensor).shape),
        };
      });
      const run = (...trained: Tfjs.Tensor[]): Tfjs.Scalar =>
        headLoss(this.#runAbove(outputs, count, trained));
      const { grads } = tf.valueAndGrads(run)(this.#trainedTensors());
      let at = 0;
      for (const grad of grads) {
        gradient.set(grad.dataSync<'float32'>(), at);
        at += grad.size;
      }
    });
  }

  /** The layers above the cut: `[count, featureCount]`. */
  #runAbove(outputs: Float32Array, count: number, trained: readonly Tfjs.Tensor[]): Tfjs.Tensor {
    const { below, above } = this.#cut;
    const weights = new Map(this.#constants);
    this.#cut.trained.forEach((weight, i) => weights.set(keyOf(weight), trained[i]!));
    const input = this.#backend.tf.tensor(outputs, [count, ...this.#frozen.shape]);
    return this.#graph.runLayers(above, weights, new Map([[below.at(-1)!.name, input]]), { kind: 'infer' });
  }

  #trainedTensors(): Tfjs.Tensor[] {
    return this.#trainedArrays().map(({ shape, data }) => this.#backend.tf.tensor(data, [...shape]));
  }

  /** The trained weights, each a part of the state's parameters. */
  #trainedArrays(): (WeightSpec & WeightArray)[] {
    let at = 0;
    return this.#cut.trained.map((weight) => ({
      ...weight,
      data: this.#state.parameters.subarray(at, (at += weight.length)),
    }));
  }
}

/** Tensors of the weights above the cut that are not trained, by `layer/name`. */
function constantsOf(
  spec: BackboneSpec,
  { above, trained }: GraphCut,
  weights: WeightMap,
  { tf }: Backend,
): Map<string, Tfjs.Tensor> {
  const layers = new Set(above.map(({ name }) => name));
  const changing = new Set(trained.map(keyOf));
  return new Map(
    weightTable(spec)
      .filter((weight) => layers.has(weight.layer) && !changing.has(keyOf(weight)))
      .map((weight) => {
        const { data, shape } = weightOf(weights, weight.layer, weight.name);
        return [keyOf(weight), tf.tensor(data, [...shape])];
      }),
  );
}

function keyOf({ layer, name }: WeightSpec): string {
  return `${layer}/${name}`;
}
