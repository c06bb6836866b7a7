import { existsSync } from 'node:fs';
import path from 'node:path';

/** Says why a test is skipped that wants photographs and weights. */
export const NO_TEST_DATA = 'no test data';

/**
 * The folder with photographs, weights and known results that tests compare with: at BESTIARY_TEST_DATA, else
 * ../shared/data beside the repository; undefined where there is none.
 */
export function findTestData(): string | undefined {
  const beside = path.resolve(import.meta.dirname, '../../../../shared/data');
  const folder = process.env.BESTIARY_TEST_DATA || beside;
  return existsSync(folder) ? folder : undefined;
}
