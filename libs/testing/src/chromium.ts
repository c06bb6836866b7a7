import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

/** Says why browser tests are skipped, and how to have them run. */
export const NO_CHROMIUM = 'no Chromium: install one (apt-get install chromium) or name it by CHROMIUM_PATH';

const USUAL = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** A browser's program: CHROMIUM_PATH, else where it usually is; undefined where there is none. */
export function findChromium(): string | undefined {
  return [process.env['CHROMIUM_PATH'], ...USUAL].find((path) => path && existsSync(path));
}

export function launchChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
}
