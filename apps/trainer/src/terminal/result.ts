/**
 * Writes the one JSON object of `--json` to standard output. Numbers that JSON lacks are words, as on the wire.
 */
export function writeJson(value: unknown): void {
  const text = JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'number' && !Number.isFinite(item) ? String(item) : item,
  );
  process.stdout.write(`${text}\n`);
}
