/** Control sequences of terminals: CSI, OSC, and two-character escapes (ECMA-48, sections 5.4 and 8.3.89). */
// eslint-disable-next-line no-control-regex
const ESCAPES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[ -/]*[0-~])/g;
// eslint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/**
 * The lines that a terminal would show: without colours and other control sequences, and of a line that was written
 * over with carriage returns its last state.
 */
export function consoleLines(text: string): string[] {
  const lines = text.replace(ESCAPES, '').split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line) => {
    const states = line.split('\r').filter((state) => state !== '');
    return (states.at(-1) ?? '').replace(CONTROLS, '');
  });
}
