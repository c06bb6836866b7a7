import { BestiaryError, ERROR_CODES, messageOf } from '@bestiary/contracts/error';

/** What the user is told of a failure, and the exit status that goes with it. */
export function explain(thrown: unknown, debug: boolean): { text: string; status: number } {
  const expected = thrown instanceof BestiaryError;
  const lines = [`bestiary: ${messageOf(thrown)}`];
  if (expected && thrown.hint !== undefined) lines.push(`  ${thrown.hint.replaceAll('\n', '\n  ')}`);
  if (!expected && !debug) {
    lines.push(
      '  This is a defect of Bestiary. Run the command again with --debug to see where it happened.',
    );
  }
  if (debug && thrown instanceof Error) lines.push(stacks(thrown));
  return {
    text: lines.join('\n'),
    status: expected ? ERROR_CODES[thrown.code].exit : ERROR_CODES.internal.exit,
  };
}

function stacks(error: Error): string {
  const own = error.stack ?? String(error);
  return error.cause instanceof Error ? `${own}\ncaused by ${stacks(error.cause)}` : own;
}
