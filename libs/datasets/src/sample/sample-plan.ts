import { type Creature, CREATURES } from './picture.ts';
import { type Random, randomFrom } from './random.ts';
import { type NearDuplicateChange } from './sample-truth.ts';

/** The full set: as many pictures of each class as the notebook's. */
const FULL = { bear: 300, dragon: 334, mislabelled: 12, nearDuplicates: 10 } as const;
export const FULL_COUNT = FULL.bear + FULL.dragon;

/** One picture to draw. */
export interface PlannedPicture {
  readonly path: string;
  readonly folder: Creature;
  /** Not the folder's name in a mislabelled picture. */
  readonly creature: Creature;
  /** What the picture's randomness depends on; a near-duplicate has its original's. */
  readonly key: string;
  readonly duplicate: { readonly of: string; readonly change: NearDuplicateChange } | null;
}

function change(random: Random): NearDuplicateChange {
  const round = (value: number): number => Math.round(value * 1000) / 1000;
  return {
    crop: round(random.between(0.01, 0.07)),
    offset: round(random.unit()),
    brightness: round(random.between(0.88, 1.14)),
    quality: random.whole(55, 85),
  };
}

/**
 * Which pictures a set of `count` has, ordered by path: classes in the full set's proportion (at least 2 each), and its
 * shares of mislabelled pictures and near-duplicates, which are never the same pictures.
 */
export function planSampleSet(count: number, seed: number): PlannedPicture[] {
  const bears = Math.min(Math.max(Math.round((count * FULL.bear) / FULL_COUNT), 2), count - 2);
  const sizes: Readonly<Record<Creature, number>> = { bear: bears, dragon: count - bears };
  const random = randomFrom(`${seed}/plan`);
  const digits = Math.max(4, String(count).length);
  const share = (full: number): number => Math.round((count * full) / FULL_COUNT);

  return CREATURES.flatMap((folder): PlannedPicture[] => {
    const other: Creature = folder === 'bear' ? 'dragon' : 'bear';
    const half = (full: number): number =>
      folder === 'bear' ? Math.ceil(share(full) / 2) : Math.floor(share(full) / 2);
    const chosen = random
      .fork(`${folder} order`)
      .shuffled(Array.from({ length: sizes[folder] }, (_, i) => i));
    const wrong = new Set(chosen.splice(0, half(FULL.mislabelled)));
    const copies = new Map(
      chosen.splice(0, half(FULL.nearDuplicates)).map((copy, i) => [copy, chosen[i] as number]),
    );
    const pathOf = (i: number): string => `${folder}/${folder}-${String(i + 1).padStart(digits, '0')}.jpg`;
    return Array.from({ length: sizes[folder] }, (_, i) => {
      const original = copies.get(i);
      return {
        path: pathOf(i),
        folder,
        creature: wrong.has(i) ? other : folder,
        key: `${seed}/${folder}/${original ?? i}`,
        duplicate:
          original === undefined
            ? null
            : { of: pathOf(original), change: change(random.fork(`${folder} copy ${i}`)) },
      };
    });
  });
}
