import type { CheckedImage } from '../batches.ts';
import { groupBy } from '../group-by.ts';
import type { Fingerprint } from './fingerprint.ts';
import { nearPairs } from './hash-index.ts';
import { thumbnailSimilarity } from './thumbnail-match.ts';

/** Bits in which the hashes of two candidates may differ: the most that the index finds with 3 bits a chunk. */
const CANDIDATE_DISTANCE = 15;
/** Detail of two candidates that is alike enough for them to be one picture. */
export const NEAR_DUPLICATE_SIMILARITY = 0.7;
/** How far the colours of two candidates may lie apart, on average: simple shapes can be alike in everything else. */
const COLOUR_DISTANCE = 8;
/** How many times brighter one of them may be. */
const MAX_GAIN = 2;

/** What near-duplicates are found by; images without a fingerprint are left out. */
export type ComparedImage = Pick<CheckedImage, 'sha256' | 'fingerprint'>;

/** Two images that show the same picture. */
export interface NearPair<T> {
  readonly images: readonly [T, T];
  /** bits in which their perceptual hashes differ, of 64 */
  readonly distance: number;
  /** of their detail, 0 to 1 (see `thumbnailSimilarity`) */
  readonly similarity: number;
}

/** Images that show the same picture, each linked to another one. */
export interface NearDuplicateGroup<T> {
  readonly images: readonly T[];
  /** the links, one fewer than there are different contents */
  readonly pairs: readonly NearPair<T>[];
}

/**
 * Finds images that are the same picture, encoded again, resized, brightened or cropped by some per cent. Candidates are
 * pairs whose perceptual hashes differ in at most 15 of 64 bits; of these, pairs of much the same colours whose registered
 * thumbnails are alike in their detail by at least 0.7 are near-duplicates. Images with the same bytes are in one group with their near-duplicates;
 * alone they are none. Groups and their images are in the order of the images.
 */
export function findNearDuplicates<T extends ComparedImage>(images: readonly T[]): NearDuplicateGroup<T>[] {
  const contents = [...groupBy(images.filter(isFingerprinted), (image) => image.sha256).values()];
  const firsts = contents.map(([first]) => first!);
  const leaders = Int32Array.from(firsts.keys());
  const leaderOf = (index: number): number => {
    let leader = index;
    while (leaders[leader] !== leader) leader = leaders[leader] = leaders[leaders[leader]!]!;
    return leader;
  };
  const links: { index: number; pair: NearPair<T> }[] = [];
  const hashes = firsts.map((image) => image.fingerprint.hash);
  for (const { first, second, distance } of nearPairs(hashes, CANDIDATE_DISTANCE)) {
    const [a, b] = [leaderOf(first), leaderOf(second)];
    if (a === b) continue;
    const [left, right] = [firsts[first]!, firsts[second]!];
    if (colourDistance(left.fingerprint, right.fingerprint) > COLOUR_DISTANCE) continue;
    const similarity = thumbnailSimilarity(left.fingerprint.thumbnail, right.fingerprint.thumbnail);
    if (similarity < NEAR_DUPLICATE_SIMILARITY) continue;
    leaders[Math.max(a, b)] = Math.min(a, b);
    links.push({ index: first, pair: { images: [left, right], distance, similarity } });
  }
  const linksOf = groupBy(links, ({ index }) => leaderOf(index));
  const membersOf = groupBy([...firsts.keys()], leaderOf);
  const places = new Map(images.map((image, place) => [image, place]));
  return [...linksOf.keys()]
    .sort((a, b) => a - b)
    .map((leader) => ({
      images: membersOf
        .get(leader)!
        .flatMap((index): T[] => contents[index]!)
        .sort((a, b) => places.get(a)! - places.get(b)!),
      pairs: linksOf.get(leader)!.map(({ pair }) => pair),
    }));
}

/** The mean difference of two grids of colours, the second as bright as the first: brightness scales them. */
function colourDistance({ colours: a }: Fingerprint, { colours: b }: Fingerprint): number {
  let product = 0;
  let square = 0;
  for (let i = 0; i < a.length; i++) {
    product += a[i]! * b[i]!;
    square += b[i]! ** 2;
  }
  const gain = square > 0 ? Math.min(Math.max(product / square, 1 / MAX_GAIN), MAX_GAIN) : 1;
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.abs(a[i]! - gain * b[i]!);
  return sum / a.length;
}

function isFingerprinted<T extends ComparedImage>(image: T): image is T & { fingerprint: Fingerprint } {
  return image.fingerprint !== undefined;
}
