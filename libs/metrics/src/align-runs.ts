import { BestiaryError } from '@bestiary/contracts/error';
import { checkSameLength } from './rows.ts';

/** A run's predictions of images that are named. */
export interface RunPredictions {
  readonly id: string;
  /** `[n]` what tells images apart: sha256 or path; each once */
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
 * @param runs the first says which images are meant: a run that has fewer than `minShared` of them is set apart, not mixed in
 * @param minShared 0..1, a share of the first run's images
 * @throws BestiaryError `invalid_input` where columns of a run differ in length or an image comes twice
 */
export function alignRuns(runs: readonly RunPredictions[], minShared = 0.9): AlignedRuns {
  const [first] = runs;
  if (first === undefined)
    return { images: [], labels: new Int32Array(), runs: [], others: [], apart: [], relabelled: [] };
  const rows = runs.map(rowsByImage);
  const shared = rows.map((byImage) => first.images.filter((image) => byImage.has(image)).length);
  const compared = runs.map((_, r) => r).filter((r) => shared[r]! >= minShared * first.images.length);
  const common = first.images.filter((image) => compared.every((r) => rows[r]!.has(image)));
  const labelIn = (r: number, image: string): number => runs[r]!.labels[rows[r]!.get(image)!]!;
  const relabelled = common.filter((image) => compared.some((r) => labelIn(r, image) !== labelIn(0, image)));
  const leftOut = new Set(relabelled);
  const images = common.filter((image) => !leftOut.has(image));
  return {
    images,
    labels: Int32Array.from(images, (image) => labelIn(0, image)),
    runs: compared.map((r) => ({
      id: runs[r]!.id,
      predicted: Int32Array.from(images, (image) => runs[r]!.predicted[rows[r]!.get(image)!]!),
    })),
    others: compared.map((r) => runs[r]!.images.length - images.length),
    apart: runs
      .map(({ id }, r) => ({ id, shared: shared[r]! }))
      .filter((_, r) => shared[r]! < minShared * first.images.length),
    relabelled,
  };
}

function rowsByImage({ id, images, labels, predicted }: RunPredictions): Map<string, number> {
  checkSameLength('labels', labels.length, `images of run ${id}`, images.length);
  checkSameLength('predictions', predicted.length, `images of run ${id}`, images.length);
  const rows = new Map<string, number>();
  images.forEach((image, row) => {
    if (rows.has(image)) throw new BestiaryError('invalid_input', `run ${id} has the image ${image} twice`);
    rows.set(image, row);
  });
  return rows;
}
