import type { Split } from '@bestiary/contracts/dataset';
import type { PredictionColumns } from '@bestiary/contracts/prediction';

/** Predictions of one run, in columns of one length. */
export interface PredictionRows {
  readonly classNames: readonly string[];
  readonly count: number;
  readonly splits: readonly Split[];
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
  /** mean luma, 0..1; `null` where it is not known */
  readonly brightnesses: readonly (number | null)[];
  /** variance of the Laplacian; `null` where it is not known */
  readonly sharpnesses: readonly (number | null)[];
  /** 1 where the image has a preview */
  readonly previews: readonly number[];
  /** predictions that nothing can be counted from, and which are left out: a probability is no number, or the label no class */
  readonly unusable: number;
}

/** Reads the columns that the server sends, and sets aside what nothing can be counted from. */
export function readPredictionRows(columns: PredictionColumns): PredictionRows {
  const { classNames, split } = columns;
  const classes = classNames.length;
  const labels = Int32Array.from(columns.labels);
  const probabilities = readFloats(columns.probabilities);
  const of = (row: number) => probabilities.subarray(row * classes, (row + 1) * classes);
  const usable = Array.from(labels, (_, row) => row).filter((row) => {
    const own = of(row);
    return labels[row]! < classes && own.length === classes && own.every((p) => p >= 0 && p <= 1);
  });
  const isWhole = usable.length === labels.length;
  const keep = <Value>(column: readonly Value[]): readonly Value[] =>
    isWhole ? column : usable.map((row) => column[row]!);
  const kept = isWhole ? probabilities : new Float32Array(usable.length * classes);
  if (!isWhole) usable.forEach((row, i) => kept.set(of(row), i * classes));
  return {
    classNames,
    count: usable.length,
    splits: usable.map(() => split),
    paths: keep(columns.paths),
    images: keep(columns.images),
    labels: isWhole ? labels : Int32Array.from(usable, (row) => labels[row]!),
    probabilities: kept,
    widths: keep(columns.widths),
    heights: keep(columns.heights),
    brightnesses: keep(columns.brightnesses),
    sharpnesses: keep(columns.sharpnesses),
    previews: keep(columns.previews),
    unusable: labels.length - usable.length,
  };
}

/**
 * Predictions of several splits of one run as one.
 *
 * @param parts at least one, of the same classes; those without rows are left out
 */
export function joinPredictionRows(parts: readonly PredictionRows[]): PredictionRows {
  const filled = parts.filter(({ count }) => count > 0);
  if (filled.length < 2) return filled[0] ?? parts[0]!;
  const join = <Value>(of: (rows: PredictionRows) => readonly Value[]): Value[] => filled.flatMap(of);
  const count = filled.reduce((sum, rows) => sum + rows.count, 0);
  const { classNames } = filled[0]!;
  const labels = new Int32Array(count);
  const probabilities = new Float32Array(count * classNames.length);
  let at = 0;
  for (const rows of filled) {
    labels.set(rows.labels, at);
    probabilities.set(rows.probabilities, at * classNames.length);
    at += rows.count;
  }
  return {
    classNames,
    count,
    splits: join((rows) => rows.splits),
    paths: join((rows) => rows.paths),
    images: join((rows) => rows.images),
    labels,
    probabilities,
    widths: join((rows) => rows.widths),
    heights: join((rows) => rows.heights),
    brightnesses: join((rows) => rows.brightnesses),
    sharpnesses: join((rows) => rows.sharpnesses),
    previews: join((rows) => rows.previews),
    unusable: parts.reduce((sum, rows) => sum + rows.unusable, 0),
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
