import { BestiaryError } from '@bestiary/contracts/error';
import { checkSameLength } from './rows.ts';

/** A run's predictions of images that are named. */
export interface RunPredictions {
  readonly id: string;
  /** `[n]` what tells images apart: sha256 or path; each once. Fastest where runs of the same images hold the same list */
  readonly images: readonly string[];
  /** `[n]` */
  readonly labels: ArrayLike<number>;
  /** `[n]` */
  readonly predicted: ArrayLike<number>;
}

/** Runs over the same images in the same order. */
export interface RunsOnSameImages {
  /** `[n]` */
  readonly labels: Int32Array;
  readonly runs: readonly {
    readonly id: string;
    /** `[n]` the predicted classes */
    readonly predicted: Int32Array;
  }[];
}

/** What can be compared of some runs, and what cannot. */
export interface AlignedRuns extends RunsOnSameImages {
  /** `[n]` in the order of the first run */
  readonly images: readonly string[];
  /** `[runs]` how many images each run has besides: they are not compared */
  readonly others: readonly number[];
  /** runs that share too few images with the first, as those of another data set, and how many they share */
  readonly apart: readonly { readonly id: string; readonly shared: number }[];
  /** images on whose label the runs disagree (it was corrected in between): they are not compared */
  readonly relabelled: readonly string[];
}

/**
 * Takes from each run the images that all compared runs have, with one and the same label.
 *
 * @param runs the first says which images are meant: a run that has fewer than `minShared` of them, or none, is set
 *   apart, not mixed in
 * @param minShared 0..1, a share of the first run's images
 * @throws BestiaryError `invalid_input` where columns of a run differ in length or an image comes twice
 */
export function alignRuns(runs: readonly RunPredictions[], minShared = 0.9): AlignedRuns {
  const [first] = runs;
  if (first === undefined)
    return { images: [], labels: new Int32Array(), runs: [], others: [], apart: [], relabelled: [] };
  const sets = imageSetsOf(runs);
  const setOf = runs.map(({ images }) => sets.get(images)!);
  const isApart = (r: number): boolean => {
    const { shared } = setOf[r]!;
    return r > 0 && (shared === 0 || shared < minShared * first.images.length);
  };
  const compared = runs.map((_, r) => r).filter((r) => !isApart(r));
  const comparedSets = [...new Set(compared.map((r) => setOf[r]!))];
  const common = first.images.filter((image) => comparedSets.every(({ rows }) => rows.has(image)));
  const labelIn = (r: number, image: string): number => runs[r]!.labels[setOf[r]!.rows.get(image)!]!;
  const otherwiseLabelled = compared.filter((r) => runs[r]!.labels !== first.labels || setOf[r] !== setOf[0]);
  const relabelled = common.filter((image) =>
    otherwiseLabelled.some((r) => labelIn(r, image) !== labelIn(0, image)),
  );
  const leftOut = new Set(relabelled);
  const images = common.filter((image) => !leftOut.has(image));
  const rowsOf = new Map(
    comparedSets.map((set) => [set, Uint32Array.from(images, (image) => set.rows.get(image)!)]),
  );
  return {
    images,
    labels: Int32Array.from(images, (image) => labelIn(0, image)),
    runs: compared.map((r) => {
      const { id, predicted } = runs[r]!;
      return { id, predicted: Int32Array.from(rowsOf.get(setOf[r]!)!, (row) => predicted[row]!) };
    }),
    others: compared.map((r) => runs[r]!.images.length - images.length),
    apart: runs.map(({ id }, r) => ({ id, shared: setOf[r]!.shared })).filter((_, r) => isApart(r)),
    relabelled,
  };
}

/** A list of images; runs of one data set often hold one and the same. */
interface ImageSet {
  /** image → row */
  readonly rows: ReadonlyMap<string, number>;
  /** how many of the first run's images are in it */
  readonly shared: number;
}

function imageSetsOf(runs: readonly RunPredictions[]): Map<readonly string[], ImageSet> {
  const sets = new Map<readonly string[], ImageSet>();
  for (const run of runs) {
    checkSameLength('labels', run.labels.length, `images of run ${run.id}`, run.images.length);
    checkSameLength('predictions', run.predicted.length, `images of run ${run.id}`, run.images.length);
    if (sets.has(run.images)) continue;
    const rows = rowsByImage(run);
    sets.set(run.images, { rows, shared: runs[0]!.images.filter((image) => rows.has(image)).length });
  }
  return sets;
}

function rowsByImage({ id, images }: RunPredictions): Map<string, number> {
  const rows = new Map<string, number>();
  images.forEach((image, row) => {
    if (rows.has(image)) throw new BestiaryError('invalid_input', `run ${id} has the image ${image} twice`);
    rows.set(image, row);
  });
  return rows;
}
