import { createHash } from 'node:crypto';
import type { Split } from '@bestiary/contracts/dataset';
import { compareCodePoints } from './code-point-order.ts';

/** An image as a manifest names it. */
export interface ManifestImage {
  readonly path: string;
  /** index into the class names */
  readonly label: number;
  readonly split: Split;
  readonly sha256: string;
}

interface ListedImage {
  readonly path: string;
  readonly label: number;
  readonly sha256: string;
}

/** What training uses: the classes and the images of each part, in the order in which they are used. */
export interface SplitManifest {
  readonly classNames: readonly string[];
  readonly seed: number;
  /** `keras`, `stratified`, or `folds` of a cross-validation */
  readonly kind: string;
  /** one part, or one a fold */
  readonly parts: readonly {
    readonly training: readonly ListedImage[];
    readonly validation: readonly ListedImage[];
  }[];
  readonly test?: readonly ListedImage[] | undefined;
}

/**
 * The name of a data set by its content: SHA-256 of the class names and of each image's path, label, part and content
 * hash, ordered by path. Where the folder lies, its name and the order of the images don't matter. The part does,
 * because a registered data set keeps it: another seed makes another data set of the same images.
 */
export function manifestSha256(classNames: readonly string[], images: readonly ManifestImage[]): string {
  const rows = [...images]
    .sort((a, b) => compareCodePoints(a.path, b.path) || compareCodePoints(a.split, b.split))
    .map(({ path, label, split, sha256 }) => [path, label, split, sha256]);
  const canonical = JSON.stringify({ version: 1, classNames, images: rows });
  return createHash('sha256').update(canonical).digest('hex');
}

/**
 * The split as a file: class names, how it came about, and each part's images in order; ends with a line feed. Of a fold, the
 * validation images are listed: the others are its training images.
 */
export function splitManifestJson({ classNames, seed, kind, parts, test }: SplitManifest): string {
  const rows = (images: readonly ListedImage[]) =>
    images.map(({ path, label, sha256 }) => ({ path, label, sha256 }));
  const [part] = parts;
  const manifest = {
    class_names: classNames,
    seed,
    split: kind,
    ...(parts.length > 1
      ? { folds: parts.map(({ validation }) => rows(validation)) }
      : { training: rows(part?.training ?? []), validation: rows(part?.validation ?? []) }),
    ...(test && { test: rows(test) }),
  };
  return `${JSON.stringify(manifest, null, 1)}\n`;
}
