/** Pixels as decoded: red, green, blue, row by row. */
export interface RgbImage {
  /** `[height, width, 3]` */
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/**
 * How an image of another shape becomes square: `stretch` changes its aspect ratio (Keras' default), `crop` cuts the
 * largest square from its middle (`crop_to_aspect_ratio=True`), `pad` puts black bars beside it
 * (`pad_to_aspect_ratio=True`).
 */
export const RESIZE_MODES = ['stretch', 'crop', 'pad'] as const;
export type ResizeMode = (typeof RESIZE_MODES)[number];

/** A part of an image and the part of the square that it fills, in pixels. */
interface Placement {
  readonly from: { x: number; y: number; width: number; height: number };
  readonly to: { x: number; y: number; width: number; height: number };
}

/** What one row or column of the result mixes: two source indices and the share of the second. */
interface Taps {
  readonly lower: Int32Array;
  readonly upper: Int32Array;
  readonly share: Float32Array;
}

const round = Math.fround;

/**
 * Resizes to a square as Keras' `image_dataset_from_directory` does with TensorFlow: bilinear, half-pixel centres, no
 * antialiasing, every step in float32 in the order of TensorFlow's `ResizeBilinear` kernel, so that the result is equal
 * to the last bit.
 *
 * @param size side of the result in pixels
 * @param out `[size, size, 3]` float32, 0..255, written whole
 */
export function resizeBilinear(image: RgbImage, size: number, mode: ResizeMode, out: Float32Array): void {
  const { from, to } = PLACE[mode](image.width, image.height, size);
  if (to.width < size || to.height < size) out.fill(0);
  const columns = taps(from.width, to.width);
  const rows = taps(from.height, to.height);
  const stride = image.width * 3;
  for (let i = 0; i < to.width; i++) {
    columns.lower[i] = (from.x + columns.lower[i]!) * 3;
    columns.upper[i] = (from.x + columns.upper[i]!) * 3;
  }
  const { data } = image;
  for (let y = 0; y < to.height; y++) {
    const top = (from.y + rows.lower[y]!) * stride;
    const bottom = (from.y + rows.upper[y]!) * stride;
    const down = rows.share[y]!;
    let at = ((to.y + y) * size + to.x) * 3;
    for (let x = 0; x < to.width; x++) {
      const left = columns.lower[x]!;
      const right = columns.upper[x]!;
      const across = columns.share[x]!;
      for (let channel = 0; channel < 3; channel++) {
        const topLeft = data[top + left + channel]!;
        const bottomLeft = data[bottom + left + channel]!;
        const above = round(topLeft + round((data[top + right + channel]! - topLeft) * across));
        const below = round(bottomLeft + round((data[bottom + right + channel]! - bottomLeft) * across));
        out[at++] = above + round(round(below - above) * down);
      }
    }
  }
}

/** `compute_interpolation_weights` of TensorFlow's `image_resizer_state.h` with `HalfPixelScaler`. */
function taps(inputLength: number, outputLength: number): Taps {
  const lower = new Int32Array(outputLength);
  const upper = new Int32Array(outputLength);
  const share = new Float32Array(outputLength);
  const scale = round(inputLength / outputLength);
  for (let i = 0; i < outputLength; i++) {
    const position = round(round(round(i + 0.5) * scale) - 0.5);
    const floor = Math.floor(position);
    lower[i] = Math.max(floor, 0);
    upper[i] = Math.min(Math.ceil(position), inputLength - 1);
    share[i] = position - floor;
  }
  return { lower, upper, share };
}

const PLACE: Record<ResizeMode, (width: number, height: number, size: number) => Placement> = {
  stretch: (width, height, size) => ({
    from: { x: 0, y: 0, width, height },
    to: { x: 0, y: 0, width: size, height: size },
  }),
  // `smart_resize` of keras/src/utils/image_utils.py
  crop: (width, height, size) => {
    const side = Math.min(width, height);
    return {
      from: {
        x: Math.trunc((width - side) / 2),
        y: Math.trunc((height - side) / 2),
        width: side,
        height: side,
      },
      to: { x: 0, y: 0, width: size, height: size },
    };
  },
  // `tf.image.resize_with_pad`, which divides in float32
  pad: (width, height, size) => {
    const ratio = Math.max(round(width / size), round(height / size));
    const exactWidth = round(width / ratio);
    const exactHeight = round(height / ratio);
    return {
      from: { x: 0, y: 0, width, height },
      to: {
        x: Math.max(0, Math.floor(round(size - exactWidth) / 2)),
        y: Math.max(0, Math.floor(round(size - exactHeight) / 2)),
        width: Math.max(1, Math.floor(exactWidth)),
        height: Math.max(1, Math.floor(exactHeight)),
      },
    };
  },
};
