/** So many trials tell a forest nearly all that there is to know; growing it from more would be felt. */
const MOST = 1_000;

/** Evenly chosen elements of a list, all of a short one. */
export function sampleTrials<Trial>(trials: readonly Trial[], most = MOST): readonly Trial[] {
  if (trials.length <= most) return trials;
  return Array.from({ length: most }, (_, i) => trials[Math.floor((i * trials.length) / most)]!);
}
