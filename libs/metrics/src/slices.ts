import { type Share } from '@bestiary/contracts/prediction';
import { fisherExact } from './fisher.ts';
import { holm } from './holm.ts';
import { quantile } from './quantile.ts';
import { checkSameLength } from './rows.ts';
import { wilsonShare } from './wilson.ts';

/** A property of images by which they are grouped. */
export interface Property {
  /** `split`, `brightness`, `tag`, … */
  readonly name: string;
  /** `[n]` the group of each image; several for tags; `null` for images that belong to none */
  readonly groups: readonly (string | readonly string[] | null)[];
}

/** The images that share a value of a property. */
export interface Slice {
  readonly property: string;
  readonly group: string;
  /** the share of its images that were predicted right, with Wilson's interval */
  readonly accuracy: Share;
  /** that of all other images */
  readonly rest: Share;
  /** of Fisher's exact test that the two differ, two-sided, 0..1 */
  readonly pValue: number;
  /** corrected (Holm) for all slices listed */
  readonly corrected: number;
}

export interface SliceReport {
  /** worst first: the lowest accuracy, then the larger slice, then by name */
  readonly slices: readonly Slice[];
  /** slices of fewer images than the minimum: not tested, not ranked */
  readonly small: readonly { readonly property: string; readonly group: string; readonly accuracy: Share }[];
}

/**
 * Accuracy by group of every property, worst first, each tested against the rest of the images. A slice is worse than the
 * rest where `corrected` is below 0.05 and its accuracy the lower one; the lowest accuracy among many slices is often mere chance.
 *
 * @param right `[n]` 1 or true where the image was predicted right
 * @param minCount slices of fewer images are set aside
 * @throws BestiaryError `invalid_input` where a property has not one entry an image
 */
export function sliceReport(
  right: ArrayLike<number | boolean>,
  properties: readonly Property[],
  minCount = 20,
): SliceReport {
  const total = right.length;
  let allHits = 0;
  for (let i = 0; i < total; i++) allHits += Number(right[i]);
  const counted = properties.flatMap((property) => countGroups(right, property));
  const tested = counted
    .filter(({ of }) => of >= minCount)
    .map(({ property, group, hits, of }) => ({
      property,
      group,
      accuracy: wilsonShare(hits, of),
      rest: wilsonShare(allHits - hits, total - of),
      pValue: fisherExact(hits, of, allHits - hits, total - of),
    }));
  const corrected = holm(tested.map(({ pValue }) => pValue));
  return {
    slices: tested.map((slice, i) => ({ ...slice, corrected: corrected[i]! })).sort(worstFirst),
    small: counted
      .filter(({ of }) => of < minCount)
      .map(({ property, group, hits, of }) => ({ property, group, accuracy: wilsonShare(hits, of) }))
      .sort(worstFirst),
  };
}

/**
 * Groups images by a number of each, in ranges of about as many images; equal numbers stay together, so there may be fewer
 * ranges. A group's name gives the lowest and highest number in it: `12 … 85`.
 *
 * @param values `[n]`; `null` and NaN belong to no group
 * @param ranges how many at most, ≥ 1
 * @param format writes the ends of a range
 * @returns `[n]`
 */
export function groupByRange(
  values: readonly (number | null)[],
  ranges: number,
  format: (end: number) => string,
): (string | null)[] {
  const known = Float64Array.from(values.filter((v) => v !== null && !Number.isNaN(v)) as number[]).sort();
  const ends = Array.from({ length: ranges - 1 }, (_, i) => quantile(known, (i + 1) / ranges));
  const rangeOf = (value: number): number => ends.filter((end) => end < value).length;
  const names = new Map<number, { low: number; high: number }>();
  for (const value of known) {
    const range = rangeOf(value);
    const seen = names.get(range);
    if (seen === undefined) names.set(range, { low: value, high: value });
    else seen.high = value;
  }
  return values.map((value) => {
    if (value === null || Number.isNaN(value)) return null;
    const { low, high } = names.get(rangeOf(value))!;
    return low === high ? format(low) : `${format(low)} … ${format(high)}`;
  });
}

interface CountedGroup {
  readonly property: string;
  readonly group: string;
  hits: number;
  of: number;
}

function countGroups(right: ArrayLike<number | boolean>, { name, groups }: Property): CountedGroup[] {
  checkSameLength(`groups of ${name}`, groups.length, 'images', right.length);
  const counted = new Map<string, CountedGroup>();
  groups.forEach((entry, i) => {
    if (entry === null) return;
    for (const group of typeof entry === 'string' ? [entry] : new Set(entry)) {
      let counts = counted.get(group);
      if (counts === undefined) counted.set(group, (counts = { property: name, group, hits: 0, of: 0 }));
      counts.of += 1;
      counts.hits += Number(right[i]);
    }
  });
  return [...counted.values()];
}

interface Named {
  readonly property: string;
  readonly group: string;
  readonly accuracy: Share;
}

function worstFirst(a: Named, b: Named): number {
  return (
    a.accuracy.hits / a.accuracy.of - b.accuracy.hits / b.accuracy.of ||
    b.accuracy.of - a.accuracy.of ||
    compare(a.property, b.property) ||
    compare(a.group, b.group)
  );
}

/** By code unit, so that the order is the same in every locale. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
