import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { type BlobRef, type UploadTicket } from '@bestiary/contracts/artifact';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ArtifactStore } from './artifact-store.ts';

/** A store under test, and how its URLs are reached. */
export type StoreUnderTest = {
  store: ArtifactStore;
  /** what a relative URL is relative to */
  baseUrl: string;
  close(): Promise<void>;
};

/** What every ArtifactStore promises. */
export function describeArtifactStore(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`${name} is an artifact store`, () => {
    let tested: StoreUnderTest;
    let store: ArtifactStore;
    beforeAll(async () => {
      tested = await open();
      store = tested.store;
    });
    afterAll(async () => {
      await tested?.close();
    });

    type Open = Extract<UploadTicket, { state: 'upload' }>;
    const blobOf = (bytes: Buffer): BlobRef => ({
      sha256: createHash('sha256').update(bytes).digest('hex'),
      size: bytes.length,
    });
    const request = async (blob: BlobRef): Promise<Open> => {
      const ticket = await store.requestUpload(blob);
      expect(ticket).toMatchObject({ state: 'upload', sha256: blob.sha256 });
      return ticket as Open;
    };
    const put = (ticket: Open, body: Buffer, url = ticket.url) =>
      fetch(new URL(url, tested.baseUrl), {
        method: 'PUT',
        headers: ticket.headers,
        body: new Uint8Array(body),
      });
    const upload = async (bytes: Buffer): Promise<BlobRef & { uploadId: string }> => {
      const blob = blobOf(bytes);
      const ticket = await request(blob);
      expect((await put(ticket, bytes)).status).toBe(200);
      const committed = { ...blob, uploadId: ticket.uploadId };
      await store.commitUpload(committed);
      return committed;
    };
    const read = async (sha256: string): Promise<Buffer> => {
      const { stream } = await store.open(sha256);
      return Buffer.concat((await stream.toArray()) as Buffer[]);
    };
    const as = { fileName: 'file.bin', contentType: 'application/octet-stream', inline: false };
    const download = async (sha256: string, init: RequestInit = {}, how = as): Promise<Response> => {
      const { url } = await store.downloadUrl(sha256, how);
      return fetch(new URL(url, tested.baseUrl), init);
    };

    it.each([0, 1, 100_000, 3_000_000])('gives back %i bytes as they came', async (size) => {
      const bytes = randomBytes(size);
      const blob = await upload(bytes);
      expect(await store.has(blob)).toBe(true);
      expect((await store.open(blob.sha256)).size).toBe(size);
      expect((await read(blob.sha256)).equals(bytes)).toBe(true);
      const response = await download(blob.sha256);
      expect(response.status).toBe(200);
      expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
    });

    it('asks for no upload of what is stored', async () => {
      const blob = await upload(randomBytes(100));
      expect(await store.requestUpload(blob)).toEqual({ state: 'stored', sha256: blob.sha256 });
    });

    it('takes a commit that is repeated, at once or later', async () => {
      const blob = await upload(randomBytes(100));
      await store.commitUpload(blob);
      await Promise.all([store.commitUpload(blob), store.commitUpload(blob)]);
      expect(await store.has(blob)).toBe(true);
    });

    it('takes the same blob from two clients at once', async () => {
      const bytes = randomBytes(200_000);
      const blob = blobOf(bytes);
      const tickets = [await request(blob), await request(blob)];
      await Promise.all(
        tickets.map(async (ticket) => {
          expect((await put(ticket, bytes)).status).toBe(200);
          await store.commitUpload({ ...blob, uploadId: ticket.uploadId });
        }),
      );
      expect((await read(blob.sha256)).equals(bytes)).toBe(true);
    });

    it.each([
      ['a changed byte', (bytes: Buffer) => Buffer.concat([bytes.subarray(1), Buffer.from([bytes[0]! ^ 1])])],
      ['a byte less', (bytes: Buffer) => bytes.subarray(1)],
      ['a byte more', (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('x')])],
    ])('counts an upload with %s as nothing, and lets it be sent anew', async (_, tamper) => {
      const bytes = randomBytes(1_000);
      const blob = blobOf(bytes);
      const ticket = await request(blob);
      await put(ticket, tamper(bytes));
      await expect(store.commitUpload({ ...blob, uploadId: ticket.uploadId })).rejects.toMatchObject({
        code: 'integrity',
      });
      expect(await store.has(blob)).toBe(false);
      await expect(store.open(blob.sha256)).rejects.toMatchObject({ code: 'not_found' });
      await upload(bytes);
      expect(await store.has(blob)).toBe(true);
    });

    it('counts an upload as nothing when nothing arrived', async () => {
      const blob = blobOf(randomBytes(10));
      const { uploadId } = await request(blob);
      await expect(store.commitUpload({ ...blob, uploadId })).rejects.toMatchObject({ code: 'integrity' });
      await expect(store.commitUpload({ ...blob, uploadId: randomUUID() })).rejects.toMatchObject({
        code: 'integrity',
      });
    });

    it('refuses a forged signature, to write and to read', async () => {
      const forge = (url: string) => {
        const forged = new URL(url, tested.baseUrl);
        const name = [...forged.searchParams.keys()].find((key) => /signature/i.test(key))!;
        const signature = forged.searchParams.get(name)!;
        forged.searchParams.set(name, (signature.startsWith('a') ? 'b' : 'a') + signature.slice(1));
        return forged.href;
      };
      const bytes = randomBytes(10);
      const ticket = await request(blobOf(bytes));
      expect((await put(ticket, bytes, forge(ticket.url))).status).toBe(403);
      const blob = await upload(bytes);
      const { url } = await store.downloadUrl(blob.sha256, as);
      expect((await fetch(forge(url))).status).toBe(403);
    });

    it('refuses a URL made for another blob, upload or method', async () => {
      const one = await upload(randomBytes(10));
      const two = await upload(randomBytes(10));
      const { url } = await store.downloadUrl(one.sha256, as);
      expect((await fetch(new URL(url.replace(one.sha256, two.sha256), tested.baseUrl))).status).toBe(403);
      const put = await fetch(new URL(url, tested.baseUrl), { method: 'PUT', body: 'x' });
      expect(put.status).toBe(403);
      const ticket = await request(blobOf(randomBytes(10)));
      const elsewhere = ticket.url.replace(ticket.uploadId, randomUUID());
      expect((await fetch(new URL(elsewhere, tested.baseUrl), { method: 'PUT', body: 'x' })).status).toBe(
        403,
      );
    });

    it.each(['..', '../../secret', '%2e%2e%2fsecret', 'uploads/../secret', '..%5c..%5csecret'])(
      'has no way out of its folder by %s',
      async (path) => {
        const { url } = await store.downloadUrl('ab'.repeat(32), as);
        const escaped = url.replace('ab'.repeat(32), path);
        expect((await fetch(new URL(escaped, tested.baseUrl))).status).toBeGreaterThanOrEqual(400);
        const commit = store.commitUpload({ sha256: 'ab'.repeat(32), size: 1, uploadId: path });
        await expect(commit).rejects.toMatchObject({
          code: expect.stringMatching(/integrity|invalid_input/),
        });
      },
    );

    it('names the file and its type as asked, and never lets a page of it run', async () => {
      const blob = await upload(Buffer.from('<script>alert(1)</script>'));
      const shown = await download(
        blob.sha256,
        {},
        { fileName: 'größe "1".html', contentType: 'text/html', inline: true },
      );
      expect(shown.headers.get('content-type')).toBe('text/html');
      expect(shown.headers.get('content-disposition')).toMatch(
        /^inline; filename="gr__e _1_\.html"; filename\*=UTF-8''gr%C3%B6%C3%9Fe%20%221%22\.html$/,
      );
      const saved = await download(blob.sha256, {}, { ...as, contentType: 'text/html\r\nSet-Cookie: a=b' });
      expect(saved.headers.get('content-type')).toBe('application/octet-stream');
      expect(saved.headers.get('set-cookie')).toBeNull();
      expect(saved.headers.get('content-disposition')).toMatch(/^attachment; /);
    });

    it('gives parts of a file', async () => {
      const bytes = randomBytes(1_000);
      const { sha256 } = await upload(bytes);
      const part = async (range: string) => {
        const response = await download(sha256, { headers: { range } });
        return { status: response.status, body: Buffer.from(await response.arrayBuffer()) };
      };
      expect(await part('bytes=0-9')).toEqual({ status: 206, body: bytes.subarray(0, 10) });
      expect(await part('bytes=990-')).toEqual({ status: 206, body: bytes.subarray(990) });
      expect(await part('bytes=-5')).toEqual({ status: 206, body: bytes.subarray(995) });
      expect((await part('bytes=1000-')).status).toBe(416);
    });

    it('removes a blob, and takes it again afterwards', async () => {
      const bytes = randomBytes(10);
      const blob = await upload(bytes);
      await store.delete(blob.sha256);
      await store.delete(blob.sha256);
      expect(await store.has(blob)).toBe(false);
      expect((await download(blob.sha256)).status).toBe(404);
      await upload(bytes);
      expect(await store.has(blob)).toBe(true);
    });

    it('clears away what was begun before a time, and leaves blobs alone', async () => {
      const blob = await upload(randomBytes(10));
      expect(await store.removeStaleUploads(new Date(Date.now() - 60_000))).toBe(0);
      await store.removeStaleUploads(new Date(Date.now() + 60_000));
      expect(await store.has(blob)).toBe(true);
    });

    it('is well', async () => {
      await store.checkHealth();
    });
  });
}
