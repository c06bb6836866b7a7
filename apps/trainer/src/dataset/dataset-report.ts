import { describeBadImage, type BadImage } from '@bestiary/datasets/bad-image';
import type { Range } from './statistics.ts';

/** What `bestiary dataset inspect --json` prints. */
export interface DatasetReport {
  dir: string;
  name: string;
  classNames: readonly string[];
  /** that can be used */
  images: number;
  counts: Record<string, number>;
  formats: Record<string, number>;
  sizes: { width: Range; height: Range; bytes: number };
  warnings: Record<string, number>;
  bad: readonly BadImage[];
  /** groups of paths whose files have the same bytes */
  exactDuplicates: readonly string[][];
  /** files that Keras would not list; with any, its split is another */
  beyondKeras: number;
  split: {
    seed: number;
    validationSplit: number;
    counts: { training: Record<string, number>; validation: Record<string, number> };
    /** paths, in order of the split */
    training: string[];
    validation: string[];
  };
}

/** The report for people. */
export function describeDataset(report: DatasetReport): string {
  const { sizes, split } = report;
  const lines = [
    `${report.dir}: ${report.images} images`,
    `  classes     ${listed(report.counts)}`,
    `  formats     ${listed(report.formats)}`,
    `  width       ${sizes.width.min} to ${sizes.width.max} pixels, median ${sizes.width.median}`,
    `  height      ${sizes.height.min} to ${sizes.height.max} pixels, median ${sizes.height.median}`,
    `  split       ${split.training.length} training, ${split.validation.length} validation (seed ${split.seed}, ${split.validationSplit})`,
  ];
  if (Object.keys(report.warnings).length > 0) lines.push(`  warnings    ${listed(report.warnings)}`);
  if (report.beyondKeras > 0) {
    lines.push(`  not Keras'  ${report.beyondKeras} files that Keras would not list: its split is another`);
  }
  lines.push(...report.exactDuplicates.map((paths) => `  same bytes  ${paths.join(', ')}`));
  lines.push(...report.bad.map((image) => `  bad         ${describeBadImage(image)}`));
  return lines.join('\n');
}

function listed(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}
