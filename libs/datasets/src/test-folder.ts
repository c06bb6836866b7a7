import { BestiaryError } from '@bestiary/contracts/error';
import { type ImageFolder, scanImageFolder } from './image-folder.ts';

/**
 * Lists a separate folder of test images, whose class folders are the training folder's by name, so that a label means
 * the same class in both.
 *
 * @param classNames of the training folder
 * @throws BestiaryError as `scanImageFolder`, and `invalid_input` that names every class missing from the test folder
 *   and every one that the training folder lacks
 */
export async function scanTestFolder(
  folder: string,
  classNames: readonly string[],
  options: { signal?: AbortSignal } = {},
): Promise<ImageFolder> {
  const scanned = await scanImageFolder(folder, options);
  const missing = classNames.filter((name) => !scanned.classNames.includes(name));
  const unknown = scanned.classNames.filter((name) => !classNames.includes(name));
  if (missing.length === 0 && unknown.length === 0) return scanned; // both sorted: the labels agree
  const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ');
  const faults = [
    ...(missing.length > 0 ? [`lacks ${quoted(missing)}`] : []),
    ...(unknown.length > 0 ? [`has ${quoted(unknown)}, unknown to the training folder`] : []),
  ];
  throw new BestiaryError('invalid_input', `the test folder ${folder} ${faults.join(' and ')}`, {
    hint: `It needs the training folder's class folders, with the same names: ${quoted(classNames)}.`,
  });
}
