/** Wall time by phase, in milliseconds. Phases may overlap, so they need not add up to the total. */
export class Stopwatch {
  readonly #timings = new Map<string, number>();

  async time<T>(phase: string, work: () => Promise<T>): Promise<T> {
    const started = performance.now();
    try {
      return await work();
    } finally {
      this.add(phase, performance.now() - started);
    }
  }

  add(phase: string, milliseconds: number): void {
    this.#timings.set(phase, (this.#timings.get(phase) ?? 0) + milliseconds);
  }

  /** Every phase in order of its first end, and `total` since the process began; tenths of a millisecond. */
  timings(): Record<string, number> {
    const rounded = [...this.#timings].map(([phase, ms]) => [phase, Math.round(ms * 10) / 10] as const);
    return { ...Object.fromEntries(rounded), total: Math.round(performance.now() * 10) / 10 };
  }
}
