import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import type { BadImageKind } from './bad-image.ts';
import { decodeImage } from './decode.ts';
import { type ImageWarning, checkImage } from './image-check.ts';

const SIDE = 48;
/** A colourful picture that compresses badly enough for damage to hit pixels. */
const noise = Buffer.from(
  Array.from({ length: SIDE * SIDE * 3 }, (_, i) => (Math.imul(i + 1, 2654435761) >>> 24) ^ (i % 251)),
);
const picture = () => sharp(noise, { raw: { width: SIDE, height: SIDE, channels: 3 } });
const frames = async (format: 'gif' | 'webp') =>
  sharp([await picture().png().toBuffer(), await picture().negate().png().toBuffer()], {
    join: { animated: true },
  })
    .toFormat(format)
    .toBuffer();

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(data.length, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}

/** A valid PNG of a few hundred bytes whose header promises `side` × `side` black pixels. */
function bomb(side: number): Buffer {
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0]);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(Buffer.alloc(1_000))),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** The first frame as PNG, with the chunk that announces two frames. */
function animatedPng(png: Buffer): Buffer {
  const afterHeader = 8 + 25;
  return Buffer.concat([
    png.subarray(0, afterHeader),
    pngChunk('acTL', Buffer.from([0, 0, 0, 2, 0, 0, 0, 0])),
    png.subarray(afterHeader),
  ]);
}

const damaged = (bytes: Buffer, at: number) => {
  const copy = Buffer.from(bytes);
  copy[Math.floor(copy.length * at)]! ^= 0xff;
  return copy;
};

/** 24 × 8 pixels, chroma at a third of the width: libjpeg decodes it, TurboJPEG's interface doesn't know it. */
const UNCOMMON_JPEG = Buffer.from(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5a' +
    'YVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wAAR' +
    'CAAIABgDATEAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAABgP/xAAgEAABAwQCAwAAAAAAAAAAAAABAgQRAAUhMQMGMlGB/8QAFQEBAQAA' +
    'AAAAAAAAAAAAAAAAAAH/xAAcEQEAAQQDAAAAAAAAAAAAAAABAgADBFERI5H/2gAMAwEAAhEDEQA/AD9rbaxTK1ttYq3ZXqWVrPEDCuYFExpI' +
    '8zr1j7IpnPSm+D1KmJElfgO6/9k=',
  'base64',
);

describe('an image that cannot be trained on', () => {
  let jpeg: Buffer, png: Buffer;
  beforeAll(async () => {
    jpeg = await picture().jpeg().toBuffer();
    png = await picture().png().toBuffer();
  });

  const cases: [string, string, () => Promise<Buffer> | Buffer, BadImageKind, string][] = [
    ['a file without bytes', 'a.jpg', () => Buffer.alloc(0), 'empty', 'the file has no bytes'],
    ['a text', 'a.jpg', () => Buffer.from('dragons be here\n'), 'not-an-image', 'it is a text'],
    ['a text that begins with BM', 'a.bmp', () => Buffer.from('BMW and other cars'), 'not-an-image', 'text'],
    [
      'a web page',
      'a.jpg',
      () => Buffer.from('<!DOCTYPE html><title>404'),
      'not-an-image',
      'it is a web page',
    ],
    ['an SVG', 'a.png', () => Buffer.from('<svg width="9" height="9"/>'), 'not-an-image', 'it is a text'],
    [
      'a pointer of Git LFS',
      'a.jpg',
      () => Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n'),
      'not-an-image',
      'git lfs pull',
    ],
    ['noise', 'a.jpg', () => Buffer.from([7, 200, 3, 0, 255]), 'not-an-image', 'no known image format'],
    [
      'a PNG named .jpg',
      'a b.jpg',
      () => png,
      'mislabelled-extension',
      'the content is PNG, the ending .jpg',
    ],
    ['a JPEG named .png', 'é.png', () => jpeg, 'mislabelled-extension', 'the content is JPEG'],
    ['half a JPEG', 'a.jpg', () => jpeg.subarray(0, jpeg.length / 2), 'corrupt', 'premature end'],
    ['a JPEG without its last bytes', 'a.jpg', () => jpeg.subarray(0, -2), 'corrupt', 'premature end'],
    ['a JPEG of a header alone', 'a.jpg', () => jpeg.subarray(0, 20), 'corrupt', 'the header cannot be read'],
    [
      'a JPEG with a hole',
      'a.jpg',
      () => Buffer.from(jpeg).fill(0xff, 900, 1_000),
      'corrupt',
      'corrupt JPEG',
    ],
    ['half a PNG', 'a.png', () => png.subarray(0, png.length / 2), 'corrupt', 'cannot be decoded'],
    ['a PNG with a flipped byte', 'a.png', () => damaged(png, 0.5), 'corrupt', 'cannot be decoded'],
    [
      'half a GIF',
      'a.gif',
      async () => {
        const gif = await picture().gif().toBuffer();
        return gif.subarray(0, gif.length / 2);
      },
      'corrupt',
      'GIF',
    ],
    [
      'half a WebP',
      'a.webp',
      async () => {
        const webp = await picture().webp().toBuffer();
        return webp.subarray(0, webp.length / 2);
      },
      'corrupt',
      'webp',
    ],
    ['a decompression bomb', 'a.png', () => bomb(50_000), 'too-large', '50000 × 50000 pixels'],
    [
      'a CMYK JPEG',
      'a.jpg',
      () => picture().toColourspace('cmyk').jpeg().toBuffer(),
      'cmyk',
      'its colours are CMYK',
    ],
    [
      'a 16-bit PNG',
      'a.png',
      () => picture().toColourspace('rgb16').png().toBuffer(),
      'bit-depth',
      'it has 16 bits a sample',
    ],
    [
      'a 16-bit grey PNG',
      'a.png',
      () => picture().toColourspace('grey16').png().toBuffer(),
      'bit-depth',
      'it has 16 bits a sample',
    ],
    ['an animated GIF', 'a.gif', () => frames('gif'), 'animated', 'it has 2 frames'],
    ['an animated WebP', 'a.webp', () => frames('webp'), 'animated', 'it has 2 frames'],
    ['an animated PNG', 'a.png', () => animatedPng(png), 'animated', 'it has 2 frames'],
  ];

  it.each(cases)('%s (%s) is reported', async (_, name, make, kind, reason) => {
    const bytes = await make();
    const found = checkImage(bytes, name).then((header) => decodeImage(bytes, header));
    await expect(found).rejects.toMatchObject({ name: 'BadImageError', kind });
    await expect(found).rejects.toThrow(new RegExp(reason.replace('.', '\\.'), 'i'));
  });
});

describe('an image that can be trained on', () => {
  const transparent = () =>
    sharp(Buffer.from([10, 20, 30, 0]), { raw: { width: 1, height: 1, channels: 4 } });

  const cases: [string, string, () => Promise<Buffer>, ImageWarning[]][] = [
    ['a JPEG', 'a.JPG', () => picture().jpeg().toBuffer(), []],
    ['a progressive JPEG', 'a.jpeg', () => picture().jpeg({ progressive: true }).toBuffer(), []],
    ['a PNG', 'a.png', () => picture().png().toBuffer(), []],
    ['a PNG with a palette', 'a.png', () => picture().png({ palette: true }).toBuffer(), []],
    ['a GIF', 'a.gif', () => picture().gif().toBuffer(), []],
    ['a WebP', 'a.webp', () => picture().webp().toBuffer(), []],
    ['a TIFF', 'a.tif', () => picture().tiff().toBuffer(), []],
    ['an AVIF', 'a.avif', () => picture().avif({ effort: 0 }).toBuffer(), []],
    ['a grey JPEG', 'a.jpg', () => picture().toColourspace('b-w').jpeg().toBuffer(), ['greyscale']],
    ['a grey PNG', 'a.png', () => picture().toColourspace('b-w').png().toBuffer(), ['greyscale']],
    ['a transparent PNG', 'a.png', () => picture().ensureAlpha(0.5).png().toBuffer(), ['alpha']],
    [
      'a JPEG turned by EXIF',
      'a.jpg',
      () => picture().withMetadata({ orientation: 6 }).jpeg().toBuffer(),
      ['exif-orientation'],
    ],
  ];
  it.each(cases)('%s (%s) decodes to RGB', async (_, name, make, warnings) => {
    const bytes = await make();
    const header = await checkImage(bytes, name);
    expect(header).toMatchObject({ width: SIDE, height: SIDE, warnings });
    const { data, width, height, exact } = await decodeImage(bytes, header);
    expect([width, height, data.length, exact]).toEqual([SIDE, SIDE, SIDE * SIDE * 3, true]);
  });

  const decoded = async (bytes: Buffer, name: string) =>
    decodeImage(bytes, await checkImage(bytes, name)).then((image) => [...image.data]);

  it('lossless formats keep every value', async () => {
    for (const [name, bytes] of [
      ['a.png', await picture().png().toBuffer()],
      ['a.webp', await picture().webp({ lossless: true }).toBuffer()],
      ['a.tiff', await picture().tiff({ compression: 'deflate' }).toBuffer()],
    ] as const) {
      expect(await decoded(bytes, name)).toEqual([...noise]);
    }
  });

  it('transparency is dropped, not blended', async () => {
    expect(await decoded(await transparent().png().toBuffer(), 'a.png')).toEqual([10, 20, 30]);
  });

  it('EXIF orientation turns nothing', async () => {
    const turned = await picture().withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect(await decoded(turned, 'a.jpg')).toEqual(await decoded(await picture().jpeg().toBuffer(), 'a.jpg'));
  });

  it('colour profiles change nothing', async () => {
    const profiled = await sharp(await picture().png().toBuffer())
      .withIccProfile('p3')
      .png()
      .toBuffer();
    const asStored = await sharp(profiled, { ignoreIcc: true }).raw().toBuffer();
    expect((await sharp(profiled).metadata()).hasProfile).toBe(true);
    expect(await decoded(profiled, 'a.png')).toEqual([...asStored]);
  });

  it('a JPEG of uncommon sampling is decoded all the same, and not called exact', async () => {
    const header = await checkImage(UNCOMMON_JPEG, 'a.jpg');
    const { data, exact } = await decodeImage(UNCOMMON_JPEG, header);
    expect(exact).toBe(false);
    expect(data.length).toBe(24 * 8 * 3);
  });
});
