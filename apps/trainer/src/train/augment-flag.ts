import { InvalidArgumentError } from 'commander';
import { AugmentConfig } from './train-config.ts';

/** The notebook's augmentation: `--augment` without more. */
const NOTEBOOK: AugmentConfig = { flip: 'horizontal', rotation: 0.1 };

/**
 * Reads `flip=horizontal,rotation=0.1,zoom=0.2`; `flip` alone is the horizontal one, nothing at all the notebook's.
 *
 * @throws InvalidArgumentError that names the part it does not understand
 */
export function parseAugment(text: string): AugmentConfig {
  if (text.trim() === '') return NOTEBOOK;
  const settings: Record<string, unknown> = {};
  for (const part of text.split(',')) {
    const [name = '', value] = part.split('=').map((piece) => piece.trim());
    if (!(name in AugmentConfig.shape)) {
      throw new InvalidArgumentError(
        `"${part}" is none of ${Object.keys(AugmentConfig.shape).join(', ')} (each name=amount).`,
      );
    }
    if (name === 'flip') settings[name] = value ?? 'horizontal';
    else settings[name] = value === undefined || value === '' ? Number.NaN : Number(value);
  }
  const parsed = AugmentConfig.safeParse(settings);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const name = String(issue!.path[0]);
  throw new InvalidArgumentError(`${name}: ${issue!.message}, got "${String(settings[name])}".`);
}
