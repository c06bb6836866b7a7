import { BestiaryError } from '@bestiary/contracts/error';

/**
 * Finds a model's classes among the class folders, by name.
 *
 * @returns for each folder, in their order, the index of the model's class
 * @throws BestiaryError `invalid_input` naming every folder that is no class of the model, and every class without a folder
 */
export function matchClasses(folders: readonly string[], classNames: readonly string[]): number[] {
  const unknown = folders.filter((name) => !classNames.includes(name));
  const missing = classNames.filter((name) => !folders.includes(name));
  if (unknown.length > 0 || missing.length > 0) {
    const parts = [
      ...(unknown.length > 0 ? [`it knows no ${quoted(unknown)}`] : []),
      ...(missing.length > 0 ? [`there is no folder ${quoted(missing)}`] : []),
    ];
    throw new BestiaryError('invalid_input', `the folders are not the model's classes: ${parts.join('; ')}`, {
      hint: `The model's classes are ${quoted(classNames)}: give each its folder, under this name.`,
    });
  }
  return folders.map((name) => classNames.indexOf(name));
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}
