import { BestiaryError } from '@bestiary/contracts/error';

/**
 * Refuses a validation split that is no share.
 *
 * @throws BestiaryError `usage` unless it lies between 0 and 1, both excluded
 */
export function requireValidationShare(share: number): void {
  if (share > 0 && share < 1) return;
  throw new BestiaryError(
    'usage',
    `the validation split is a share between 0 and 1 (both excluded), not ${share}`,
  );
}
