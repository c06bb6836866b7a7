import type { LoadOptions } from './batches.ts';
import type { ImageFile } from './image-folder.ts';
import { loadImages } from './load-images.ts';
import { sendStream } from './send-stream.ts';

/** What the thread that runs this file is given. */
export interface BatchWork {
  readonly files: readonly ImageFile[];
  readonly options: Omit<LoadOptions, 'signal'>;
}

await sendStream(({ files, options }: BatchWork, signal) => loadImages(files, { ...options, signal }));
