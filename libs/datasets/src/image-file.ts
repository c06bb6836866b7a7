import { open } from 'node:fs/promises';
import { messageOf } from '@bestiary/contracts/error';
import { BadImageError } from './bad-image.ts';

/** The largest file that is read, in bytes. */
export const MAX_IMAGE_BYTES = 256 * 2 ** 20;

/**
 * Reads an image's file.
 *
 * @throws BadImageError `unreadable`, or `too-large` (then it is not read)
 */
export async function readImageFile(file: string): Promise<Buffer> {
  try {
    const handle = await open(file);
    try {
      const { size } = await handle.stat();
      if (size > MAX_IMAGE_BYTES) {
        throw new BadImageError(
          'too-large',
          `the file has ${Math.round(size / 2 ** 20)} MiB, more than the ${MAX_IMAGE_BYTES / 2 ** 20} allowed`,
        );
      }
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (cause) {
    if (cause instanceof BadImageError) throw cause;
    throw new BadImageError('unreadable', describe(cause), { cause });
  }
}

function describe(cause: unknown): string {
  switch ((cause as NodeJS.ErrnoException).code) {
    case 'ENOENT':
    case 'ELOOP':
      return 'the file is gone, or a link that leads nowhere';
    case 'EACCES':
    case 'EPERM':
      return 'no permission to read the file';
    default:
      return `the file cannot be read: ${messageOf(cause)}`;
  }
}
