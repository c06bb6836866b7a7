import { type Classifier } from '../classifier.ts';

export const EXPORT_FORMATS = ['tfjs', 'savedmodel', 'keras', 'onnx'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** A format in which classifiers leave the house. */
export interface Exporter {
  readonly format: ExportFormat;
  /**
   * Writes the whole classifier: it gives the probabilities that the trainer gives for the same images, and carries
   * `savedMetadata`.
   *
   * @param folder there, and empty
   * @returns the files written, by their paths in `folder`, with forward slashes
   */
  write(folder: string, classifier: Classifier): Promise<string[]>;
}
