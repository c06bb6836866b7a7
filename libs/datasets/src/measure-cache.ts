import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImageMeasures } from './measure-image.ts';

/** Names the definition of the measures: another one wants another file. */
const FILE = 'measures-1.txt';
const NUMBER = String.raw`(\d+(?:\.\d+)?(?:e[+-]\d+)?)`;
const LINE = new RegExp(`^([0-9a-f]{64}) ${NUMBER} ${NUMBER} ([0-9a-f]{16})$`);

/**
 * Measures on disk by the content of the image: a text with a line an image, to which processes only ever append, each
 * what it has at once. A line that was cut short means nothing, and its image is measured again.
 */
export class MeasureCache {
  readonly #folder: string;
  readonly #known = new Map<string, ImageMeasures>();
  readonly #added: string[] = [];

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Opens the one below `cacheFolder`; what can't be read is empty. */
  static async open(cacheFolder: string): Promise<MeasureCache> {
    const cache = new MeasureCache(join(cacheFolder, 'images'));
    const text = await readFile(join(cache.#folder, FILE), 'utf8').catch(() => '');
    for (const line of text.split('\n')) {
      const [, sha256, brightness, sharpness, perceptualHash] = LINE.exec(line) ?? [];
      if (sha256 === undefined) continue;
      cache.#known.set(sha256, {
        brightness: Number(brightness),
        sharpness: Number(sharpness),
        perceptualHash: perceptualHash!,
      });
    }
    return cache;
  }

  get(sha256: string): ImageMeasures | undefined {
    return this.#known.get(sha256);
  }

  add(sha256: string, measures: ImageMeasures): void {
    if (this.#known.has(sha256)) return;
    this.#known.set(sha256, measures);
    this.#added.push(`${sha256} ${measures.brightness} ${measures.sharpness} ${measures.perceptualHash}`);
  }

  /** Writes what was added. Where that fails, it is measured again another time. */
  async flush(): Promise<void> {
    const lines = this.#added.splice(0);
    if (lines.length === 0) return;
    try {
      await mkdir(this.#folder, { recursive: true });
      // begins a line of its own, whatever was cut short before it
      await appendFile(join(this.#folder, FILE), `\n${lines.join('\n')}\n`);
    } catch {
      // a full disk or a read-only folder: the cache of features says so
    }
  }
}
