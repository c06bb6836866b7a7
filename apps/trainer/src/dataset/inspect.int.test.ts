import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scanImageFolder } from '@bestiary/datasets/image-folder';
import { drawSampleSet, type SampleSet } from '@bestiary/datasets/sample/draw-sample-set';
import { scanTestFolder } from '@bestiary/datasets/test-folder';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Progress } from '../terminal/progress.ts';
import { describeDataset } from './describe-dataset.ts';
import { reportOn } from './inspect.ts';
import { readImages, type ReadFolder } from './read-images.ts';

let root: string;
let set: SampleSet;
let read: ReadFolder;
let test: ReadFolder;
/** an original of the sample set and its near-duplicate */
let near: string[];
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'inspect-'));
  set = await drawSampleSet(join(root, 'set'), { count: 64 });
  const { path, of } = set.truth.nearDuplicates[0]!;
  near = [path, of].sort();
  await copyFile(join(set.dir, 'bear/bear-0001.jpg'), join(set.dir, 'dragon/a bear.jpg'));
  await writeFile(join(set.dir, 'bear', 'broken.jpg'), 'no image');
  for (const name of ['bear', 'dragon']) await mkdir(join(root, 'test', name), { recursive: true });
  await copyFile(join(set.dir, 'bear/bear-0002.jpg'), join(root, 'test/bear/seen.jpg'));
  await copyFile(join(set.dir, near[0]!), join(root, 'test/bear/cropped.jpg'));
  await copyFile(join(set.dir, 'dragon/dragon-0002.jpg'), join(root, 'test/dragon/dragon-0001.jpg'));
  await rm(join(set.dir, 'dragon/dragon-0002.jpg'));
  await rm(join(set.dir, near[0]!));

  const reading = { progress: new Progress(process.stderr), signal: new AbortController().signal };
  const folder = await scanImageFolder(set.dir);
  read = await readImages(folder, reading);
  test = await readImages(await scanTestFolder(join(root, 'test'), folder.classNames), reading);
});
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

describe('the report on a folder', () => {
  it('names the same bytes in different classes, and says that labels disagree', () => {
    const { exactDuplicates, nearDuplicates, bad } = reportOn(read, undefined, {});
    expect(exactDuplicates).toEqual([
      {
        paths: ['bear/bear-0001.jpg', 'dragon/a bear.jpg'],
        classes: ['bear', 'dragon'],
        labelsDisagree: true,
      },
    ]);
    expect(nearDuplicates).toEqual([]);
    expect(bad).toMatchObject([{ path: 'bear/broken.jpg', kind: 'not-an-image' }]);
  });

  it('says what of the test folder is in the training folder, as it is or in another encoding', () => {
    const report = reportOn(read, test, {});
    expect(report.test).toMatchObject({ images: 3, counts: { bear: 2, dragon: 1 }, bad: [] });
    expect(report.test!.leakage).toEqual({
      exact: [{ training: ['bear/bear-0002.jpg'], heldOut: ['bear/seen.jpg'] }],
      near: [{ training: [near[1]], heldOut: ['bear/cropped.jpg'] }],
    });
  });

  it('of a grouped split shows no picture on both sides, nor in two folds', () => {
    const straddling = Array.from({ length: 8 }, (_, seed) => {
      const { leakage, folds } = reportOn(read, undefined, { split: 'grouped', seed, folds: 3 });
      expect([leakage, ...folds!.folds.map((fold) => fold.leakage)]).toEqual(
        Array.from({ length: 4 }, () => ({ exact: [], near: [] })),
      );
      return reportOn(read, undefined, { split: 'stratified', seed }).leakage.exact.length;
    });
    expect(straddling).toContain(1); // what the stratified split of the same seeds does
  });

  it('shows the split that was asked for, with what is on both sides of it', () => {
    for (let seed = 0; seed < 8; seed++) {
      const { split, leakage } = reportOn(read, undefined, { split: 'stratified', seed });
      expect(split.counts.validation).toEqual({ bear: 6, dragon: 6 });
      const straddles = ['bear/bear-0001.jpg', 'dragon/a bear.jpg'].filter((path) =>
        split.validation.includes(path),
      );
      expect(leakage.exact).toHaveLength(straddles.length === 1 ? 1 : 0);
      if (straddles.length === 1) expect(leakage.exact[0]!.heldOut).toEqual(straddles);
    }
  });

  it('shows folds, each image in one', () => {
    const { folds } = reportOn(read, undefined, { folds: 4 });
    expect(folds!.folds.flatMap((fold) => fold.validation).sort()).toEqual(
      read.images.map((image) => image.path).sort(),
    );
    const bears = folds!.folds.map((fold) => fold.counts['bear']!);
    expect(Math.max(...bears) - Math.min(...bears)).toBeLessThanOrEqual(1);
  });

  it('reads well: what is certainly wrong by name, however much else there is', () => {
    const report = reportOn(read, test, { folds: 2 });
    const text = describeDataset(report);
    expect(text).toContain(
      '  same bytes  1 group of 2 images, 1 of them in different classes\n' +
        '              bear/bear-0001.jpg, dragon/a bear.jpg  (!)\n',
    );
    expect(text).toContain(
      '  leakage     1 picture in the training and the test folder, as the same bytes\n' +
        '              bear/seen.jpg is bear/bear-0002.jpg\n',
    );
    const many = Array.from({ length: 3_000 }, (_, i) => ({
      paths: Array.from({ length: 50 }, (__, j) => `bear/${i} ${j}.jpg`),
      classes: new Array<string>(50).fill('bear'),
      labelsDisagree: false,
    }));
    const long = describeDataset({ ...report, exactDuplicates: [...many, ...report.exactDuplicates] });
    const lines = long.split('\n');
    const at = lines.findIndex((line) => line.includes('same bytes'));
    expect(lines.slice(at, at + 3)).toEqual([
      '  same bytes  3001 groups of 150002 images, 1 of them in different classes',
      '              bear/bear-0001.jpg, dragon/a bear.jpg  (!)',
      '              bear/0 0.jpg, bear/0 1.jpg, bear/0 2.jpg, bear/0 3.jpg and 46 more',
    ]);
    expect(lines[at + 11]).toBe('              and 2991 more: see --json');
  });
});
