import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '@bestiary/contracts/error';

/** Everything that features depend on, the image apart. */
export interface FeatureCacheKey {
  backbone: string;
  weightsSha256: string;
  inputSize: number;
  /** how images become the backbone's input: `stretch;x/127.5-1` */
  preprocessing: string;
  /** native and WebAssembly features differ in the last digits, so each has its own */
  backend: string;
  /** of which size images were computed together: a number, or `any` */
  batches: string;
  featureCount: number;
}

/**
 * Features on disk by the content of the image. A cache is a folder of packs that are written once and never changed:
 *
 * `magic (8) · rows (u32) · features (u32) · [sha256 of the image (32)] × rows · [float32 × features] × rows · sha256 of all before (32)`
 *
 * A pack is written beside its place and renamed, so two processes on one cache only ever add to each other. A pack that is cut short or
 * altered is found when it is opened and removed; what it held is computed again. Of many packs, those beyond {@link RESIDENT_BYTES} are
 * read from disk when they are asked for.
 */
export class FeatureCache {
  readonly #folder: string;
  readonly #featureCount: number;
  readonly #rows = new Map<string, { pack: number; row: number }>();
  readonly #packs: Pack[] = [];
  /** the pack that was read from disk last: rows are mostly asked for in the order in which they were written */
  #open: { pack: number; features: Float32Array } | undefined;
  #pending: { images: string[]; features: Float32Array[] } = { images: [], features: [] };
  #warning: string | undefined;

  private constructor(folder: string, featureCount: number) {
    this.#folder = folder;
    this.#featureCount = featureCount;
  }

  /** Opens the cache of this key below `cacheFolder`; an unreadable folder gives an empty cache with a warning. */
  static async open(cacheFolder: string, key: FeatureCacheKey): Promise<FeatureCache> {
    const id = createHash('sha256')
      .update(
        JSON.stringify([
          key.backbone,
          key.weightsSha256,
          key.inputSize,
          key.preprocessing,
          key.backend,
          key.batches,
          key.featureCount,
        ]),
      )
      .digest('hex');
    const cache = new FeatureCache(join(cacheFolder, 'features', id.slice(0, 32)), key.featureCount);
    await cache.#readPacks();
    return cache;
  }

  /** One line, when the cache could not be read or written and the training goes on without it. */
  get warning(): string | undefined {
    return this.#warning;
  }

  /** SHA-256 of every image whose features are here. */
  images(): Iterable<string> {
    return this.#rows.keys();
  }

  has(image: string): boolean {
    return this.#rows.has(image);
  }

  /** Copies an image's features to `target` at `offset`; `false` when they aren't there. */
  copy(image: string, target: Float32Array, offset: number): boolean {
    const found = this.#rows.get(image);
    if (!found) return false;
    const start = found.row * this.#featureCount;
    target.set(this.#featuresOf(found.pack).subarray(start, start + this.#featureCount), offset);
    return true;
  }

  /** @throws Error when a pack that was whole has gone since */
  #featuresOf(index: number): Float32Array {
    const { features, path } = this.#packs[index]!;
    if (features) return features;
    if (this.#open?.pack !== index) {
      const read = decodePack(readFileSync(path), this.#featureCount);
      if (!read) throw new Error(`${path} was damaged while it was in use`);
      this.#open = { pack: index, features: read.features };
    }
    return this.#open.features;
  }

  /** Adds an image's features, `[featureCount]`; written when {@link PACK_ROWS} have come, or by {@link flush}. */
  async add(image: string, features: Float32Array): Promise<void> {
    if (this.#rows.has(image)) return;
    this.#pending.images.push(image);
    this.#pending.features.push(features.slice());
    if (this.#pending.images.length >= PACK_ROWS) await this.flush();
  }

  /** Writes what was added. A full disk or a read-only folder ends in {@link warning}, not in an error. */
  async flush(): Promise<void> {
    const { images, features } = this.#pending;
    this.#pending = { images: [], features: [] };
    if (images.length === 0 || this.#warning !== undefined) return;
    const partial = join(this.#folder, `.${randomUUID()}.partial`);
    try {
      await mkdir(this.#folder, { recursive: true });
      const bytes = encodePack(images, features, this.#featureCount);
      const file = await open(partial, 'wx');
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(partial, join(this.#folder, `${randomUUID()}.pack`));
    } catch (error) {
      await rm(partial, { force: true }).catch(() => undefined);
      this.#warning = `features can't be cached in ${this.#folder}: ${messageOf(error)}; the training goes on without`;
    }
  }

  /** Removes what killed processes left half-written. */
  async #sweep(names: readonly string[]): Promise<void> {
    for (const name of names) {
      const path = join(this.#folder, name);
      const age = await stat(path).then(
        ({ mtimeMs }) => Date.now() - mtimeMs,
        () => 0,
      );
      if (age > ABANDONED_AFTER_MS) await rm(path, { force: true }).catch(() => undefined);
    }
  }

  async #readPacks(): Promise<void> {
    let names: string[];
    try {
      const all = await readdir(this.#folder);
      names = all.filter((name) => name.endsWith('.pack')).sort();
      await this.#sweep(all.filter((name) => name.endsWith('.partial')));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
        this.#warning = `the feature cache can't be read: ${messageOf(error)}`;
      return;
    }
    let resident = 0;
    for (const name of names) {
      const path = join(this.#folder, name);
      const pack = await readFile(path).then(
        (bytes) => decodePack(bytes, this.#featureCount),
        () => undefined,
      );
      if (!pack) {
        await rm(path, { force: true }).catch(() => undefined);
        continue;
      }
      resident += pack.features.byteLength;
      const features = resident <= RESIDENT_BYTES ? pack.features : undefined;
      const index = this.#packs.push({ path, features }) - 1;
      pack.images.forEach((image, row) => this.#rows.set(image, { pack: index, row }));
    }
  }
}

interface Pack {
  readonly path: string;
  /** absent when it is read on demand */
  readonly features: Float32Array | undefined;
}

/** Features that are kept in memory, in bytes; packs beyond them are read when asked for. */
const RESIDENT_BYTES = 64 * 2 ** 20;

/** A half-written pack of this age (milliseconds) belongs to no process any more. */
const ABANDONED_AFTER_MS = 60 * 60 * 1_000;

/** Rows in a full pack: 5 MB of 1,280 features. */
export const PACK_ROWS = 1_024;

const MAGIC = Buffer.from('BSTFEAT1');
const HEADER = 16;
const DIGEST = 32;

function encodePack(
  images: readonly string[],
  features: readonly Float32Array[],
  featureCount: number,
): Buffer {
  const rows = images.length;
  const start = HEADER + rows * DIGEST;
  const bytes = Buffer.alloc(start + rows * featureCount * 4 + DIGEST);
  MAGIC.copy(bytes);
  bytes.writeUInt32LE(rows, 8);
  bytes.writeUInt32LE(featureCount, 12);
  images.forEach((image, row) => bytes.write(image, HEADER + row * DIGEST, 'hex'));
  features.forEach((row, i) =>
    Buffer.from(row.buffer, row.byteOffset, row.byteLength).copy(bytes, start + i * featureCount * 4),
  );
  createHash('sha256')
    .update(bytes.subarray(0, -DIGEST))
    .digest()
    .copy(bytes, bytes.length - DIGEST);
  return bytes;
}

/** `undefined` for a pack that is not whole or holds features of another length. */
function decodePack(
  bytes: Buffer,
  featureCount: number,
): { images: string[]; features: Float32Array } | undefined {
  if (bytes.length < HEADER + DIGEST || !bytes.subarray(0, 8).equals(MAGIC)) return undefined;
  const rows = bytes.readUInt32LE(8);
  const start = HEADER + rows * DIGEST;
  if (bytes.readUInt32LE(12) !== featureCount || bytes.length !== start + rows * featureCount * 4 + DIGEST)
    return undefined;
  const digest = createHash('sha256').update(bytes.subarray(0, -DIGEST)).digest();
  if (!digest.equals(bytes.subarray(-DIGEST))) return undefined;
  const images = Array.from({ length: rows }, (_, row) =>
    bytes.toString('hex', HEADER + row * DIGEST, HEADER + (row + 1) * DIGEST),
  );
  return {
    images,
    features: new Float32Array(Uint8Array.prototype.slice.call(bytes, start, -DIGEST).buffer),
  };
}
