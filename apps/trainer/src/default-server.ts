/** Where a server is looked for when `--server` is not given. */
export function defaultServer(): string {
  return process.env['BESTIARY_URL'] || 'http://127.0.0.1:4810';
}
