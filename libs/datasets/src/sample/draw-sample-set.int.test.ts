import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawSampleSet } from './draw-sample-set.ts';
import { SampleTruth } from './sample-truth.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'bestiary-sample-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** Path and hash of every file of a folder. */
async function contents(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    files.sort().map(
      async (file) =>
        `${file.slice(dir.length)} ${createHash('sha256')
          .update(await readFile(file))
          .digest('hex')}`,
    ),
  );
}

describe('drawSampleSet', () => {
  it('draws the same bytes from the same seed, and others from another', async () => {
    const [a, b, c] = ['a', 'b', 'c'].map((name) => join(root, name)) as [string, string, string];
    await drawSampleSet(a, { count: 66, seed: 7 });
    await drawSampleSet(b, { count: 66, seed: 7 });
    await drawSampleSet(c, { count: 66, seed: 8 });
    const first = await contents(a);
    expect(first).toHaveLength(67);
    expect(await contents(b)).toEqual(first);
    expect((await contents(c)).filter((line) => first.includes(line))).toEqual([]);
  });

  it('writes JPEG pictures of 180 to 320 pixels a side, and a truth file that names each', async () => {
    const dir = join(root, 'a');
    const truth = SampleTruth.parse(JSON.parse(await readFile(join(dir, 'sample.json'), 'utf8')));
    expect(truth).toMatchObject({
      version: 1,
      seed: 7,
      count: 66,
      classes: [
        { name: 'bear', count: 31 },
        { name: 'dragon', count: 35 },
      ],
    });
    const files = [
      ...(await readdir(join(dir, 'bear'))).map((name) => `bear/${name}`),
      ...(await readdir(join(dir, 'dragon'))).map((name) => `dragon/${name}`),
    ];
    expect(truth.pictures.map(({ path }) => path)).toEqual(files.sort());
    for (const { path, sha256 } of truth.pictures) {
      const bytes = await readFile(join(dir, path));
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
      const { format, width, height } = await sharp(bytes).metadata();
      expect(format).toBe('jpeg');
      expect(Math.min(width, height)).toBeGreaterThan(160);
      expect(Math.max(width, height)).toBeLessThanOrEqual(320);
    }
  });

  it('says which pictures lie in the wrong folder and which are copies', async () => {
    const { truth } = await drawSampleSet(join(root, 'a'), { count: 66, seed: 7 });
    expect(truth.mislabelled).toHaveLength(1);
    for (const { path, trueClass } of truth.mislabelled) expect(path.startsWith(trueClass)).toBe(false);
    for (const { path, creature } of truth.pictures)
      expect(path.startsWith(creature)).toBe(!truth.mislabelled.some((wrong) => wrong.path === path));

    expect(truth.nearDuplicates).toHaveLength(1);
    const small = (path: string): Promise<Buffer> =>
      sharp(join(root, 'a', path))
        .greyscale()
        .normalise()
        .blur(3)
        .resize(16, 16, { fit: 'fill' })
        .raw()
        .toBuffer();
    for (const { path, of } of truth.nearDuplicates) {
      const copy = await small(path);
      const distances = await Promise.all(
        truth.pictures
          .filter((other) => other.path !== path)
          .map(async (other) => {
            const pixels = await small(other.path);
            return {
              path: other.path,
              distance: copy.reduce((sum, level, i) => sum + Math.abs(level - (pixels[i] as number)), 0),
            };
          }),
      );
      const nearest = distances.reduce((a, b) => (b.distance < a.distance ? b : a));
      expect(nearest.path).toBe(of);
      expect(nearest.distance).toBeGreaterThan(0);
    }
  });

  it('returns at once where the same set is there already', async () => {
    const dir = join(root, 'a');
    const before = (await stat(join(dir, 'sample.json'))).mtimeMs;
    expect((await drawSampleSet(dir, { count: 66, seed: 7 })).drawn).toBe(false);
    expect((await stat(join(dir, 'sample.json'))).mtimeMs).toBe(before);
  });

  it('replaces another sample set that nobody has touched, and one that is incomplete', async () => {
    const dir = join(root, 'replaced');
    await drawSampleSet(dir, { count: 4, seed: 1 });
    expect((await drawSampleSet(dir, { count: 5, seed: 1 })).drawn).toBe(true);
    await rm(join(dir, 'bear/bear-0001.jpg'));
    expect((await drawSampleSet(dir, { count: 5, seed: 1 })).drawn).toBe(true);
    expect(await readdir(join(dir, 'bear'))).toEqual(['bear-0001.jpg', 'bear-0002.jpg']);
  });

  it('refuses a folder that holds anything else, and leaves it alone', async () => {
    const dir = join(root, 'mine');
    await mkdir(dir);
    await writeFile(join(dir, 'holiday.jpg'), 'mine');
    await expect(drawSampleSet(dir, { count: 4 })).rejects.toMatchObject({
      code: 'conflict',
      message: /not empty/,
    });
    expect(await readdir(dir)).toEqual(['holiday.jpg']);
  });

  it('refuses to replace a sample set with somebody’s own picture in it', async () => {
    const dir = join(root, 'extended');
    await drawSampleSet(dir, { count: 4 });
    await writeFile(join(dir, 'bear/teddy.jpg'), 'mine');
    await expect(drawSampleSet(dir, { count: 6 })).rejects.toMatchObject({
      code: 'conflict',
      message: /bear\/teddy\.jpg/,
    });
    expect(await readFile(join(dir, 'bear/teddy.jpg'), 'utf8')).toBe('mine');
  });

  it('refuses a file in the folder’s place', async () => {
    const path = join(root, 'file');
    await writeFile(path, '');
    await expect(drawSampleSet(path, { count: 4 })).rejects.toMatchObject({
      code: 'conflict',
      message: /is a file/,
    });
  });

  it('uses an empty folder', async () => {
    const dir = join(root, 'empty');
    await mkdir(dir);
    expect((await drawSampleSet(dir, { count: 4 })).drawn).toBe(true);
  });

  it('leaves nothing behind when it is stopped', async () => {
    const home = join(root, 'stopped');
    await mkdir(home);
    const stop = new AbortController();
    const drawing = drawSampleSet(join(home, 'set'), {
      count: 40,
      signal: stop.signal,
      onProgress: (done) => {
        if (done === 3) stop.abort();
      },
    });
    await expect(drawing).rejects.toMatchObject({ code: 'cancelled' });
    expect(await readdir(home)).toEqual([]);
  });

  it('reports progress once a picture', async () => {
    const seen: string[] = [];
    await drawSampleSet(join(root, 'progress'), {
      count: 5,
      onProgress: (done, total) => seen.push(`${done}/${total}`),
    });
    expect(seen).toEqual(['1/5', '2/5', '3/5', '4/5', '5/5']);
  });

  it.each([3, 0, 4.5, Number.NaN, 100_001])('refuses a count of %s', async (count) => {
    await expect(drawSampleSet(join(root, 'never'), { count })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });
});
