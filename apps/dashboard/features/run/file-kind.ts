import type { Artifact } from '@bestiary/contracts/artifact';

/** How a file can be looked at in the page. */
export type FileKind = 'picture' | 'json' | 'text' | 'other';

const PICTURES = /\.(png|jpe?g|gif|webp|avif|svg)$/i;
const TEXTS = /\.(txt|log|md|ya?ml|csv|tsv|toml|ini|xml|html?|py|ts|js)$/i;

export function kindOf({ path, contentType }: Pick<Artifact, 'path' | 'contentType'>): FileKind {
  if (PICTURES.test(path) || contentType.startsWith('image/')) return 'picture';
  if (/\.json$/i.test(path) || contentType === 'application/json') return 'json';
  if (TEXTS.test(path) || contentType.startsWith('text/') || contentType === 'application/yaml')
    return 'text';
  return 'other';
}

/** JSON with line breaks; as it is where it is none. */
export function prettyJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
