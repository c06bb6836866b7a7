import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Classifier, savedMetadata } from '../classifier.ts';

/** The name of the file in which formats that have no better place carry the metadata. */
export const METADATA_FILE = 'bestiary.json';

/** The metadata as text: class names, threshold, preprocessing, provenance. */
export function metadataJson(classifier: Classifier): string {
  return `${JSON.stringify(savedMetadata(classifier), null, 1)}\n`;
}

/** @returns the file's name */
export async function writeMetadata(folder: string, classifier: Classifier): Promise<string> {
  await writeFile(join(folder, METADATA_FILE), metadataJson(classifier));
  return METADATA_FILE;
}
