import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { BestiaryError, messageOf } from '@bestiary/contracts/error';
import { compareCodePoints } from './code-point-order.ts';
import { IMAGE_ENDINGS, IMAGE_FORMATS, formatOfName } from './image-format.ts';

/** One file of a class folder that is named like an image. */
export interface ImageFile {
  /** place in the folder, with forward slashes, beginning with the class: `bear/2019/a cave.jpg` */
  readonly path: string;
  /** absolute, to open it by */
  readonly file: string;
  /** index into `classNames` */
  readonly label: number;
}

/** A folder of images with one sub-folder a class. */
export interface ImageFolder {
  /** absolute */
  readonly root: string;
  /** the folder's own name, as a data set may be called: one printable line of at most 200 characters */
  readonly name: string;
  /** sorted; the index is the label */
  readonly classNames: readonly string[];
  /** class by class; within one, folder by folder; within one, sorted by name */
  readonly files: readonly ImageFile[];
  /** how many files there are of each class */
  readonly counts: readonly number[];
  /** how many of the files Keras would not list (.webp, .tif, .tiff, .avif): with any, its split is another */
  readonly beyondKeras: number;
}

/**
 * Lists a folder's images in the order of Keras 3's `image_dataset_from_directory` (`index_directory` of
 * `keras/src/utils/dataset_utils.py`): every sub-folder is a class, sorted by code point; its files are found at any
 * depth, sorted by their folder's path and then by name; the ending decides, in any case. A link to a file, and a class
 * folder that is a link, are followed; a link to a folder below a class is not, so that no loop can arise.
 *
 * Two things differ: .webp, .tif, .tiff and .avif files count as images (`beyondKeras` says how many there are), and
 * names that begin with a dot never do (Keras lists `._a.jpg`, which macOS leaves behind, and then fails to decode it).
 *
 * @throws BestiaryError `not_found` or `invalid_input`: no such folder, a file, not readable, no class folder, a single
 * one, a class without images, a class folder that links back to where it lies
 */
export async function scanImageFolder(
  folder: string,
  options: { signal?: AbortSignal } = {},
): Promise<ImageFolder> {
  const root = resolve(folder);
  const classNames = await findClasses(root, folder);
  const perClass = await Promise.all(
    classNames.map((name) => listImages(join(root, name), name, options.signal)),
  );
  const files = perClass.flatMap((paths, label) =>
    paths.map((path): ImageFile => ({ path, file: join(root, path), label })),
  );
  requireEveryClass(classNames, files, folder);
  return {
    root,
    name: printable(basename(root)) || 'dataset',
    classNames,
    files,
    counts: perClass.map((paths) => paths.length),
    beyondKeras: files.filter(({ path }) => !IMAGE_FORMATS[formatOfName(path)!].inKeras).length,
  };
}

/**
 * Refuses classes without images: in a folder as listed, and again when bad images were left out.
 *
 * @param folder as the user named it, for the message
 * @throws BestiaryError `invalid_input` that names every such class
 */
export function requireEveryClass(
  classNames: readonly string[],
  images: readonly { readonly label: number }[],
  folder: string,
): void {
  const present = new Set(images.map((image) => image.label));
  const empty = classNames.filter((_, label) => !present.has(label)).map((name) => `"${name}"`);
  if (empty.length === 0) return;
  throw new BestiaryError(
    'invalid_input',
    empty.length === 1
      ? `class ${empty[0]} of ${folder} has no images`
      : `classes ${empty.join(', ')} of ${folder} have no images`,
    {
      hint: `Every sub-folder is a class and needs images (${IMAGE_ENDINGS.join(' ')}) that can be used. Fill or remove it.`,
    },
  );
}

function printable(name: string): string {
  return name
    .replace(/\p{Cc}/gu, ' ')
    .slice(0, 200)
    .trim();
}

async function findClasses(root: string, asGiven: string): Promise<string[]> {
  const entries = await list(root, asGiven);
  const classNames: string[] = [];
  for (const entry of entries) {
    if (entry.name.startsWith('.') || !(await isFolder(root, entry))) continue;
    if (entry.isSymbolicLink()) await refuseLoop(root, entry.name);
    classNames.push(entry.name);
  }
  const hint = 'Expected one sub-folder a class: DIR/bear/*.jpg, DIR/dragon/*.jpg.';
  if (classNames.length === 0) {
    const loose = entries.filter((entry) => formatOfName(entry.name) !== undefined).length;
    throw new BestiaryError(
      'invalid_input',
      loose > 0
        ? `${asGiven} has no class folders, only ${loose} image${loose === 1 ? '' : 's'} of its own`
        : `${asGiven} has no class folders`,
      { hint },
    );
  }
  if (classNames.length === 1) {
    throw new BestiaryError(
      'invalid_input',
      `${asGiven} has a single class, "${classNames[0]}": at least two are needed`,
      { hint },
    );
  }
  return classNames.sort(compareCodePoints);
}

/** Paths relative to the root, in Keras' order: folders sorted by their whole path, the files of each by name. */
async function listImages(
  classFolder: string,
  className: string,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const folders: { path: string; names: string[] }[] = [];
  const waiting = [{ dir: classFolder, path: className }];
  for (let here = waiting.pop(); here !== undefined; here = waiting.pop()) {
    if (signal?.aborted) throw new BestiaryError('cancelled', 'listing the images was cancelled');
    const names: string[] = [];
    for (const entry of await list(here.dir, here.dir)) {
      if (entry.name.startsWith('.')) continue;
      if (entry.isDirectory()) {
        waiting.push({ dir: join(here.dir, entry.name), path: `${here.path}/${entry.name}` });
      } else if (formatOfName(entry.name) !== undefined && (await mayBeRead(here.dir, entry))) {
        names.push(entry.name);
      }
    }
    folders.push({ path: here.path, names: names.sort(compareCodePoints) });
  }
  folders.sort((a, b) => compareCodePoints(a.path, b.path));
  return folders.flatMap(({ path, names }) => names.map((name) => `${path}/${name}`));
}

async function list(dir: string, asGiven: string): Promise<Dirent[]> {
  try {
    return await readdir(dir, { withFileTypes: true });
  } catch (cause) {
    switch ((cause as NodeJS.ErrnoException).code) {
      case 'ENOENT':
        throw new BestiaryError('not_found', `there is no folder ${asGiven}`, { cause });
      case 'ENOTDIR':
        throw new BestiaryError('invalid_input', `${asGiven} is a file, not a folder`, { cause });
      case 'EACCES':
      case 'EPERM':
        throw new BestiaryError('invalid_input', `no permission to read the folder ${asGiven}`, { cause });
      default:
        throw new BestiaryError('invalid_input', `cannot read the folder ${asGiven}: ${messageOf(cause)}`, {
          cause,
        });
    }
  }
}

async function isFolder(parent: string, entry: Dirent): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  return stat(join(parent, entry.name)).then(
    (target) => target.isDirectory(),
    () => false,
  );
}

/** A file or a link to one. A broken link counts (it is then reported by name); a pipe or a socket would block. */
async function mayBeRead(parent: string, entry: Dirent): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isFile();
  return stat(join(parent, entry.name)).then(
    (target) => target.isFile(),
    () => true,
  );
}

/** A class that is the root or lies above it would hold every image of all the other classes. */
async function refuseLoop(root: string, className: string): Promise<void> {
  const [from, to] = await Promise.all([realpath(root), realpath(join(root, className))]);
  const below = relative(to, from);
  if (below !== '..' && !below.startsWith(`..${sep}`) && !isAbsolute(below)) {
    throw new BestiaryError(
      'invalid_input',
      `class folder "${className}" is a link to ${to}, which holds the class folders themselves`,
      { hint: 'Remove the link.' },
    );
  }
}
