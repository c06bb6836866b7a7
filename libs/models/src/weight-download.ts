import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BestiaryError } from '@bestiary/contracts/error';
import { type PublishedWeights } from './published-weights.ts';

/** A file that was kept, when its checksum is the one noted beside it; a damaged one is removed. */
export async function readKept(path: string): Promise<Buffer | undefined> {
  const [bytes, noted] = await Promise.all([
    readFile(path).catch(() => undefined),
    readFile(`${path}.sha256`, 'utf8').catch(() => undefined),
  ]);
  if (!bytes) return undefined;
  if (noted === undefined) {
    await writeFile(`${path}.sha256`, hashOf('sha256', bytes)).catch(() => undefined);
    return bytes;
  }
  if (noted.trim() === hashOf('sha256', bytes)) return bytes;
  await Promise.all([rm(path, { force: true }), rm(`${path}.sha256`, { force: true })]);
  return undefined;
}

/** @throws BestiaryError `unavailable` when there is no answer or none goes on in time, `integrity` for a file cut short or of another checksum */
export async function download({ url, md5 }: PublishedWeights, patienceMs: number): Promise<Buffer> {
  const { host } = new URL(url);
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), patienceMs);
  try {
    const response = await fetch(url, {
      signal: stop.signal,
      headers: { 'accept-encoding': 'identity' }, // content-length then counts what arrives
    });
    if (!response.ok) throw new BestiaryError('unavailable', `${host} answered ${response.status}`);
    const chunks: Uint8Array[] = [];
    for await (const chunk of response.body ?? []) {
      chunks.push(chunk as Uint8Array);
      timer.refresh();
    }
    const bytes = Buffer.concat(chunks);
    const announced = Number(response.headers.get('content-length') ?? bytes.length);
    if (announced !== bytes.length)
      throw new BestiaryError('integrity', `${host} sent ${bytes.length} of ${announced} bytes`);
    const arrived = hashOf('md5', bytes);
    if (md5 !== undefined && md5 !== arrived)
      throw new BestiaryError('integrity', `${host} sent a file of MD5 ${arrived}, Keras' has ${md5}`);
    return bytes;
  } catch (error) {
    if (error instanceof BestiaryError) throw error;
    throw new BestiaryError('unavailable', `no answer from ${host}`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

/** Written beside its place and moved there, so that no reader meets half a file. A full disk costs the next run a download, no more. */
export async function keep(folder: string, name: string, bytes: Buffer): Promise<void> {
  const partial = join(folder, `.${name}.${randomUUID()}`);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(partial, bytes);
    await writeFile(join(folder, `${name}.sha256`), hashOf('sha256', bytes));
    await rename(partial, join(folder, name));
  } catch {
    await rm(partial, { force: true }).catch(() => undefined);
  }
}

function hashOf(algorithm: 'md5' | 'sha256', bytes: Buffer): string {
  return createHash(algorithm).update(bytes).digest('hex');
}
