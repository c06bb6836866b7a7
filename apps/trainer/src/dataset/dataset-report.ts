import type { BadImage } from '@bestiary/datasets/bad-image';
import type { SplitKind } from '@bestiary/datasets/image-split';
import type { Leak } from '@bestiary/datasets/leakage';
import type { ClassBalance, ImageSizes } from './statistics.ts';

/** What `bestiary dataset inspect --json` prints. */
export interface DatasetReport {
  dir: string;
  name: string;
  classNames: readonly string[];
  /** that can be used */
  images: number;
  counts: Record<string, number>;
  balance: ClassBalance;
  formats: Record<string, number>;
  sizes: ImageSizes;
  warnings: Record<string, number>;
  bad: readonly BadImage[];
  /** files with the same bytes */
  exactDuplicates: readonly DuplicateGroup[];
  /** the same picture in files of different bytes */
  nearDuplicates: readonly NearDuplicates[];
  /** files that Keras would not list; with any, its split is another */
  beyondKeras: number;
  split: SplitReport;
  /** what is in both parts of the split */
  leakage: Leakage;
  /** with `--folds` */
  folds?: FoldsReport;
  /** with `--test-data` */
  test?: TestReport;
}

export interface DuplicateGroup {
  paths: readonly string[];
  /** of the paths */
  classes: readonly string[];
  /** whether they lie in folders of different classes: at most one can be right */
  labelsDisagree: boolean;
}

export interface NearDuplicates extends DuplicateGroup {
  /** how each is linked to another */
  pairs: readonly {
    paths: readonly [string, string];
    classes: readonly [string, string];
    /** bits in which their perceptual hashes differ, of 64 */
    distance: number;
    /** of their detail, 0 to 1 */
    similarity: number;
  }[];
}

export interface Leakage {
  exact: readonly Leak[];
  near: readonly Leak[];
}

export interface SplitReport {
  kind: SplitKind;
  seed: number;
  validationSplit: number;
  counts: { training: Record<string, number>; validation: Record<string, number> };
  /** paths, in order of the split */
  training: readonly string[];
  validation: readonly string[];
}

/** The folds of cross-validation, as `bestiary train --folds` uses them. */
export interface FoldsReport {
  seed: number;
  folds: readonly {
    counts: Record<string, number>;
    /** paths of the validation part, in order */
    validation: readonly string[];
    /** what the fold's training part has as well */
    leakage: Leakage;
  }[];
}

export interface TestReport {
  dir: string;
  images: number;
  counts: Record<string, number>;
  bad: readonly BadImage[];
  /** what is in the test folder and in the training folder */
  leakage: Leakage;
}
