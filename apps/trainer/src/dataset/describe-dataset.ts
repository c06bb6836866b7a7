import { describeBadImage } from '@bestiary/datasets/bad-image';
import type { Leak } from '@bestiary/datasets/leakage';
import type { DatasetReport, DuplicateGroup, FoldsReport, Leakage } from './dataset-report.ts';
import type { Range } from './statistics.ts';

/** Duplicates, leaks and bad images that are named; the others are counted. */
const NAMED = 10;
/** Paths that are named of a group. */
const PATHS_NAMED = 4;

/** The report for people: one line a fact, and the first of each kind of trouble by name. */
export function describeDataset(report: DatasetReport): string {
  const { sizes, split, folds, test, balance } = report;
  const kibibytes = (range: Range) => ({
    min: round(range.min / 1024),
    median: round(range.median / 1024),
    max: round(range.max / 1024),
  });
  const lines = [
    `${report.dir}: ${report.images} images`,
    line('classes', listed(report.counts)),
    line(
      'balance',
      `${round(100 * balance.smallest.share)} % ${balance.smallest.className} to ${round(100 * balance.largest.share)} % ${balance.largest.className}`,
    ),
    line('formats', listed(report.formats)),
    line('width', ranged(sizes.width, ' pixels')),
    line('height', ranged(sizes.height, ' pixels')),
    line('aspect', ranged(sizes.aspectRatio, '')),
    line('file size', ranged(kibibytes(sizes.fileBytes), ' KiB')),
    line(
      'split',
      `${split.kind}: ${split.training.length} training, ${split.validation.length} validation (seed ${split.seed}, ${split.validationSplit})`,
    ),
  ];
  if (folds)
    lines.push(
      ...named(
        'fold',
        folds.folds.map(({ counts }) => listed(counts)),
      ),
    );
  if (test) lines.push(line('test', `${test.dir}: ${test.images} images, ${listed(test.counts)}`));
  if (Object.keys(report.warnings).length > 0) lines.push(line('warnings', listed(report.warnings)));
  if (report.beyondKeras > 0) {
    lines.push(
      line("not Keras'", `${report.beyondKeras} files that Keras would not list: its split is another`),
    );
  }
  lines.push(...duplicateLines('same bytes', report.exactDuplicates));
  lines.push(...duplicateLines('near', report.nearDuplicates));
  lines.push(...leakLines('training and validation', report.leakage));
  if (folds) lines.push(...leakLines('different folds', betweenFolds(folds)));
  if (test) lines.push(...leakLines('the training and the test folder', test.leakage));
  lines.push(...named('bad', report.bad.map(describeBadImage)));
  lines.push(...named('bad test', (test?.bad ?? []).map(describeBadImage)));
  return lines.join('\n');
}

function duplicateLines(title: string, groups: readonly DuplicateGroup[]): string[] {
  if (groups.length === 0) return [];
  const images = groups.reduce((sum, { paths }) => sum + paths.length, 0);
  const wrong = groups.filter((group) => group.labelsDisagree);
  const doubt = wrong.length > 0 ? `, ${wrong.length} of them in different classes` : '';
  // what is certainly wrong comes first
  const sorted = [...wrong, ...groups.filter((group) => !group.labelsDisagree)];
  const paths = sorted.map((group) => `${shortened(group.paths)}${group.labelsDisagree ? '  (!)' : ''}`);
  return [line(title, `${counted(groups.length, 'group')} of ${images} images${doubt}`), ...named('', paths)];
}

/** Each picture once, by the first fold that validates it. */
function betweenFolds({ folds }: FoldsReport): Leakage {
  const once = (leaks: readonly Leak[]): Leak[] => {
    const seen = new Set<string>();
    return leaks.filter(({ training, heldOut }) => {
      const isNew = !heldOut.some((path) => seen.has(path));
      for (const path of [...training, ...heldOut]) seen.add(path);
      return isNew;
    });
  };
  return {
    exact: once(folds.flatMap(({ leakage }) => leakage.exact)),
    near: once(folds.flatMap(({ leakage }) => leakage.near)),
  };
}

function leakLines(between: string, { exact, near }: Leakage): string[] {
  const describe = ({ training, heldOut }: Leak) => `${shortened(heldOut)} is ${shortened(training)}`;
  const lines: string[] = [];
  for (const [kind, leaks] of [
    ['the same bytes', exact],
    ['near-duplicates', near],
  ] as const) {
    if (leaks.length === 0) continue;
    lines.push(
      line('leakage', `${counted(leaks.length, 'picture')} in ${between}, as ${kind}`),
      ...named('', leaks.map(describe)),
    );
  }
  return lines;
}

/** The first of many, each on its own line. */
function named(title: string, texts: readonly string[]): string[] {
  const lines = texts.slice(0, NAMED).map((text) => line(title, text));
  if (texts.length > NAMED) lines.push(line('', `and ${texts.length - NAMED} more: see --json`));
  return lines;
}

function shortened(paths: readonly string[]): string {
  const shown = paths.slice(0, PATHS_NAMED).join(', ');
  return paths.length > PATHS_NAMED ? `${shown} and ${paths.length - PATHS_NAMED} more` : shown;
}

function line(title: string, text: string): string {
  return `  ${title.padEnd(10)}  ${text}`;
}

function ranged({ min, median, max }: Range, unit: string): string {
  return `${min} to ${max}${unit}, median ${median}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function round(value: number): number {
  return Number(value.toFixed(1));
}

function listed(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}
