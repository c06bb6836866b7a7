import { parentPort } from 'node:worker_threads';
import { renderConfusionSvg, renderLearningCurvesSvg } from '@bestiary/ui/render-svg';
import type { PlotRequest, Plots } from './plotter.ts';

/** The thread of a `Plotter`: draws one request. */
parentPort!.once('message', ({ title, curves, classNames, confusion }: PlotRequest) => {
  const plots: Plots = {
    learningCurves: renderLearningCurvesSvg({ curves, title }),
    confusionMatrix: renderConfusionSvg({ classNames, confusion, title }),
  };
  parentPort!.postMessage(plots);
});
