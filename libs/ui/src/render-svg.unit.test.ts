import { expect, it } from 'vitest';
import { CHART_THEMES } from './chart-theme.ts';
import { renderConfusionSvg, renderLearningCurvesSvg } from './render-svg.ts';

const steps = [0, 1, 2];
const curves = [
  { name: 'loss', steps, values: [0.7, 0.5, 0.4] },
  { name: 'val_loss', steps, values: [0.8, 0.6, 0.5] },
  { name: 'accuracy', steps, values: [0.5, 0.7, 0.9] },
  { name: 'val_accuracy', steps, values: [0.5, 0.6, 0.8] },
];

it('learning curves are drawn without a browser, in the colours of their split', () => {
  for (const theme of ['light', 'dark'] as const) {
    const svg = renderLearningCurvesSvg({ curves, theme });
    expect(svg).toMatch(/^<svg xmlns/);
    expect(svg).toContain('>accuracy</text>');
    expect(svg).toContain('>loss</text>');
    expect(svg.split(`stroke="${CHART_THEMES[theme].validation}"`).length).toBeGreaterThan(2);
    expect(svg).not.toMatch(/<script|href=/);
  }
});

it('a run without points still gives a picture', () => {
  expect(renderLearningCurvesSvg({ curves: [] })).toContain('Learning curves');
});

it('a confusion matrix has counts, shares and class names', () => {
  const svg = renderConfusionSvg({ classNames: ['bear', 'dragon'], confusion: [[58, 4], [2, 62]] }); // prettier-ignore
  for (const words of ['bear', 'dragon', 'prediction', 'label', '58', '96.7 %', '6.1 %'])
    expect(svg).toContain(`>${words}<`);
});

it('two hundred classes fit in one picture', () => {
  const names = Array.from({ length: 200 }, (_, i) => `class ${i}`);
  const svg = renderConfusionSvg({
    classNames: names,
    confusion: names.map((_, i) => names.map((_, j) => (i === j ? 5 : 0))),
  });
  expect(Number(/width="(\d+)"/.exec(svg)?.[1])).toBeLessThan(1_600);
});

it('names with markup stay words', () => {
  const svg = renderConfusionSvg({ title: '<b>"&', classNames: ['<i>', '&'], confusion: [[1, 0], [0, 1]] }); // prettier-ignore
  expect(svg).not.toMatch(/<i>|<b>/);
  expect(svg).toContain('&lt;b&gt;');
});
