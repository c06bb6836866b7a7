import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { BestiaryError, messageOf } from '@bestiary/contracts/error';

/** A file that is known by its content. */
export interface KnownFile {
  /** absolute, or relative to `base` */
  readonly url: string;
  readonly base: string;
  readonly sha256: string;
  /** names it in messages */
  readonly name: string;
}

/**
 * Brings a file to `target`, which is left as it is when it has that content already. The file appears there whole or
 * not at all.
 *
 * @throws BestiaryError `unavailable` when it can't be had, `integrity` when something else arrives
 */
export async function downloadFile({ url, base, sha256, name }: KnownFile, target: string): Promise<void> {
  if ((await sha256OfFile(target)) === sha256) return;
  await mkdir(dirname(target), { recursive: true });
  const partial = `${target}.${randomUUID()}`;
  try {
    const hash = createHash('sha256');
    const answer = await fetch(new URL(url, base)).catch((cause: unknown) => {
      throw new BestiaryError('unavailable', `${name} can't be had from ${base}: ${messageOf(cause)}`, {
        cause,
      });
    });
    if (!answer.ok || !answer.body) {
      throw new BestiaryError('unavailable', `${name} can't be had from ${base}: HTTP ${answer.status}`);
    }
    const body = Readable.fromWeb(answer.body);
    body.on('data', (chunk: Uint8Array) => hash.update(chunk));
    await pipeline(body, createWriteStream(partial));
    if (hash.digest('hex') !== sha256) {
      throw new BestiaryError('integrity', `what ${base} sent as ${name} is not the file that was logged`, {
        hint: 'Try again; if it stays so, the artifact store is damaged.',
      });
    }
    await rename(partial, target);
  } finally {
    await rm(partial, { force: true });
  }
}

/** Undefined where there is no such file. */
async function sha256OfFile(path: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
    return hash.digest('hex');
  } catch {
    return undefined;
  }
}
