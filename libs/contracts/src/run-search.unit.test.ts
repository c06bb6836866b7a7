import { describe, expect, it } from 'vitest';
import {
  columnOfField,
  fieldOfColumn,
  lessIsBetter,
  type RunKeyColumn,
  type RunKeyField,
} from './run-search.ts';

describe('a column', () => {
  it.each<[RunKeyColumn, RunKeyField]>([
    ['metrics.val_loss', { kind: 'metric', key: 'val_loss', aggregate: 'last' }],
    ['metrics.best.val_loss', { kind: 'metric', key: 'val_loss', aggregate: 'best' }],
    ['metrics.min.a.b', { kind: 'metric', key: 'a.b', aggregate: 'min' }],
    ['metrics.last.best.x', { kind: 'metric', key: 'best.x', aggregate: 'last' }],
    ['metrics.max.max.x', { kind: 'metric', key: 'max.x', aggregate: 'max' }],
    ['metrics.best', { kind: 'metric', key: 'best', aggregate: 'last' }],
    ['metrics.a key "x"', { kind: 'metric', key: 'a key "x"', aggregate: 'last' }],
    ['params.best.lr', { kind: 'param', key: 'best.lr' }],
    ['tags.mlflow.user', { kind: 'tag', key: 'mlflow.user' }],
  ])('%s names one field, and the field that column', (column, field) => {
    expect(fieldOfColumn(column)).toEqual(field);
    expect(columnOfField(field)).toBe(column);
  });

  it('may spell the last value out', () => {
    expect(fieldOfColumn('metrics.last.x')).toEqual(fieldOfColumn('metrics.x'));
  });
});

describe('less is better', () => {
  it.each(['loss', 'val_loss', 'test/RMSE', 'brier', 'ece.train', 'top-1 error'])('of %s', (key) => {
    expect(lessIsBetter(key)).toBe(true);
  });
  it.each(['accuracy', 'glossy', 'recall/bear', 'f1', 'terror_recall'])('not of %s', (key) => {
    expect(lessIsBetter(key)).toBe(false);
  });
});
