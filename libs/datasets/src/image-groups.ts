import type { ImageFile } from './image-folder.ts';

/**
 * Puts images together that belong together; every other image is a group of its own. A group stands where its last
 * image does, and groups that share an image are one.
 *
 * @param groups paths; those of other images are left out of account
 */
export function groupImages<T extends Pick<ImageFile, 'path'>>(
  images: readonly T[],
  groups: readonly (readonly string[])[],
): T[][] {
  const keyOf = new Map<string, string>();
  const find = (path: string): string => {
    let key = path;
    for (let next = keyOf.get(key); next !== undefined && next !== key; next = keyOf.get(key)) key = next;
    return key;
  };
  for (const group of groups) {
    for (const path of group) keyOf.set(find(path), find(group[0]!));
  }
  const together = new Map<string, T[]>();
  for (const image of images) {
    const key = find(image.path);
    const group = together.get(key) ?? [];
    together.delete(key); // so that it moves to the end
    together.set(key, group);
    group.push(image);
  }
  return [...together.values()];
}
