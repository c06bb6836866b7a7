/** Calls back when the process that started this one ends: its end of standard input or of the IPC channel closes. */
export function onParentEnd(callback: () => void): void {
  if (process.channel) {
    process.once('disconnect', callback);
    return;
  }
  process.stdin.once('end', callback);
  process.stdin.once('error', callback);
  process.stdin.resume();
}
