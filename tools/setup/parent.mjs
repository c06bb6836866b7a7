const CHECK_EVERY_MS = 500;

/**
 * Calls `then` once the process that started this one has ended. A signal that is sent to npm ends the shell between
 * npm and its script, and never reaches the script.
 * @param {() => void} then
 */
export function onParentEnd(then) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    then();
  }, CHECK_EVERY_MS);
  timer.unref();
}
