import { type Backbone } from './backbone.ts';
import { type BackboneSpec } from './backbone-spec.ts';
import { type Backend } from './backend.ts';
import { foldGraph } from './folded-graph.ts';
import { type LabelledImages } from './labelled-images.ts';
import { type Layer, layerShapes } from './layer-graph.ts';
import { tfjsBackbone } from './tfjs-backbone.ts';
import { type WeightMap } from './weight-map.ts';

/** Images whose outputs are computed and kept at a time. */
const CHUNK = 32;

/**
 * The lower layers of a backbone, which run folded and are not trained. Outputs of images that stay the same are kept, within a bound of
 * memory.
 *
 * The last bits of an output depend on the batch that it is computed in, so what is kept is computed in chunks that are the same in
 * whichever epoch a training begins.
 */
export class FrozenLayers {
  /** of an output, without the batch */
  readonly shape: readonly number[];
  /** numbers of an output */
  readonly length: number;
  readonly #backbone: Backbone;
  readonly #kept = new WeakMap<LabelledImages, Float32Array>();
  #room: number;

  /**
   * @param layers from the input on
   * @param room bytes that may be kept
   */
  constructor(
    spec: BackboneSpec,
    layers: readonly Layer[],
    weights: WeightMap,
    backend: Backend,
    room: number,
  ) {
    const lower = { ...spec, layers };
    this.shape = layerShapes(lower).get(layers.at(-1)!.name)!;
    this.length = this.shape.reduce((a, b) => a * b, 1);
    this.#backbone = tfjsBackbone(lower, foldGraph(lower, weights), backend);
    this.#room = room;
  }

  /**
   * @param rows which images
   * @param signal stops the work between two chunks
   * @returns `[rows.length, ...shape]`
   */
  async outputs(images: LabelledImages, rows: Int32Array, signal?: AbortSignal): Promise<Float32Array> {
    const kept = await this.#keep(images, signal);
    const keptCount = kept.length / this.length;
    const missing = rows.filter((row) => row >= keptCount);
    const computed = missing.length > 0 ? await this.#compute(images, missing) : kept;
    if (missing.length === rows.length) return computed;
    const outputs = new Float32Array(rows.length * this.length);
    let next = 0;
    rows.forEach((row, i) => {
      const [from, at] = row < keptCount ? [kept, row] : [computed, next++];
      outputs.set(from.subarray(at * this.length, (at + 1) * this.length), i * this.length);
    });
    return outputs;
  }

  dispose(): void {
    this.#backbone.dispose();
  }

  /** The outputs of the first images, as many as there is room for. */
  async #keep(images: LabelledImages, signal: AbortSignal | undefined): Promise<Float32Array> {
    const found = this.#kept.get(images);
    if (found) return found;
    const bytes = this.length * Float32Array.BYTES_PER_ELEMENT;
    const count = images.constant ? Math.min(images.labels.length, Math.floor(this.#room / bytes)) : 0;
    const kept = new Float32Array(count * this.length);
    for (let start = 0; start < count; start += CHUNK) {
      signal?.throwIfAborted();
      const rows = Int32Array.from({ length: Math.min(CHUNK, count - start) }, (_, i) => start + i);
      kept.set(await this.#compute(images, rows), start * this.length);
    }
    this.#room -= count * bytes;
    this.#kept.set(images, kept);
    return kept;
  }

  async #compute(images: LabelledImages, rows: Int32Array): Promise<Float32Array> {
    return this.#backbone.features(await images.read(rows));
  }
}
