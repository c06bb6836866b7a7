/** Each hash is cut into this many chunks of 16 bits. */
const CHUNKS = 4;
const BITS = 16;
const BUCKETS = 2 ** BITS;

/** Two of a list of hashes. */
export interface HashPair {
  /** indices, the first below the second */
  readonly first: number;
  readonly second: number;
  /** bits in which they differ */
  readonly distance: number;
}

/**
 * Yields every pair of hashes that differ in at most `radius` bits, each once, in an order that depends on the hashes
 * alone. Multi-index hashing (Norouzi, Punjani and Fleet, Fast Search in Hamming Space with Multi-Index Hashing, 2012):
 * of two such hashes, at least one of four chunks differs in at most a quarter of the bits, so that only the buckets near
 * a chunk's value need to be looked up. Chunk by chunk, since one table fits a processor's cache and four don't.
 *
 * @param hashes 16 hexadecimal digits each
 * @param radius bits, 0 to 15
 */
export function* nearPairs(hashes: readonly string[], radius: number): Generator<HashPair, void, void> {
  const chunks = Array.from({ length: CHUNKS }, (_, chunk) =>
    Uint16Array.from(hashes, (hash) => Number.parseInt(hash.slice(chunk * 4, chunk * 4 + 4), 16)),
  );
  const chunkRadius = Math.floor(radius / CHUNKS);
  const flips = Uint16Array.from({ length: BUCKETS }, (_, i) => i).filter((i) => ONES[i]! <= chunkRadius);
  for (let chunk = 0; chunk < CHUNKS; chunk++) {
    const values = chunks[chunk]!;
    // the hashes so far: the last one of each bucket, and the one before each
    const lastOf = new Int32Array(BUCKETS).fill(-1);
    const before = new Int32Array(hashes.length);
    for (let second = 0; second < hashes.length; second++) {
      const value = values[second]!;
      for (let i = 0; i < flips.length; i++) {
        for (let first = lastOf[value ^ flips[i]!]!; first >= 0; first = before[first]!) {
          const distance = distanceOf(chunks, first, second);
          if (distance <= radius && !foundBefore(chunks, first, second, chunk, chunkRadius)) {
            yield { first, second, distance };
          }
        }
      }
      before[second] = lastOf[value]!;
      lastOf[value] = second;
    }
  }
}

/** Ones in each number of 16 bits. */
const ONES = new Uint8Array(BUCKETS);
for (let i = 1; i < BUCKETS; i++) ONES[i] = ONES[i >> 1]! + (i & 1);

function distanceOf(chunks: readonly Uint16Array[], a: number, b: number): number {
  let distance = 0;
  for (let chunk = 0; chunk < CHUNKS; chunk++) distance += ONES[chunks[chunk]![a]! ^ chunks[chunk]![b]!]!;
  return distance;
}

/** Whether an earlier chunk is alike as well, so that the pair was found by it. */
function foundBefore(
  chunks: readonly Uint16Array[],
  a: number,
  b: number,
  chunk: number,
  chunkRadius: number,
): boolean {
  for (let earlier = 0; earlier < chunk; earlier++) {
    if (ONES[chunks[earlier]![a]! ^ chunks[earlier]![b]!]! <= chunkRadius) return true;
  }
  return false;
}
