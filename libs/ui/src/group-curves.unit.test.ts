import { expect, it } from 'vitest';
import { groupCurves, splitFigures } from './group-curves.ts';

const named = (name: string) => ({ name, steps: [0], values: [1] });

it('a metric of training and validation is one group, the usual ones first', () => {
  const groups = groupCurves(
    ['val_loss', 'recall/bear', 'loss', 'val_accuracy', 'val_balanced_accuracy', 'accuracy'].map(named),
  );
  expect(groups.map((group) => [group.metric, group.training?.name, group.validation?.name])).toEqual([
    ['accuracy', 'accuracy', 'val_accuracy'],
    ['loss', 'loss', 'val_loss'],
    ['balanced_accuracy', undefined, 'val_balanced_accuracy'],
    ['recall/bear', 'recall/bear', undefined],
  ]);
});

it('a metric whose name is the prefix alone keeps it', () => {
  expect(groupCurves([named('val_')])[0]).toMatchObject({ metric: 'val_', validation: undefined });
});

it('the folds of a cross-validation stand behind their mean, for the validation alone', () => {
  const names = ['loss', 'val_loss', 'fold_1/loss', 'fold_1/val_loss', 'fold_2/val_loss', 'fold_x/loss'];
  const groups = groupCurves(names.map(named));
  expect(groups.map(({ metric, folds }) => [metric, folds.map(({ name }) => name)])).toEqual([
    ['loss', ['fold_1/val_loss', 'fold_2/val_loss']],
    ['fold_x/loss', []],
  ]);
});

it('what was logged once is a figure beside curves, and a curve of one point where nothing has more', () => {
  const test = named('test_accuracy');
  const loss = { name: 'loss', steps: [0, 1], values: [1, 2] };
  expect(splitFigures(groupCurves([loss, test]))).toMatchObject({
    curves: [{ metric: 'loss' }],
    figures: [test],
  });
  expect(splitFigures(groupCurves([named('loss'), test]))).toMatchObject({ figures: [] });
});
