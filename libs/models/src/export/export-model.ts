import { randomUUID } from 'node:crypto';
import { access, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { BestiaryError, messageOf } from '@bestiary/contracts/error';
import { type Classifier } from '../classifier.ts';
import { type Exporter } from './exporter.ts';

/** Where a model goes: the folder `OUT/NAME/VERSION`, as servers of models expect it. */
export interface ExportPlace {
  readonly out: string;
  readonly name: string;
  /** a whole number from 1 on; by default the one after the highest there is */
  readonly version?: number;
}

export interface Exported {
  readonly folder: string;
  readonly version: number;
  /** by their paths in the folder */
  readonly files: readonly string[];
}

/**
 * Writes a classifier into a version of its own. It is written beside its place and moved there when it is whole, so
 * that no server loads half a model.
 *
 * @throws BestiaryError `conflict` where the version is there already, `invalid_input` where nothing can be written
 */
export async function exportModel(
  { out, name, version }: ExportPlace,
  exporter: Exporter,
  classifier: Classifier,
): Promise<Exported> {
  const models = join(out, name);
  const next = (await highestVersion(models)) + 1;
  const number = version ?? next;
  const folder = join(models, String(number));
  if (await exists(folder)) throw versionIsThere(folder, next);
  const partial = join(models, `.${number}-${randomUUID()}`);
  try {
    await mkdir(partial, { recursive: true });
  } catch (cause) {
    throw new BestiaryError('invalid_input', `can't write to ${models}: ${messageOf(cause)}`, { cause });
  }
  try {
    const files = await exporter.write(partial, classifier);
    await rename(partial, folder).catch((cause: unknown) => {
      const { code } = cause as NodeJS.ErrnoException;
      throw code === 'ENOTEMPTY' || code === 'EEXIST' ? versionIsThere(folder, next) : cause;
    });
    return { folder, version: number, files };
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

async function highestVersion(models: string): Promise<number> {
  const names = await readdir(models).catch((): string[] => []);
  return Math.max(0, ...names.filter((name) => /^\d+$/.test(name)).map(Number));
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function versionIsThere(folder: string, next: number): BestiaryError {
  return new BestiaryError('conflict', `${folder} is there already`, {
    hint: `versions are never overwritten: give --version ${next}, or leave it out`,
  });
}
