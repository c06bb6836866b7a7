/** Pixels that may be decoded at one time (three bytes each). */
const PIXELS_AT_A_TIME = 64_000_000;

/** Lets decoding begin, first come first served, while the images being decoded fit the budget; one alone always may. */
export class PixelBudget {
  #taken = 0;
  readonly #waiting: { pixels: number; begin: () => void }[] = [];

  /** Resolves when an image of so many pixels may be decoded, to what must be called when its pixels are no longer held. */
  async take(pixels: number): Promise<() => void> {
    if (this.#waiting.length > 0 || !this.#fits(pixels)) {
      await new Promise<void>((begin) => this.#waiting.push({ pixels, begin }));
    } else {
      this.#taken += pixels;
    }
    return () => this.#giveBack(pixels);
  }

  #fits(pixels: number): boolean {
    return this.#taken === 0 || this.#taken + pixels <= PIXELS_AT_A_TIME;
  }

  #giveBack(pixels: number): void {
    this.#taken -= pixels;
    for (let first = this.#waiting[0]; first && this.#fits(first.pixels); first = this.#waiting[0]) {
      this.#waiting.shift();
      this.#taken += first.pixels;
      first.begin();
    }
  }
}
