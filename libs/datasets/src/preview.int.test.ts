import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { makePreview } from './preview.ts';

const noise = (width: number, height: number) =>
  sharp(
    Buffer.from(
      Array.from(
        { length: width * height * 3 },
        (_, i) => (Math.imul(i ^ (i >>> 7), 2654435761) >>> 13) & 255,
      ),
    ),
    { raw: { width, height, channels: 3 } },
  );

describe('makePreview', () => {
  it('is the file itself where browsers show it and it is small', async () => {
    const bytes = await noise(60, 40).webp().toBuffer();
    const preview = await makePreview(bytes, 'webp');
    expect(preview.bytes).toBe(bytes);
    expect(preview.contentType).toBe('image/webp');
    expect(preview.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  it('is a JPEG of at most 512 pixels of a large file, upright', async () => {
    const bytes = await noise(900, 600).withMetadata({ orientation: 6 }).png().toBuffer();
    expect(bytes.length).toBeGreaterThan(256 * 1024);
    const preview = await makePreview(bytes, 'png');
    expect(preview.contentType).toBe('image/jpeg');
    expect(await sharp(preview.bytes).metadata()).toMatchObject({ format: 'jpeg', width: 341, height: 512 });
    expect(preview.sha256).toBe(createHash('sha256').update(preview.bytes).digest('hex'));
  });

  it('is a JPEG of formats that browsers do not show, and never larger than the image', async () => {
    const preview = await makePreview(await noise(60, 40).tiff().toBuffer(), 'tiff');
    expect(await sharp(preview.bytes).metadata()).toMatchObject({ format: 'jpeg', width: 60, height: 40 });
  });

  it('shows a bitmap', async () => {
    const bitmap = Buffer.alloc(58);
    bitmap.write('BM');
    bitmap.writeUInt32LE(54, 10);
    bitmap.writeUInt32LE(40, 14);
    bitmap.writeInt32LE(1, 18);
    bitmap.writeInt32LE(1, 22);
    bitmap.writeUInt16LE(24, 28);
    const preview = await makePreview(bitmap, 'bmp');
    expect(await sharp(preview.bytes).metadata()).toMatchObject({ format: 'jpeg', width: 1, height: 1 });
  });
});
