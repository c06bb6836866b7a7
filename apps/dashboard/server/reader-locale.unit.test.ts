import { setImmediate } from 'node:timers/promises';
import { localeNow, provideLocale } from '@bestiary/ui/locale';
import { afterAll, describe, expect, it } from 'vitest';
import { inLocaleOf, provideReaderLocale, readerLocale } from './reader-locale.ts';

describe('readerLocale', () => {
  it.each([
    ['de-DE,de;q=0.9,en;q=0.8', 'de-DE'],
    ['en;q=0.5, pt-BR', 'pt-BR'],
    ['fr;q=0, it;q=0.1', 'it'],
    ['tlh, de', 'de'], // Klingon has no numbers
    ['de-1, en-GB', 'en-GB'], // no locale
    ['*', undefined],
    ['"><script>', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('of "%s" is %s', (header, locale) => expect(readerLocale(header)).toBe(locale));
});

describe('inLocaleOf', () => {
  afterAll(() => provideLocale(() => undefined));

  it('keeps readers apart whose pages are rendered at the same time', async () => {
    provideReaderLocale();
    const seen = await Promise.all(
      ['de', 'fr', undefined].map((header) =>
        inLocaleOf(header, async () => {
          await setImmediate();
          return localeNow();
        }),
      ),
    );
    expect(seen).toEqual(['de', 'fr', 'en']);
  });
});
