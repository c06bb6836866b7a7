/** A seeded source of chance: the same key always gives the same sequence, on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  unit(): number;
  /** Uniform in [from, to). */
  between(from: number, to: number): number;
  /** Uniform integer, both ends included. */
  whole(from: number, to: number): number;
  /** True with that probability. */
  chance(probability: number): boolean;
  /** Either −1 or 1. */
  sign(): -1 | 1;
  pick<T>(choices: readonly T[]): T;
  /** One of the keys, with probability proportional to its weight. */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K;
  /** A shuffled copy (Fisher–Yates). */
  shuffled<T>(items: readonly T[]): T[];
  /** An independent source that depends on this one's key alone, not on what was drawn from it so far. */
  fork(key: string): Random;
}

/** 32-bit hash of a text with the finaliser of MurmurHash3, so that neighbouring keys give unrelated states. */
function hash(text: string, seed: number): number {
  let h = seed;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** The sequence known by `key`: sfc32 (PractRand's small fast counter generator, 32 bits). */
export function randomFrom(key: string): Random {
  let a = hash(key, 0x811c9dc5);
  let b = hash(key, 0x9e3779b9);
  let c = hash(key, 0x243f6a88);
  let counter = 1;
  const unit = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 0x1_0000_0000;
  };
  for (let i = 0; i < 12; i++) unit();

  const whole = (from: number, to: number): number => from + Math.floor(unit() * (to - from + 1));
  return {
    unit,
    whole,
    between: (from, to) => from + unit() * (to - from),
    chance: (probability) => unit() < probability,
    sign: () => (unit() < 0.5 ? -1 : 1),
    pick: <T>(choices: readonly T[]): T => {
      if (choices.length === 0) throw new RangeError('pick from no choices');
      return choices[whole(0, choices.length - 1)] as T;
    },
    weighted: <K extends string>(weights: Readonly<Record<K, number>>): K => {
      const entries = Object.entries(weights) as [K, number][];
      let left = unit() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [name, weight] of entries) {
        left -= weight;
        if (left < 0) return name;
      }
      return (entries.at(-1) as [K, number])[0];
    },
    shuffled: <T>(items: readonly T[]): T[] => {
      const copy = [...items];
      for (let i = copy.length - 1; i > 0; i--) {
        const j = whole(0, i);
        [copy[i], copy[j]] = [copy[j] as T, copy[i] as T];
      }
      return copy;
    },
    fork: (part) => randomFrom(`${key}/${part}`),
  };
}
