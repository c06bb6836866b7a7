import { uuidv7 } from '@bestiary/contracts/id';
import { type ApiClient } from '@bestiary/tracking/api-client';
import { type Page } from 'playwright-core';

/** Epochs come this far apart (milliseconds): each is on the screen before the next. */
const EPOCH_EVERY_MS = 400;

export interface LiveRun {
  id: string;
  /** logs the next epoch. @returns what the page will say of it */
  epoch(): Promise<string>;
}

export async function startRun(api: ApiClient, name: string, epochs: number): Promise<LiveRun> {
  const { id: projectId } = await api.projects.ensure.mutate({ id: uuidv7(), name: 'live' });
  const id = uuidv7();
  await api.runs.create.mutate({ id, projectId, name, params: { epochs } });
  let step = 0;
  return {
    id,
    async epoch() {
      const value = 0.5 + step / 1_000;
      const series = ['val_accuracy', 'val_loss', 'loss', 'accuracy'].map((key) => ({
        key,
        steps: [step],
        values: [value],
        times: [Date.now()],
      }));
      step += 1;
      await api.metrics.log.mutate({ runId: id, series });
      return value.toFixed(4);
    },
  };
}

/**
 * Milliseconds from the call that logs an epoch until its value is on the screen, after the frame that shows it. Both
 * ends are read from this machine's clock.
 */
export async function timeEpochs(page: Page, run: LiveRun, epochs: number): Promise<number[]> {
  await page.evaluate(() => {
    const seen = new Map<string, number>();
    window.benchSeen = seen;
    const look = () => {
      const at = performance.timeOrigin + performance.now();
      for (const [value] of document.body.innerText.matchAll(/\b0\.\d{4}\b/g)) {
        if (!seen.has(value)) seen.set(value, at);
      }
      // two frames later it has been painted, and so have the values that came meanwhile
      requestAnimationFrame(() => requestAnimationFrame(look));
    };
    look();
  });
  const times: number[] = [];
  for (let i = 0; i < epochs; i++) {
    const logged = performance.timeOrigin + performance.now();
    const value = await run.epoch();
    await page.waitForFunction((wanted) => window.benchSeen!.has(wanted), value, { polling: 50 });
    times.push((await page.evaluate((wanted) => window.benchSeen!.get(wanted)!, value)) - logged);
    await page.waitForTimeout(EPOCH_EVERY_MS);
  }
  return times;
}

declare global {
  interface Window {
    /** when a value was first read on the page, Unix milliseconds */
    benchSeen?: Map<string, number>;
  }
}
