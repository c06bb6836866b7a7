import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { BestiaryError } from '@bestiary/contracts/error';
import type { LocalBlob } from './journal-record.ts';
import type { Journal } from './journal.ts';

/**
 * Names what is to be uploaded by its content. Bytes are kept in the journal's folder; a file is hashed where it is.
 *
 * @throws BestiaryError `not_found` when there is no such file
 */
export async function toLocalBlob(source: Uint8Array | string, journal: Journal): Promise<LocalBlob> {
  if (typeof source !== 'string') {
    const sha256 = createHash('sha256').update(source).digest('hex');
    return { sha256, size: source.byteLength, source: journal.spool(sha256, source) };
  }
  const file = resolve(source);
  const stats = await stat(file).catch(() => null);
  if (!stats?.isFile()) throw new BestiaryError('not_found', `there is no file ${file}`);
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return { sha256: hash.digest('hex'), size: stats.size, source: file };
}
