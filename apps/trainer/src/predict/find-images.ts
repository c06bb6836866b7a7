import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { BestiaryError } from '@bestiary/contracts/error';
import { compareCodePoints } from '@bestiary/datasets/code-point-order';
import type { ImageFile } from '@bestiary/datasets/image-folder';
import { formatOfName } from '@bestiary/datasets/image-format';

/**
 * The images that a command was given: files as they are, of folders every file that is named like an image, at any
 * depth, sorted. Hidden ones are left out.
 *
 * @returns each file once, by the path under which it was given
 * @throws BestiaryError `not_found` for a path that is not there, `invalid_input` for folders without images
 */
export async function findImages(given: readonly string[]): Promise<ImageFile[]> {
  const found = new Map<string, ImageFile>();
  for (const path of given) {
    const paths = await imagesAt(path);
    if (paths.length === 0) {
      throw new BestiaryError('invalid_input', `there are no images in the folder ${path}`);
    }
    for (const each of paths) {
      const file = resolve(each);
      if (!found.has(file)) found.set(file, { path: each, file, label: 0 });
    }
  }
  return [...found.values()];
}

async function imagesAt(path: string): Promise<string[]> {
  const stats = await stat(path).catch((cause: unknown) => {
    throw new BestiaryError('not_found', `there is no file or folder ${path}`, { cause });
  });
  if (!stats.isDirectory()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && formatOfName(entry.name) !== undefined)
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(
      (file) =>
        !file
          .slice(path.length)
          .split(/[\\/]/)
          .some((part) => part.startsWith('.')),
    )
    .sort(compareCodePoints);
}
