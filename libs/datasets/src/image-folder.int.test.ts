import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { requireEveryClass, scanImageFolder } from './image-folder.ts';
import { kerasSplit } from './keras-split.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'bestiary folder '));
});
afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

async function files(...paths: string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), 'x');
  }
}
const paths = async () => (await scanImageFolder(root)).files.map((file) => file.path);

describe('scanImageFolder', () => {
  // what Keras 3.15 lists of the same names
  const listed = [
    'B/x.jpg',
    'b/10.jpg',
    'b/9.jpg',
    'b/A.gif',
    'b/_.bmp',
    'b/a.PNG',
    'b/e\u0301.jpg',
    'b/z.jpg',
    'b/\u00e9.jpg',
    'b/\uffee.jpg',
    'b/\u{1f409}.jpg',
    'b/a/1.jpg',
    'b/a b/2.jpg',
    'b/a-b/4.jpg',
    'b/a.x/3.jpeg',
    'b/a/a/5.jpg',
    'ä ö/1.jpg',
    '\uff21/1.jpg',
    '\u{1f43b} bear/1.jpg',
  ];

  it('lists names of any script, spaces, capitals and nested folders in the order of Keras', async () => {
    await files(...[...listed].reverse());
    const folder = await scanImageFolder(root);
    expect(folder.classNames).toEqual(['B', 'b', 'ä ö', '\uff21', '\u{1f43b} bear']);
    expect(folder.files.map((file) => file.path)).toEqual(listed);
    expect(folder.files.map((file) => file.label)).toEqual([0, ...Array<number>(15).fill(1), 2, 3, 4]);
    expect(folder.counts).toEqual([1, 15, 1, 1, 1]);
    expect(folder.files[0]!.file).toBe(join(root, 'B', 'x.jpg'));
  });

  it('shuffles and labels them as Keras does', async () => {
    await files(...listed);
    const split = kerasSplit((await scanImageFolder(root)).files, { seed: 7, validationSplit: 0.2 });
    expect(split.training.slice(0, 5).map((file) => [file.path, file.label])).toEqual([
      ['b/10.jpg', 1],
      ['b/9.jpg', 1],
      ['b/a.PNG', 1],
      ['\u{1f43b} bear/1.jpg', 4],
      ['B/x.jpg', 0],
    ]);
    expect(split.validation.map((file) => file.path)).toEqual(['b/A.gif', 'b/_.bmp', 'b/a/a/5.jpg']);
  });

  it('takes no README, manifest, hidden file or hidden folder for an image or a class', async () => {
    await files('README.md', 'MANIFEST.csv', 'loose.jpg', '.git/a.jpg', 'a/1.jpg', 'b/1.jpg');
    await files('a/ATTRIBUTION.txt', 'a/.DS_Store', 'a/._1.jpg', 'a/.thumbnails/1.jpg', 'a/jpg');
    expect(await paths()).toEqual(['a/1.jpg', 'b/1.jpg']);
  });

  it('counts the images that Keras would leave out', async () => {
    await files('a/1.jpg', 'a/2.webp', 'b/1.tif', 'b/2.TIFF', 'b/3.avif', 'b/4.png');
    expect((await scanImageFolder(root)).beyondKeras).toBe(4);
  });

  it('follows links to files and class folders, but to no folder below a class, so that loops end', async () => {
    await files('a/1.jpg', 'elsewhere/1.jpg', 'b/1.jpg');
    await symlink(root, join(root, 'a', 'loop'));
    await symlink('loop.jpg', join(root, 'a', 'loop.jpg'));
    await symlink(join(root, 'b', '1.jpg'), join(root, 'a', 'link.jpg'));
    await symlink('self', join(root, 'self'));
    await symlink(join(root, 'elsewhere'), join(root, 'c'));
    expect(await paths()).toEqual([
      'a/1.jpg',
      'a/link.jpg',
      'a/loop.jpg', // reported as unreadable when it is read
      'b/1.jpg',
      'c/1.jpg',
      'elsewhere/1.jpg',
    ]);
  });

  it('refuses a class folder that is a link to the folder itself', async () => {
    await files('a/1.jpg', 'b/1.jpg');
    await symlink('.', join(root, 'everything'));
    await expect(scanImageFolder(root)).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('class folder "everything" is a link to'),
    });
  });

  it('says that the folder is missing, or a file', async () => {
    await files('a.jpg');
    await expect(scanImageFolder(join(root, 'nowhere'))).rejects.toMatchObject({
      code: 'not_found',
      message: `there is no folder ${join(root, 'nowhere')}`,
    });
    await expect(scanImageFolder(join(root, 'a.jpg'))).rejects.toMatchObject({
      code: 'invalid_input',
      message: `${join(root, 'a.jpg')} is a file, not a folder`,
    });
  });

  it('says that there are no classes, or a single one', async () => {
    await expect(scanImageFolder(root)).rejects.toThrow(`${root} has no class folders`);
    await files('1.jpg', '2.jpg');
    await expect(scanImageFolder(root)).rejects.toThrow(
      `${root} has no class folders, only 2 images of its own`,
    );
    await files('bear/1.jpg');
    await expect(scanImageFolder(root)).rejects.toThrow(
      `${root} has a single class, "bear": at least two are needed`,
    );
  });

  it('names every class without images', async () => {
    await files('bear/1.jpg', 'dragon/notes.txt', 'yeti/.hidden.jpg');
    await expect(scanImageFolder(root)).rejects.toMatchObject({
      code: 'invalid_input',
      message: `classes "dragon", "yeti" of ${root} have no images`,
    });
  });

  it('a class whose images are all left out is named as well', () => {
    expect(() => requireEveryClass(['bear', 'dragon'], [{ label: 1 }], 'creatures')).toThrow(
      'class "bear" of creatures has no images',
    );
  });

  it('the name of the data set is one printable line', async () => {
    const odd = join(root, 'two\nlines ');
    await mkdir(odd);
    root = odd;
    await files('a/1.jpg', 'b/1.jpg');
    expect((await scanImageFolder(odd)).name).toBe('two lines');
    root = dirname(odd);
  });

  it.skipIf(process.getuid?.() === 0)('says which folder may not be read', async () => {
    await files('a/1.jpg', 'b/1.jpg');
    await chmod(join(root, 'b'), 0o000);
    await expect(scanImageFolder(root)).rejects.toThrow(
      `no permission to read the folder ${join(root, 'b')}`,
    );
    await chmod(join(root, 'b'), 0o700);
  });

  it('lists thousands of files quickly', async () => {
    await mkdir(join(root, 'a'));
    await mkdir(join(root, 'b'));
    await Promise.all(
      Array.from({ length: 6_000 }, (_, i) => writeFile(join(root, i % 2 ? 'a' : 'b', `${i}.jpg`), '')),
    );
    const start = performance.now();
    const folder = await scanImageFolder(root);
    expect(folder.counts).toEqual([3_000, 3_000]);
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  it('stops when it is cancelled', async () => {
    await files('a/1.jpg', 'b/1.jpg');
    await expect(scanImageFolder(root, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
});
