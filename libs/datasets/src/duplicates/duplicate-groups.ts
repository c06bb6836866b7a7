import type { CheckedImage } from '../batches.ts';
import { findExactDuplicates } from '../leakage.ts';
import { type ComparedImage, findNearDuplicates } from './near-duplicates.ts';

/**
 * Images that show one picture, as the same bytes or as near-duplicates: what a split has to keep together, so that no
 * picture is both learned from and judged on.
 *
 * @returns paths; groups may share some
 */
export function duplicateGroups(images: readonly (ComparedImage & Pick<CheckedImage, 'path'>)[]): string[][] {
  const groups = [...findExactDuplicates(images), ...findNearDuplicates(images).map((near) => near.images)];
  return groups.map((group) => group.map(({ path }) => path));
}
