import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { listen } from '@bestiary/testing/http-server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { describeArtifactStore, type StoreUnderTest } from './artifact-store.testsuite.ts';
import { FolderStore } from './folder-store.ts';

async function serve(folder: string): Promise<StoreUnderTest & { store: FolderStore }> {
  const store = await FolderStore.open(folder);
  const server = await listen((request) =>
    request.method === 'PUT' ? store.handleUpload(request) : store.handleDownload(request),
  );
  return { store, baseUrl: server.url, close: server.close };
}

describeArtifactStore('folder store', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'bestiary-store-'));
  const served = await serve(folder);
  return {
    ...served,
    close: async () => {
      await served.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
});

describe('folder store', () => {
  let folder: string;
  let served: Awaited<ReturnType<typeof serve>>;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'bestiary-store-'));
    served = await serve(folder);
  });

  afterEach(async () => {
    vi.useRealTimers();
    await served.close();
    await rm(folder, { recursive: true, force: true });
  });

  const blobOf = (bytes: Buffer) => ({
    sha256: createHash('sha256').update(bytes).digest('hex'),
    size: bytes.length,
  });

  async function ticketFor(bytes: Buffer, store = served.store): Promise<{ url: URL; uploadId: string }> {
    const ticket = await store.requestUpload(blobOf(bytes));
    if (ticket.state !== 'upload') throw new Error('stored already');
    return { url: new URL(ticket.url, served.baseUrl), uploadId: ticket.uploadId };
  }

  it('refuses a URL whose time is over', async () => {
    const bytes = randomBytes(10);
    const { url } = await ticketFor(bytes);
    const upload = () => fetch(url, { method: 'PUT', body: new Uint8Array(bytes) });
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 7 * 3_600_000 });
    const late = await upload();
    expect(late.status).toBe(403);
    expect(await late.json()).toMatchObject({ error: { code: 'forbidden', message: 'the URL has expired' } });
    vi.useRealTimers();
    expect((await upload()).status).toBe(200);
    const download = await served.store.downloadUrl(blobOf(bytes).sha256, { fileName: 'a', contentType: 'a/b', inline: false }); // prettier-ignore
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2 * 3_600_000 });
    expect((await fetch(new URL(download.url, served.baseUrl))).status).toBe(403);
  });

  it('refuses a URL whose expiry, size or name was changed', async () => {
    const { url } = await ticketFor(randomBytes(10));
    for (const [name, value] of [
      ['expires', '99999999999999'],
      ['size', '11'],
      ['more', '1'],
    ] as const) {
      // prettier-ignore
      const changed = new URL(url);
      changed.searchParams.set(name, value);
      expect((await fetch(changed, { method: 'PUT', body: 'x' })).status).toBe(403);
    }
  });

  it('keeps its secret to its owner, and shares it with other processes on the folder', async () => {
    expect((await stat(path.join(folder, 'secret'))).mode & 0o777).toBe(0o600);
    const other = await FolderStore.open(folder);
    const bytes = randomBytes(10);
    const { url } = await ticketFor(bytes, other);
    expect((await fetch(url, { method: 'PUT', body: new Uint8Array(bytes) })).status).toBe(200);
  });

  it('stops taking bytes as soon as they are too many, and leaves nothing behind', async () => {
    const { url } = await ticketFor(randomBytes(1_000));
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const request = httpRequest(url, { method: 'PUT', headers: { 'transfer-encoding': 'chunked' } });
      request.on('response', (response) => resolve(response.statusCode));
      request.on('error', reject);
      request.write(randomBytes(500));
      request.write(randomBytes(600)); // never ended: the answer comes all the same
    });
    expect(status).toBe(413);
    expect(await readdir(path.join(folder, 'uploads'))).toEqual([]);
  });

  it('leaves nothing of an upload that breaks off', async () => {
    const { url } = await ticketFor(randomBytes(1_000));
    await new Promise<void>((resolve) => {
      const request = httpRequest(url, { method: 'PUT', headers: { 'content-length': '1000' } });
      request.on('error', () => resolve());
      request.write(randomBytes(500));
      setTimeout(() => request.destroy(new Error('cable pulled')), 100);
    });
    await vi.waitFor(async () => expect(await readdir(path.join(folder, 'uploads'))).toEqual([]));
    await expect(readdir(path.join(folder, 'sha256'))).rejects.toThrow('ENOENT');
  });

  it('sandboxes what it serves and forbids guessing its type; says when nothing has changed', async () => {
    const bytes = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>');
    const { url } = await ticketFor(bytes);
    await fetch(url, { method: 'PUT', body: new Uint8Array(bytes) });
    const { sha256 } = blobOf(bytes);
    const download = await served.store.downloadUrl(sha256, { fileName: 'a.svg', contentType: 'image/svg+xml', inline: true }); // prettier-ignore
    const response = await fetch(new URL(download.url, served.baseUrl));
    expect(response.headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    const again = await fetch(new URL(download.url, served.baseUrl), {
      headers: { 'if-none-match': response.headers.get('etag')! },
    });
    expect(again.status).toBe(304);
    const head = await fetch(new URL(download.url, served.baseUrl), { method: 'HEAD' });
    expect(head.headers.get('content-length')).toBe(String(bytes.length));
  });

  it('says that the disk is full, and leaves no part of the file', async ({ skip }) => {
    const small = path.join(folder, 'small');
    await mkdir(small);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', small], { stdio: 'pipe' });
    } catch {
      skip('a small disk can be mounted by root alone');
    }
    try {
      const full = await serve(small);
      const bytes = randomBytes(1_000_000);
      const { url } = await ticketFor(bytes, full.store);
      const response = await fetch(new URL(url.pathname + url.search, full.baseUrl), {
        method: 'PUT',
        body: new Uint8Array(bytes),
      });
      expect(response.status).toBe(503);
      expect(await response.json()).toMatchObject({
        error: { code: 'unavailable', message: 'the disk of the artifact store is full' },
      });
      expect(await readdir(path.join(small, 'uploads'))).toEqual([]);
      await full.close();
    } finally {
      execFileSync('umount', [small]);
    }
  });
});
