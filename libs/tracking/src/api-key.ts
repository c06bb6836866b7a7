/** Where the key for servers that ask for one is looked for. */
export const API_KEY_VARIABLE = 'BESTIARY_API_KEY';

/** The header that lets this process in, where it has a key. */
export function authorization(): Record<string, string> {
  const key = process.env[API_KEY_VARIABLE];
  return key ? { authorization: `Bearer ${key}` } : {};
}
