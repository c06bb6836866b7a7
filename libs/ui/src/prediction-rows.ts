import type { PredictionColumns } from '@bestiary/contracts/prediction';

/** Predictions of one run and split, in columns of one length. */
export interface PredictionRows {
  readonly classNames: readonly string[];
  readonly count: number;
  readonly paths: readonly string[];
  /** sha256 of each image's file */
  readonly images: readonly string[];
  /** `[count]`, each 0 ≤ label < classes */
  readonly labels: Int32Array;
  /** `[count, classes]` in row order, each 0..1 */
  readonly probabilities: Float32Array;
  /** pixels; 0 where it is not known */
  readonly widths: readonly number[];
  readonly heights: readonly number[];
  /** 1 where the image has a preview */
  readonly previews: readonly number[];
  /** predictions that nothing can be counted from, and which are left out: a probability is no number, or the label no class */
  readonly unusable: number;
}

/** Reads the columns that the server sends, and sets aside what nothing can be counted from. */
export function readPredictionRows(columns: PredictionColumns): PredictionRows {
  const { classNames, paths, images, widths, heights, previews } = columns;
  const classes = classNames.length;
  const labels = Int32Array.from(columns.labels);
  const probabilities = readFloats(columns.probabilities);
  const usable = Array.from(labels, (_, row) => row).filter((row) => {
    const own = probabilities.subarray(row * classes, (row + 1) * classes);
    return labels[row]! < classes && own.length === classes && own.every((p) => p >= 0 && p <= 1);
  });
  if (usable.length === labels.length) {
    return {
      classNames,
      count: labels.length,
      paths,
      images,
      labels,
      probabilities,
      widths,
      heights,
      previews,
      unusable: 0,
    };
  }
  const kept = new Float32Array(usable.length * classes);
  usable.forEach((row, i) =>
    kept.set(probabilities.subarray(row * classes, (row + 1) * classes), i * classes),
  );
  const keep = <Value>(column: readonly Value[]): Value[] => usable.map((row) => column[row]!);
  return {
    classNames,
    count: usable.length,
    paths: keep(paths),
    images: keep(images),
    labels: Int32Array.from(usable, (row) => labels[row]!),
    probabilities: kept,
    widths: keep(widths),
    heights: keep(heights),
    previews: keep(previews),
    unusable: labels.length - usable.length,
  };
}

/** The probability of one class in each row, `[count]`. */
export function columnOf(rows: PredictionRows, classIndex: number): Float32Array {
  const classes = rows.classNames.length;
  return Float32Array.from(
    { length: rows.count },
    (_, row) => rows.probabilities[row * classes + classIndex]!,
  );
}

/** float32, little-endian, from base64. */
function readFloats(base64: string): Float32Array {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  const view = new DataView(bytes.buffer);
  const floats = new Float32Array(Math.floor(bytes.length / 4));
  for (let i = 0; i < floats.length; i++) floats[i] = view.getFloat32(i * 4, true);
  return floats;
}
