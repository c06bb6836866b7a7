/** Where the crosshair of several charts stands: one place on their common axis. */
export interface CrosshairPlace {
  x: number;
  /** the chart that the pointer or the focus is in: it alone has the words */
  chart: string;
}

/** The crosshair that charts share. It moves with the pointer, so it is kept outside of what the page renders. */
export class Crosshair {
  #place: CrosshairPlace | null = null;
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly place = (): CrosshairPlace | null => this.#place;

  readonly move = (place: CrosshairPlace | null): void => {
    if (place?.x === this.#place?.x && place?.chart === this.#place?.chart) return;
    this.#place = place;
    for (const listener of this.#listeners) listener();
  };
}
