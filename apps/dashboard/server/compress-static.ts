import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

/** What of the pages' files is worth it: fonts and pictures are compressed already. */
const COMPRESSED = /\.(js|css)$/;

/**
 * Writes `<file>.br` and `<file>.gz` beside each script and style of a folder, as small as they get: the files' names
 * tell their content, so this is done once, when the pages are built.
 *
 * @returns how many files
 */
export async function compressStatic(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && COMPRESSED.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name));
  await Promise.all(
    files.map(async (file) => {
      const content = await readFile(file);
      const size = { [constants.BROTLI_PARAM_SIZE_HINT]: content.byteLength };
      await Promise.all([
        brotli(content, { params: size }).then((bytes) => writeFile(`${file}.br`, bytes)),
        zip(content, { level: constants.Z_BEST_COMPRESSION }).then((bytes) => writeFile(`${file}.gz`, bytes)),
      ]);
    }),
  );
  return files.length;
}
