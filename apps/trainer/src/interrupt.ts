import { BestiaryError, ERROR_CODES } from '@bestiary/contracts/error';

/**
 * Turns Ctrl-C and SIGTERM into an abort, so that work can end in order; the second one ends the process at once.
 * `dispose` gives the signals back.
 */
export function onInterrupt(): { signal: AbortSignal; dispose(): void } {
  const controller = new AbortController();
  const handle = (name: NodeJS.Signals): void => {
    if (controller.signal.aborted) process.exit(ERROR_CODES.cancelled.exit);
    controller.abort(new BestiaryError('cancelled', `cancelled (${name})`));
  };
  process.on('SIGINT', handle);
  process.on('SIGTERM', handle);
  return {
    signal: controller.signal,
    dispose() {
      process.off('SIGINT', handle);
      process.off('SIGTERM', handle);
    },
  };
}
