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
 * Yields every pair of hashes that differ in at most `radius` bits, each once, in the order of the first. Multi-index
 * hashing (Norouzi, Punjani and Fleet, Fast Search in Hamming Space with Multi-Index Hashing, 2012): of two such hashes,
 * at least one of four chunks differs in at most a quarter of the bits, so that only those buckets need to be looked up.
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
  const tables = chunks.map(buildTable);
  for (let first = 0; first < hashes.length; first++) {
    for (let chunk = 0; chunk < CHUNKS; chunk++) {
      const { starts, members } = tables[chunk]!;
      const own = chunks[chunk]![first]!;
      for (const flip of flips) {
        const bucket = own ^ flip;
        // members ascend: the last ones come first, until one is not beyond `first`
        for (let at = starts[bucket + 1]! - 1; at >= starts[bucket]!; at--) {
          const second = members[at]!;
          if (second <= first) break;
          const distance = distanceOf(chunks, first, second);
          if (distance <= radius && !foundBefore(chunks, first, second, chunk, chunkRadius)) {
            yield { first, second, distance };
          }
        }
      }
    }
  }
}

/** Ones in each number of 16 bits. */
const ONES = new Uint8Array(BUCKETS);
for (let i = 1; i < BUCKETS; i++) ONES[i] = ONES[i >> 1]! + (i & 1);

/** The members of bucket `b` are `members[starts[b] .. starts[b + 1])`, in ascending order. */
function buildTable(values: Uint16Array): { starts: Int32Array; members: Int32Array } {
  const starts = new Int32Array(BUCKETS + 1);
  for (const value of values) starts[value + 1]!++;
  for (let bucket = 0; bucket < BUCKETS; bucket++) starts[bucket + 1]! += starts[bucket]!;
  const members = new Int32Array(values.length);
  const next = starts.slice();
  values.forEach((value, index) => (members[next[value]!++] = index));
  return { starts, members };
}

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
