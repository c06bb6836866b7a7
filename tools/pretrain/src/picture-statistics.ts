import tf from '@tensorflow/tfjs-node';

/** Cells along each side of the grids that colours and slopes are averaged in. */
const COLOUR_GRID = 4;
const SLOPE_GRID = 2;
/** Levels a channel has in the colour histogram. */
const LEVELS = 4;
const DIRECTIONS = 4;
const SCALES = 3;

/** How many numbers `pictureStatistics` gives for a picture. */
export const STATISTIC_COUNT = 3 * COLOUR_GRID ** 2 + LEVELS ** 3 + SCALES * DIRECTIONS * SLOPE_GRID ** 2;

/**
 * What classical vision measures in a picture: the colours of a coarse grid, a colour histogram, and how steep the
 * picture is in four directions at three scales (after Dalal and Triggs, CVPR 2005, without its normalisation). Each
 * number is brought to mean 0 and deviation 1 over the batch. Features from which these can be read keep colour,
 * layout and texture, whatever else they learn.
 *
 * @param images `[n, size, size, 3]` in [−1, 1], the size a multiple of 32
 * @returns `[n, STATISTIC_COUNT]`
 */
export function pictureStatistics(images: tf.Tensor4D): tf.Tensor2D {
  return tf.tidy(() => {
    const statistics = tf.concat2d([gridColours(images), histogram(images), slopes(images)], 1);
    const { mean, variance } = tf.moments(statistics, 0);
    return statistics.sub(mean).div(variance.add(1e-6).sqrt());
  });
}

function gridColours(images: tf.Tensor4D): tf.Tensor2D {
  return gridMeans(images, COLOUR_GRID);
}

/** Square roots of the shares of 64 colours; each pixel is shared among the levels that it lies between. */
function histogram(images: tf.Tensor4D): tf.Tensor2D {
  const count = images.shape[0];
  const coarse = tf.avgPool(images, 4, 4, 'valid');
  const position = coarse
    .add(1)
    .mul((LEVELS - 1) / 2)
    .reshape([count, -1, 3, 1]);
  const membership = position.sub(tf.range(0, LEVELS)).abs().mul(-1).add(1).relu();
  const [r, g, b] = tf.unstack(membership, 2) as [tf.Tensor, tf.Tensor, tf.Tensor];
  const rg = r
    .expandDims(3)
    .mul(g.expandDims(2))
    .reshape([count, -1, LEVELS ** 2, 1]);
  return rg
    .mul(b.expandDims(2))
    .mean(1)
    .reshape<tf.Tensor2D>([count, LEVELS ** 3])
    .sqrt();
}

/** Logarithms of the mean steepness of the brightness, by scale, direction and quarter of the picture. */
function slopes(images: tf.Tensor4D): tf.Tensor2D {
  const filters = Array.from({ length: DIRECTIONS }, (_, direction) => {
    const angle = (Math.PI * direction) / DIRECTIONS;
    return tf.tensor2d(
      [-1, 0, 1].map((y) => [-1, 0, 1].map((x) => (x * Math.cos(angle) + y * Math.sin(angle)) / 6)),
    );
  });
  const kernel = tf.stack(filters, 2).expandDims<tf.Tensor4D>(2);
  let brightness = images.mean<tf.Tensor4D>(3, true);
  const parts: tf.Tensor2D[] = [];
  for (let scale = 0; scale < SCALES; scale++) {
    if (scale > 0) brightness = tf.avgPool(brightness, 2, 2, 'valid');
    const steepness = tf.conv2d(brightness, kernel, 1, 'same').abs();
    parts.push(gridMeans(steepness, SLOPE_GRID).add<tf.Tensor2D>(0.01).log());
  }
  return tf.concat2d(parts, 1);
}

/** Means over the cells of a grid: `[n, size, size, c]` → `[n, cells² · c]`. */
function gridMeans(images: tf.Tensor4D, cells: number): tf.Tensor2D {
  const [count, size] = images.shape;
  return tf.avgPool(images, size / cells, size / cells, 'valid').reshape([count, -1]);
}
