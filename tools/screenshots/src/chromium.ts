import { existsSync } from 'node:fs';

const USUAL = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** A browser: CHROMIUM_PATH, else where it usually is. */
export function findChromium(): string {
  const path = process.env['CHROMIUM_PATH'] || USUAL.find((each) => existsSync(each));
  if (path === undefined) {
    throw new Error('no Chromium found: install one (apt-get install chromium) or name it by CHROMIUM_PATH');
  }
  return path;
}
