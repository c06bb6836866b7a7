import type { CheckedImage } from './batches.ts';

/** The same image on both sides of a split. */
export interface Leak {
  /** paths in the training set */
  readonly training: readonly string[];
  /** paths in the set that is meant to be unseen */
  readonly heldOut: readonly string[];
}

/** Finds the images of a validation or test set whose bytes are also in the training set, in the order of the former. */
export function findLeaks(
  training: readonly Pick<CheckedImage, 'path' | 'sha256'>[],
  heldOut: readonly Pick<CheckedImage, 'path' | 'sha256'>[],
): Leak[] {
  const trainingPaths = pathsByContent(training);
  return [...pathsByContent(heldOut)].flatMap(([sha256, paths]) => {
    const seen = trainingPaths.get(sha256);
    return seen ? [{ training: seen, heldOut: paths }] : [];
  });
}

/** Paths of each content, in order of first appearance. */
export function pathsByContent(
  images: readonly Pick<CheckedImage, 'path' | 'sha256'>[],
): Map<string, string[]> {
  const byContent = new Map<string, string[]>();
  for (const { path, sha256 } of images) {
    const paths = byContent.get(sha256);
    if (paths) paths.push(path);
    else byContent.set(sha256, [path]);
  }
  return byContent;
}
