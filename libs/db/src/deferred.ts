/** A promise settled from outside. */
export type Deferred = { promise: Promise<void>; resolve(): void };

export function deferred(): Deferred {
  let resolve!: () => void;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
