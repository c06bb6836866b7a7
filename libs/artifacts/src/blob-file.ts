import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { type BlobRef } from '@bestiary/contracts/artifact';
import { BestiaryError } from '@bestiary/contracts/error';

/** Where a blob lies in a store's folder: `sha256/ab/cd/abcd…`. */
export function blobPath(folder: string, sha256: string): string {
  return path.join(folder, 'sha256', sha256.slice(0, 2), sha256.slice(2, 4), sha256);
}

/**
 * Writes bytes as they come into a temporary file, and moves it to its place only when they are the blob: so a blob
 * that is there is whole, after a crash too.
 *
 * @param temporary a path in the same file system
 * @throws BestiaryError `too_large` as soon as there are more bytes than announced, `integrity` where sha256 or size
 *   disagree, `unavailable` where the disk is full; nothing is left behind
 */
export async function writeBlob(
  bytes: AsyncIterable<Uint8Array>,
  blob: BlobRef,
  temporary: string,
  destination: string,
): Promise<void> {
  const part = `${temporary}.${randomUUID()}.part`;
  try {
    await mkdir(path.dirname(part), { recursive: true });
    const file = await open(part, 'wx', 0o644);
    try {
      await writeVerified(file, bytes, blob);
      await file.sync();
    } finally {
      await file.close();
    }
    await mkdir(path.dirname(destination), { recursive: true });
    await rename(part, destination);
    await syncFolder(path.dirname(destination));
  } catch (error) {
    await rm(part, { force: true });
    throw diskError(error) ?? error;
  }
}

async function writeVerified(
  file: FileHandle,
  bytes: AsyncIterable<Uint8Array>,
  blob: BlobRef,
): Promise<void> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.byteLength;
    if (size > blob.size) {
      throw new BestiaryError(
        'too_large',
        `blob ${blob.sha256} has more than the ${blob.size} bytes announced`,
      );
    }
    hash.update(chunk);
    for (let written = 0; written < chunk.byteLength;) {
      written += (await file.write(chunk, written)).bytesWritten;
    }
  }
  assertSame(blob, { sha256: hash.digest('hex'), size });
}

/** @throws BestiaryError `integrity` where what arrived is not what was announced */
export function assertSame(announced: BlobRef, arrived: BlobRef): void {
  if (announced.sha256 === arrived.sha256 && announced.size === arrived.size) return;
  throw new BestiaryError(
    'integrity',
    `announced as ${announced.size} bytes with sha256 ${announced.sha256}, arrived as ${arrived.size} bytes with ${arrived.sha256}`,
    { hint: 'upload the file again; did it change meanwhile?' },
  );
}

/** A disk's refusal in the words of this program. */
export function diskError(error: unknown): BestiaryError | undefined {
  const { code } = (error ?? {}) as { code?: string };
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new BestiaryError('unavailable', 'the disk of the artifact store is full', {
      cause: error,
      hint: 'free some space, then upload again',
    });
  }
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM') {
    return new BestiaryError('unavailable', 'the artifact store cannot write to its folder', {
      cause: error,
      hint: 'let the server write there',
    });
  }
  return undefined;
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return; // cannot open a folder to sync it
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
