import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Curve } from '@bestiary/ui/curve';

export interface PlotRequest {
  title: string;
  /** by metric key; steps from 0 */
  curves: Curve[];
  classNames: readonly string[];
  /** `[predicted][label]` */
  confusion: number[][];
}

/** SVG documents. */
export interface Plots {
  learningCurves: string;
  confusionMatrix: string;
}

/**
 * Draws plots on a thread of its own. Loading the charts takes as long as the training of a small head: begun before
 * it, both are done together. `close` it in any case: the thread keeps the process alive.
 */
export class Plotter {
  readonly #worker = new Worker(new URL('./plot-worker.js', import.meta.url));
  readonly #answer: Promise<unknown[]>;

  constructor() {
    this.#answer = once(this.#worker, 'message');
    this.#answer.catch(() => undefined); // thrown by `draw`
  }

  /** Draws once. */
  async draw(request: PlotRequest): Promise<Plots> {
    this.#worker.postMessage(request);
    const [plots] = await this.#answer;
    return plots as Plots;
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}
