/**
 * The image formats that can be read: name, file endings, content type, and whether Keras'
 * `image_dataset_from_directory` lists such files too (it lists .bmp, .gif, .jpeg, .jpg and .png).
 */
export const IMAGE_FORMATS = {
  jpeg: { endings: ['.jpg', '.jpeg'], contentType: 'image/jpeg', inKeras: true },
  png: { endings: ['.png'], contentType: 'image/png', inKeras: true },
  gif: { endings: ['.gif'], contentType: 'image/gif', inKeras: true },
  bmp: { endings: ['.bmp'], contentType: 'image/bmp', inKeras: true },
  webp: { endings: ['.webp'], contentType: 'image/webp', inKeras: false },
  tiff: { endings: ['.tif', '.tiff'], contentType: 'image/tiff', inKeras: false },
  avif: { endings: ['.avif'], contentType: 'image/avif', inKeras: false },
} as const satisfies Record<
  string,
  { endings: readonly `.${string}`[]; contentType: `image/${string}`; inKeras: boolean }
>;

export type ImageFormat = keyof typeof IMAGE_FORMATS;

const FORMAT_OF_ENDING = new Map<string, ImageFormat>(
  (Object.keys(IMAGE_FORMATS) as ImageFormat[]).flatMap((format) =>
    IMAGE_FORMATS[format].endings.map((ending): [string, ImageFormat] => [ending, format]),
  ),
);

/** Every ending that counts as an image, in lower case. */
export const IMAGE_ENDINGS: readonly string[] = [...FORMAT_OF_ENDING.keys()];

/** The format that a file's name promises (`cat.JPG` → `jpeg`), or undefined where it is no image's name. */
export function formatOfName(name: string): ImageFormat | undefined {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? undefined : FORMAT_OF_ENDING.get(name.slice(dot).toLowerCase());
}

/** The format that a file's first bytes show, or undefined where they are none that can be read. */
export function formatOfBytes(bytes: Buffer): ImageFormat | undefined {
  const text = (start: number, end: number) => bytes.toString('latin1', start, end);
  if (text(0, 3) === '\xff\xd8\xff') return 'jpeg';
  if (text(0, 8) === '\x89PNG\r\n\x1a\n') return 'png';
  if (text(0, 6) === 'GIF87a' || text(0, 6) === 'GIF89a') return 'gif';
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'webp';
  if (text(0, 4) === 'II*\0' || text(0, 4) === 'MM\0*') return 'tiff';
  if (text(4, 8) === 'ftyp' && (text(8, 12) === 'avif' || text(8, 12) === 'avis')) return 'avif';
  // two letters alone would take many a text for a bitmap: the reserved words must be zero as well
  if (text(0, 2) === 'BM' && bytes.length >= 10 && bytes.readUInt32LE(6) === 0) return 'bmp';
  return undefined;
}
