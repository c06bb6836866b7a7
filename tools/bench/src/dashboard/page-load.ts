import { type Browser, type BrowserContext, type Page } from 'playwright-core';

/** What a reader waits for when a page is opened for the first time. */
export interface PageLoad {
  /** milliseconds from the start of the navigation until a key acts on the page */
  interactive: number;
  /** milliseconds until something is drawn that the page is about: NaN where nothing was named */
  drawn: number;
  /** 1,000 compressed bytes of scripts that had come when the page was interactive, HTTP headers among them */
  scriptKilobytes: number;
  /** 1,000 compressed bytes of all its scripts, those that charts are drawn with among them */
  allScriptKilobytes: number;
}

/** How a page shows that it is interactive: `key`, pressed at `on`, brings the focus into `focuses`. */
export interface Reaction {
  /** a CSS selector; the first match gets the key */
  on: string;
  key: string;
  focuses: string;
}

export const FIRST_ROW: Reaction = { on: 'body', key: 'j', focuses: '[role=table] [data-run]' };
export const TAB_STRIP: Reaction = {
  on: '[role=tab][aria-selected=true]',
  key: 'Home',
  focuses: '[role=tab]',
};

/** As large as most screens, the locale set so that figures read the same everywhere. */
const SCREEN = { viewport: { width: 1_440, height: 900 }, locale: 'en-US' };
const LOADED_WITHIN_MS = 60_000;
/** Scripts that come after this long (milliseconds) after the last sign of life are another page's. */
const SETTLED_AFTER_MS = 1_000;

/** A browser without cache or cookies. */
export async function openContext(browser: Browser): Promise<BrowserContext> {
  const context = await browser.newContext(SCREEN);
  // tsx names the functions that are sent to the page by a helper of its own, which the page lacks
  await context.addInitScript('globalThis.__name = (named) => named;');
  return context;
}

/**
 * Opens a page with an empty cache. A key is pressed every few milliseconds from the first moment on, until the page
 * takes it: so React has taken over its HTML, and what a reader types has its effect.
 *
 * @param draws a CSS selector of what is drawn; a canvas counts once there is ink on it
 */
export async function loadPage(
  browser: Browser,
  url: string,
  reaction: Reaction,
  draws?: string,
): Promise<PageLoad> {
  const context = await openContext(browser);
  try {
    const page = await context.newPage();
    await page.addInitScript(watchLoad, { reaction, draws });
    await page.goto(url, { waitUntil: 'commit' });
    await page.waitForFunction(() => window.benchLoad?.isDone, undefined, { timeout: LOADED_WITHIN_MS });
    await page.waitForTimeout(SETTLED_AFTER_MS);
    return await page.evaluate(() => {
      const { interactive, drawn } = window.benchLoad!;
      const scripts = performance
        .getEntriesByType('resource')
        .filter((entry): entry is PerformanceResourceTiming => /\.js(\?|$)/.test(entry.name));
      const kilobytes = (until: number) =>
        scripts.reduce(
          (sum, { responseEnd, transferSize }) => sum + (responseEnd <= until ? transferSize : 0),
          0,
        ) / 1_000;
      return {
        interactive,
        drawn,
        scriptKilobytes: kilobytes(interactive),
        allScriptKilobytes: kilobytes(Infinity),
      };
    });
  } finally {
    await context.close();
  }
}

declare global {
  interface Window {
    benchLoad?: { interactive: number; drawn: number; isDone: boolean };
  }
}

/** Runs in the page before anything of it does. */
function watchLoad({ reaction, draws }: { reaction: Reaction; draws: string | undefined }): void {
  const PRESS_EVERY_MS = 5;
  const load = { interactive: NaN, drawn: NaN, isDone: false };
  window.benchLoad = load;
  const finish = () => {
    load.isDone = !Number.isNaN(load.interactive) && (draws === undefined || !Number.isNaN(load.drawn));
  };
  const press = () => {
    if (document.activeElement?.closest(reaction.focuses)) {
      load.interactive = performance.now();
      finish();
      return;
    }
    document
      .querySelector(reaction.on)
      ?.dispatchEvent(new KeyboardEvent('keydown', { key: reaction.key, bubbles: true, cancelable: true }));
    setTimeout(press, PRESS_EVERY_MS);
  };
  press();

  const hasInk = (element: Element) => {
    if (!(element instanceof HTMLCanvasElement)) return true;
    if (element.width === 0 || element.height === 0) return false;
    const small = Object.assign(document.createElement('canvas'), { width: 32, height: 32 });
    const pen = small.getContext('2d')!;
    pen.drawImage(element, 0, 0, 32, 32);
    return pen.getImageData(0, 0, 32, 32).data.some((channel) => channel > 0);
  };
  const look = () => {
    const element = document.querySelector(draws!);
    if (element && hasInk(element)) {
      load.drawn = performance.now();
      finish();
    } else requestAnimationFrame(look);
  };
  if (draws !== undefined) look();
}

/** Opens an address in a page to use it, and waits until it takes keys. */
export async function openPage(page: Page, url: string, reaction: Reaction): Promise<void> {
  await page.addInitScript(watchLoad, { reaction, draws: undefined });
  await page.goto(url);
  await page.waitForFunction(() => window.benchLoad?.isDone, undefined, { timeout: LOADED_WITHIN_MS });
}
