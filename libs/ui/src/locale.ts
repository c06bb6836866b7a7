/** Of programs, of pictures, and of a reader whose locale is not known. */
const NO_READER = 'en';

/** Pages, server and their renderings are bundled apart, so modules are not shared between them; this object is. */
const KEY = Symbol.for('bestiary.locale');
type Holder = { [KEY]?: () => string | undefined };

let ofDocument: string | undefined;

/** On a server: tells of which reader the page is that is being rendered. */
export function provideLocale(source: () => string | undefined): void {
  (globalThis as Holder)[KEY] = source;
}

/**
 * The locale (BCP 47) that numbers and times are written in: on a server what `provideLocale` says, in a browser what the
 * server chose (`data-locale` of the document), so that both write the same; elsewhere English.
 */
export function localeNow(): string {
  const provided = (globalThis as Holder)[KEY];
  if (provided !== undefined) return provided() ?? NO_READER;
  if (typeof document === 'undefined') return NO_READER;
  return (ofDocument ??= document.documentElement.dataset['locale'] ?? NO_READER);
}
