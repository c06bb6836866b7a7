const FIRST_MS = 100;
const LONGEST_MS = 5_000;

/**
 * How long to wait before the `attempt`-th repetition (1, 2, …), in milliseconds: doubles from 100 ms to 5 s, of which
 * the upper half is random ("equal jitter"), so that clients that lost a server together do not return together.
 *
 * @param random a number in [0, 1)
 */
export function backoffMs(attempt: number, random: number): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1));
  return ceiling / 2 + (ceiling / 2) * random;
}
