import { randomBytes } from 'node:crypto';
import { findMinio, type Minio, NO_MINIO, startMinio } from '@bestiary/testing/minio';
import { describe, expect, it } from 'vitest';
import { describeArtifactStore } from './artifact-store.testsuite.ts';
import { S3Store } from './s3-store.ts';

const binary = findMinio();

function optionsFor(minio: Minio) {
  const { endpoint, accessKey, secretKey } = minio;
  return { endpoint, accessKey, secretKey, bucket: 'bestiary', region: 'us-east-1' };
}

if (binary === undefined) {
  describe('S3 store', () => {
    it.skip(NO_MINIO);
  });
} else {
  describeArtifactStore('S3 store', async () => {
    const minio = await startMinio(binary);
    return { store: await S3Store.open(optionsFor(minio)), baseUrl: minio.endpoint, close: minio.stop };
  });

  describe('S3 store', () => {
    it('makes its bucket once, signs for the public address, and says what is wrong', async () => {
      const minio = await startMinio(binary);
      try {
        const options = optionsFor(minio);
        await Promise.all([S3Store.open(options), S3Store.open(options)]);
        const store = await S3Store.open({ ...options, publicEndpoint: 'https://files.example.org' });
        const ticket = await store.requestUpload({ sha256: 'ab'.repeat(32), size: 1 });
        expect(ticket).toMatchObject({
          url: expect.stringMatching(/^https:\/\/files\.example\.org\/bestiary\//),
        });
        const wrong = S3Store.open({ ...options, secretKey: randomBytes(9).toString('hex') });
        await expect(wrong).rejects.toMatchObject({
          code: 'unavailable',
          hint: expect.stringContaining('S3_SECRET_KEY'),
        });
      } finally {
        await minio.stop();
      }
    });

    it('is unavailable where nothing answers', async () => {
      const options = { accessKey: 'a', secretKey: 'b'.repeat(8), bucket: 'bestiary', region: 'us-east-1' };
      await expect(S3Store.open({ endpoint: 'http://127.0.0.1:1', ...options })).rejects.toMatchObject({
        code: 'unavailable',
      });
    });
  });
}
