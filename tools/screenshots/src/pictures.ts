import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkImage } from '@bestiary/datasets/image-check';
import { scanImageFolder, type ImageFile } from '@bestiary/datasets/image-folder';
import { drawSampleSet } from '@bestiary/datasets/sample/draw-sample-set';
import { uuidv7 } from '@bestiary/contracts/id';
import { storeBlobs, type Api } from './api.ts';

const COUNT = 190;
/** Every so-manieth picture is of the validation. */
const VALIDATION_EVERY = 2;

/** A picture of the data set. */
export interface Picture {
  sha256: string;
  path: string;
  label: number;
  width: number;
  height: number;
  split: 'training' | 'validation';
}

export interface PictureSet {
  datasetId: string;
  classNames: readonly string[];
  pictures: readonly Picture[];
  files: readonly ImageFile[];
}

/** Draws the sample set (fewer pictures of it), registers it and stores its previews. */
export async function preparePictures(api: Api, serverUrl: string, dir: string): Promise<PictureSet> {
  const folder = join(dir, 'bears-and-dragons');
  await drawSampleSet(folder, { count: COUNT, seed: 7 });
  const { classNames, files } = await scanImageFolder(folder);
  const bytes = await Promise.all(files.map(({ file }) => readFile(file)));
  const pictures: Picture[] = [];
  for (const [i, { path, label }] of files.entries()) {
    const { width, height } = await checkImage(bytes[i]!, path);
    const sha256 = createHash('sha256').update(bytes[i]!).digest('hex');
    const split = i % VALIDATION_EVERY === 0 ? 'validation' : 'training';
    pictures.push({ sha256, path, label, width, height, split });
  }
  const manifestSha256 = createHash('sha256').update(JSON.stringify(pictures)).digest('hex');
  const { id } = await api.datasets.register.mutate({
    id: uuidv7(),
    name: 'bears-and-dragons',
    manifestSha256,
    classNames: [...classNames],
    images: pictures,
  });
  const blobs = await storeBlobs(api, serverUrl, bytes);
  await api.datasets.attachPreviews.mutate({
    previews: pictures.map(({ sha256 }, i) => ({ image: sha256, blob: blobs[i]! })),
  });
  return { datasetId: id, classNames, pictures, files };
}
