import { BestiaryError } from '@bestiary/contracts/error';

/** Why an image cannot be trained on. */
export const BAD_IMAGE_KINDS = [
  /** cannot be opened: a broken link, no permission, a failing disk */
  'unreadable',
  /** a file of zero bytes */
  'empty',
  /** no image of a format that can be read, whatever its name: a text, a web page, a pointer of Git LFS */
  'not-an-image',
  /** an image of another format than its ending says */
  'mislabelled-extension',
  /** truncated or damaged: not every pixel can be decoded */
  'corrupt',
  /** more bytes or pixels than allowed: decoded, it could fill the memory (a decompression bomb) */
  'too-large',
  /** printing colours, which have no defined RGB without a profile */
  'cmyk',
  /** more than 8 bits a sample: reducing them is a decision that is yours */
  'bit-depth',
  /** several frames or pages: which one has the label? */
  'animated',
  /** a valid file of a kind that is not decoded (a compressed bitmap) */
  'unsupported',
] as const;
export type BadImageKind = (typeof BAD_IMAGE_KINDS)[number];

/** Found while one image was checked or decoded; `message` is the reason, without the file's name. */
export class BadImageError extends Error {
  readonly kind: BadImageKind;

  constructor(kind: BadImageKind, reason: string, options: { cause?: unknown } = {}) {
    super(reason, options);
    this.name = 'BadImageError';
    this.kind = kind;
  }
}

/** A bad image of a folder. */
export interface BadImage {
  readonly path: string;
  readonly kind: BadImageKind;
  readonly reason: string;
}

const NAMED_IN_MESSAGE = 20;

/** One line an image: `bear/a.jpg: empty (the file has no bytes)`. */
export function describeBadImage({ path, kind, reason }: BadImage): string {
  return `${path}: ${kind} (${reason})`;
}

/** The error that stops a run before training: names the images (the first 20) and says how to go on without them. */
export function badImagesError(bad: readonly BadImage[], total: number): BestiaryError {
  const lines = bad.slice(0, NAMED_IN_MESSAGE).map((image) => `  ${describeBadImage(image)}`);
  if (bad.length > NAMED_IN_MESSAGE) lines.push(`  and ${bad.length - NAMED_IN_MESSAGE} more`);
  const count = `${bad.length} of ${total} images cannot be used`;
  return new BestiaryError('invalid_input', `${count}:\n${lines.join('\n')}`, {
    hint: 'Repair or remove them, or leave them out with --skip-bad.',
  });
}
