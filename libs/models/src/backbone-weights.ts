import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BestiaryError, messageOf } from '@bestiary/contracts/error';
import { type BackboneSpec } from './backbone-spec.ts';
import { backboneSpec } from './backbones.ts';
import { defaultCacheFolder } from './cache-folder.ts';
import { readFoldedGraph, writeFoldedGraph } from './folded-graph-file.ts';
import { type FoldedGraph, foldGraph } from './folded-graph.ts';
import { parseKerasWeights, readWeightBytes } from './keras-weight-file.ts';
import { checkNormalization } from './keras-normalization.ts';
import { publishedWeights } from './published-weights.ts';
import { download, keep, readKept } from './weight-download.ts';
import { checkWeights, matchLayers, type WeightMap } from './weight-map.ts';

export type WeightSource = 'file' | 'cache' | 'download' | 'bundled';

/** Weights that were found and read, and the backbone they belong to. */
export interface BackboneWeights {
  readonly source: WeightSource;
  /** the file's name */
  readonly name: string;
  /** of the file's bytes: what the feature cache goes by */
  readonly sha256: string;
  /** one line for people: which weights, from where */
  readonly line: string;
  /** as asked for, but of the bundled weights' width when those are used */
  readonly spec: BackboneSpec;
  /** parses the file on first use and checks every shape; rejects with `invalid_input` naming the first layer that doesn't fit */
  readonly load: () => Promise<WeightMap>;
  /**
   * The backbone with its weights, ready to run: from the cache folder where these weights have been folded before (then neither parsed nor
   * checked again), else as {@link load} gives them, and then kept there.
   */
  readonly folded: () => Promise<FoldedGraph>;
}

export interface WeightRequest {
  /** one of `BACKBONES` */
  backbone: string;
  /** width multiplier, for the families that have one; 1 when absent */
  alpha?: number;
  inputSize: number;
  /** a Keras no-top weights file; nothing else is tried then */
  file?: string;
  cacheFolder?: string;
  /** how long the published file may take to begin to arrive, and pause while it does (milliseconds) */
  patienceMs?: number;
}

/** The weights in this repository: of MobileNetV2 alone. */
const BUNDLED = { backbone: 'mobilenet_v2', alpha: 0.35, file: 'mobilenet_v2_0.35_procedural.h5' } as const;
/** Where they are, from src as from dist. */
export const BUNDLED_WEIGHTS = fileURLToPath(new URL(`../weights/${BUNDLED.file}`, import.meta.url));

/** Which folding the kept files are of: raised when `foldGraph` makes other numbers of the same weights. */
const FOLDING = 1;

/**
 * Finds weights for a backbone: the file that was named; else Keras' published file in the cache folder, or from its address
 * (and then into the cache); else, for MobileNetV2, the small backbone in this repository, which has its own width.
 *
 * A file that arrived is taken when its length is what the server announced, it has the checksum that Keras publishes (MobileNetV2's
 * files have none), and every layer has the shape expected; its sha256 is kept beside it and must agree ever after.
 *
 * @throws BestiaryError `invalid_input` for a backbone that can't be; `not_found` or `invalid_input` for a named file that can't be
 *   read (whether it fits is found by `load`); `unavailable` where no file was named and none can be had
 */
export async function findWeights(request: WeightRequest): Promise<BackboneWeights> {
  const spec = backboneSpec(request.backbone, request);
  const cacheFolder = request.cacheFolder ?? defaultCacheFolder();
  const found = (source: WeightSource, path: string, bytes: Buffer): BackboneWeights =>
    fromBytes({ source, path, bytes, spec, cacheFolder });
  if (request.file !== undefined) return found('file', request.file, await readWeightBytes(request.file));
  const folder = join(cacheFolder, 'weights');
  const published = publishedWeights(spec);
  try {
    if (!published)
      throw new BestiaryError('unavailable', `Keras publishes no weights of the width ${spec.alpha}`);
    const path = join(folder, published.name);
    const cached = await readKept(path);
    if (cached) return found('cache', path, cached);
    const bytes = await download(published, request.patienceMs ?? 4_000);
    const weights = found('download', published.name, bytes);
    await weights.load();
    await keep(folder, published.name, bytes);
    return weights;
  } catch (error) {
    if (spec.family !== BUNDLED.backbone) {
      throw new BestiaryError('unavailable', `weights of ${spec.name} can't be had: ${messageOf(error)}`, {
        cause: error,
        hint: published
          ? `give --weights FILE.h5: Keras' own is ${published.url}`
          : 'give --weights FILE.h5, or choose a width that Keras publishes (--alpha 0.75 or 1)',
      });
    }
    const bundled = backboneSpec(BUNDLED.backbone, { ...BUNDLED, inputSize: request.inputSize });
    const bytes = await readWeightBytes(BUNDLED_WEIGHTS);
    const source = { source: 'bundled', path: BUNDLED_WEIGHTS, bytes, spec: bundled } as const;
    return fromBytes({ ...source, cacheFolder, whyNot: messageOf(error) });
  }
}

interface FoundBytes {
  source: WeightSource;
  path: string;
  bytes: Buffer;
  spec: BackboneSpec;
  cacheFolder: string;
  /** why the bundled weights are used */
  whyNot?: string;
}

function fromBytes({ source, path, bytes, spec, cacheFolder, whyNot }: FoundBytes): BackboneWeights {
  const name = basename(path);
  const sha256 = sha256Of(bytes);
  const lines: Record<WeightSource, string> = {
    file: `weights: ${path}`,
    cache: `weights: ImageNet, ${path}`,
    download: `weights: ImageNet, downloaded ${name}`,
    bundled: `weights: the small backbone of this repository (${spec.name}, procedural textures), because ImageNet weights can't be had: ${whyNot}. Give --weights FILE.h5 for better ones.`,
  };
  let parsed: Promise<WeightMap> | undefined;
  const load = (): Promise<WeightMap> => (parsed ??= parse(spec, bytes, path));
  let folding: Promise<FoldedGraph> | undefined;
  return {
    source,
    name,
    sha256,
    line: lines[source],
    spec,
    load,
    folded: () => (folding ??= foldOnce(join(cacheFolder, 'folded'), spec, sha256, load)),
  };
}

/** @throws BestiaryError `invalid_input` for bytes that are no weights of this backbone */
async function parse(spec: BackboneSpec, bytes: Buffer, path: string): Promise<WeightMap> {
  const weights = matchLayers(spec, await parseKerasWeights(bytes, path));
  checkWeights(spec, weights, path);
  checkNormalization(spec, weights, path);
  return weights;
}

/** Parsing and folding take some tenths of a second, reading what they came to a few hundredths: all that a folder without room costs. */
async function foldOnce(
  folder: string,
  spec: BackboneSpec,
  weightsSha256: string,
  load: () => Promise<WeightMap>,
): Promise<FoldedGraph> {
  const key = sha256Of(Buffer.from(JSON.stringify({ FOLDING, spec, weightsSha256 })));
  const path = join(folder, `${spec.name}-${spec.inputSize}-${key.slice(0, 16)}`);
  const kept = await readFoldedGraph(path);
  if (kept) return kept;
  const folded = foldGraph(spec, await load());
  await writeFoldedGraph(path, folded).catch(() => undefined);
  return folded;
}

function sha256Of(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
