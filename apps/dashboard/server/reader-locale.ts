import { AsyncLocalStorage } from 'node:async_hooks';
import { provideLocale } from '@bestiary/ui/locale';

const readers = new AsyncLocalStorage<string | undefined>();

/** From now on pages are rendered in the locale of `inLocaleOf`'s reader. */
export function provideReaderLocale(): void {
  provideLocale(() => readers.getStore());
}

/**
 * Does something (renders a page) in the locale of a reader.
 *
 * @param acceptLanguage the request's header
 */
export function inLocaleOf<T>(acceptLanguage: string | undefined, work: () => T): T {
  return readers.run(readerLocale(acceptLanguage), work);
}

/**
 * The locale (BCP 47) that a reader likes best among those that this program can write; undefined where the header names
 * none (RFC 9110, section 12.5.4).
 */
export function readerLocale(acceptLanguage: string | undefined): string | undefined {
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [range = '', ...parameters] = part.split(';').map((piece) => piece.trim());
      const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
      return { range, weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ range, weight }) => weight > 0 && /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(range))
    .sort((a, b) => b.weight - a.weight);
  return wanted.map(({ range }) => supported(range)).find((locale) => locale !== undefined);
}

function supported(range: string): string | undefined {
  try {
    return Intl.NumberFormat.supportedLocalesOf(range)[0];
  } catch {
    return undefined; // looks like a locale, and is none
  }
}
