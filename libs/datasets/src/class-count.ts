import type { ImageFile } from './image-folder.ts';

/** A class and how many images it has. */
export interface ClassCount {
  readonly label: number;
  /** of the class folder, which every path begins with */
  readonly name: string;
  readonly count: number;
}

/** The classes of some images by label, in ascending order. */
export function countClasses(images: readonly Pick<ImageFile, 'path' | 'label'>[]): Map<number, ClassCount> {
  const classes = new Map<number, ClassCount>();
  for (const { path, label } of images) {
    const name = classes.get(label)?.name ?? path.slice(0, path.indexOf('/'));
    classes.set(label, { label, name, count: (classes.get(label)?.count ?? 0) + 1 });
  }
  return new Map([...classes].sort(([a], [b]) => a - b));
}
