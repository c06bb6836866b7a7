/** Images with their labels, read as they are needed. */
export interface LabelledImages {
  /** `[n]`, each 0 ≤ label < classes */
  readonly labels: Int32Array;
  /** whether a row has the same pixels whenever it is read; then what frozen layers make of it may be kept */
  readonly constant: boolean;
  /**
   * @param rows which images
   * @returns `[rows.length, size, size, 3]`, 0..255, row-major
   */
  read(rows: Int32Array): Promise<Float32Array>;
}
