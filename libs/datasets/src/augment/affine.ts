const round = Math.fround;

/** Where a pixel of the result comes from: x = a0·x' + a1·y' + a2, y = b0·x' + b1·y' + b2, in pixels, float32. */
export interface Affine {
  readonly a0: number;
  readonly a1: number;
  readonly a2: number;
  readonly b0: number;
  readonly b1: number;
  readonly b2: number;
}

/** The matrix of Keras' `RandomRotation` (`_compute_affine_matrix`): about the centre, anticlockwise. */
export function rotationAffine(turns: number, size: number): Affine {
  const angle = round(round(turns * 360) * round(Math.PI / 180));
  const cosine = round(Math.cos(angle));
  const sine = round(Math.sin(angle));
  const centre = (size - 1) / 2;
  return {
    a0: cosine,
    a1: -sine,
    a2: round(round(centre - round(centre * cosine)) - round(centre * -sine)),
    b0: sine,
    b1: cosine,
    b2: round(round(centre - round(centre * sine)) - round(centre * cosine)),
  };
}

/** The matrix of Keras' `RandomZoom` with one factor for both sides: about the centre. */
export function zoomAffine(factor: number, size: number): Affine {
  const zoom = round(factor);
  const offset = round(((size - 1) / 2) * round(1 - zoom));
  return { a0: zoom, a1: 0, a2: offset, b0: 0, b1: zoom, b2: offset };
}

/** The matrix of Keras' `RandomTranslation`: `x` and `y` are shares of the side. */
export function translationAffine(x: number, y: number, size: number): Affine {
  return { a0: 1, a1: 0, a2: -round(round(x) * size), b0: 0, b1: 1, b2: -round(round(y) * size) };
}

/**
 * Resamples an image as TensorFlow's `ImageProjectiveTransformV3` does with `BILINEAR` and `REFLECT` (the image goes on
 * mirrored beyond its edges, the edge pixel twice), every step in float32 in the order of its CPU kernel
 * (`tensorflow/core/kernels/image/image_ops.h`).
 *
 * @param input `[size, size, 3]`
 * @param out `[size, size, 3]`, another array, written whole
 */
export function warp(input: Float32Array, size: number, affine: Affine, out: Float32Array): void {
  const { a0, a1, a2, b0, b1, b2 } = affine;
  const last = size - 1;
  const stride = size * 3;
  let at = 0;
  for (let row = 0; row < size; row++) {
    const a1y = round(a1 * row);
    const b1y = round(b1 * row);
    for (let column = 0; column < size; column++) {
      let x = round(round(round(a0 * column) + a1y) + a2);
      let y = round(round(round(b0 * column) + b1y) + b2);
      if (!(x >= 0 && x <= last)) x = reflect(x, size);
      if (!(y >= 0 && y <= last)) y = reflect(y, size);
      const left = Math.floor(x);
      const top = Math.floor(y);
      const toRight = round(x - left);
      const toLeft = round(left + 1 - x);
      const toBottom = round(y - top);
      const toTop = round(top + 1 - y);
      // beyond the last pixel the weight is zero
      const above = top * stride;
      const below = top < last ? above + stride : above;
      const here = left * 3;
      const next = left < last ? here + 3 : here;
      for (let channel = 0; channel < 3; channel++) {
        const upper = round(
          round(toLeft * input[above + here + channel]!) + round(toRight * input[above + next + channel]!),
        );
        const lower = round(
          round(toLeft * input[below + here + channel]!) + round(toRight * input[below + next + channel]!),
        );
        out[at++] = round(toTop * upper) + round(toBottom * lower);
      }
    }
  }
}

/** `MapCoordinate<FILL_REFLECT>`: [abcd] goes on as dcba|abcd|dcba. */
function reflect(position: number, length: number): number {
  const period = 2 * length;
  let inside = position;
  if (inside < 0) {
    inside = round(period * Math.trunc(-inside / period) + inside);
    inside = inside < -length ? round(inside + period) : round(-inside - 1);
  } else {
    inside = round(inside - period * Math.trunc(inside / period));
    if (inside >= length) inside = round(round(period - inside) - 1);
  }
  return Math.min(Math.max(inside, 0), length - 1);
}
