import { expect, it } from 'vitest';
import { groupCurves } from './group-curves.ts';

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
