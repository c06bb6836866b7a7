import { BestiaryError } from '@bestiary/contracts/error';

/**
 * The origin and base path of a server, without a slash at the end.
 *
 * @throws BestiaryError `invalid_input` when it is no http(s) URL
 */
export function normalizeServerUrl(text: string): string {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) {
    throw new BestiaryError('invalid_input', `'${text}' is not the URL of a server`, {
      hint: 'Give it as http://HOST:PORT, for example http://127.0.0.1:4810.',
    });
  }
  const url = new URL(text);
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}
