import { type Page } from 'playwright-core';

/** Events faster than this (milliseconds) the browser does not report: they count as this long. */
const LEAST_REPORTED_MS = 16;
/** After this long (milliseconds) what an interaction set off has ended. */
const SETTLED_AFTER_MS = 350;

declare global {
  interface Window {
    benchEvents?: { interaction: number; duration: number }[];
    benchMoves?: number[];
  }
}

/** Begins to write down how long interactions take: before the page is opened. */
export async function watchInteractions(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const events: { interaction: number; duration: number }[] = [];
    const moves: number[] = [];
    window.benchEvents = events;
    window.benchMoves = moves;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as PerformanceEventTiming[]) {
        if (entry.interactionId) events.push({ interaction: entry.interactionId, duration: entry.duration });
      }
    }).observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit);
    // what moves on and on is no interaction to the API: the time until after the frame that shows it is the same
    for (const kind of ['pointermove', 'pointerover', 'wheel', 'scroll']) {
      window.addEventListener(
        kind,
        ({ timeStamp }) => {
          requestAnimationFrame(() => setTimeout(() => moves.push(performance.now() - timeStamp)));
        },
        { capture: true, passive: true },
      );
    }
  });
}

/**
 * Does something again and again. Of each time the longest interaction by the Event Timing API: from the input until the
 * next frame was painted, as in Interaction to Next Paint.
 *
 * @param act one click or key
 * @returns milliseconds of each
 */
export async function timeInteractions(
  page: Page,
  times: number,
  act: (i: number) => Promise<unknown>,
): Promise<number[]> {
  const durations: number[] = [];
  for (let i = 0; i < times; i++) {
    const seen = await page.evaluate(() => window.benchEvents!.length);
    await act(i);
    await page.waitForTimeout(SETTLED_AFTER_MS);
    const fresh = await page.evaluate((from) => window.benchEvents!.slice(from), seen);
    durations.push(Math.max(LEAST_REPORTED_MS, ...fresh.map(({ duration }) => duration)));
  }
  return durations;
}

/** As `timeInteractions`, of moving the pointer or scrolling: from the event until after the frame that shows it. */
export async function timeMoves(
  page: Page,
  times: number,
  act: (i: number) => Promise<unknown>,
): Promise<number[]> {
  const durations: number[] = [];
  for (let i = 0; i < times; i++) {
    await page.evaluate(() => void (window.benchMoves!.length = 0));
    await act(i);
    await page.waitForTimeout(SETTLED_AFTER_MS);
    const moves = await page.evaluate(() => [...window.benchMoves!]);
    if (moves.length > 0) durations.push(Math.max(...moves));
  }
  return durations;
}
