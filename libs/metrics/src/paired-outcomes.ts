/** The images of two runs, by who has them right. */
export interface PairedCounts {
  readonly bothRight: number;
  readonly onlyA: number;
  readonly onlyB: number;
  readonly bothWrong: number;
}

/** Which images a run has right, a bit an image, so that pairs of a hundred runs are counted in milliseconds. */
export class RightBits {
  readonly images: number;
  readonly right: number;
  readonly #words: Uint32Array;

  /**
   * @param predicted `[images]` the predicted classes
   * @param labels `[images]` of the same images in the same order
   */
  constructor(predicted: ArrayLike<number>, labels: ArrayLike<number>) {
    this.images = labels.length;
    this.#words = new Uint32Array((labels.length + 31) >>> 5);
    let right = 0;
    for (let i = 0; i < labels.length; i++) {
      if (predicted[i] !== labels[i]) continue;
      this.#words[i >>> 5]! |= 1 << (i & 31);
      right += 1;
    }
    this.right = right;
  }

  /** This run as A against another as B, over the same images. */
  against(other: RightBits): PairedCounts {
    let both = 0;
    for (let w = 0; w < this.#words.length; w++) both += bitsIn(this.#words[w]! & other.#words[w]!);
    return {
      bothRight: both,
      onlyA: this.right - both,
      onlyB: other.right - both,
      bothWrong: this.images - this.right - other.right + both,
    };
  }
}

/** How many of 32 bits are set (H. Warren, Hacker's Delight, section 5-1). */
function bitsIn(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  x = (x + (x >>> 4)) & 0x0f0f0f0f;
  return Math.imul(x, 0x01010101) >>> 24;
}
