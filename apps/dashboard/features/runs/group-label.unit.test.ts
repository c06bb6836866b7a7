import type { RunGroup } from '@bestiary/contracts/run-group';
import { expect, it } from 'vitest';
import { groupLabel, tellingColumns } from './group-label.ts';

const REPEATS: Pick<RunGroup, 'common'>[] = [
  { common: { project: 'zoo', 'params.lr': 0.1, 'params.batch': 32 } },
  { common: { project: 'zoo', 'params.lr': 0.01, 'params.batch': 32, 'params.hidden': [8, 4] } },
];

it('repeats are named by the parameters that tell them apart', () => {
  const telling = tellingColumns(REPEATS);
  expect(telling).toEqual(['params.hidden', 'params.lr']);
  expect(REPEATS.map((group) => groupLabel(group, 'seeds', telling))).toEqual([
    'lr 0.1',
    'hidden [8,4], lr 0.01',
  ]);
});

it('repeats of one training alone are named by their project', () => {
  expect(groupLabel(REPEATS[0]!, 'seeds', tellingColumns(REPEATS.slice(0, 1)))).toBe('zoo');
});

it('a group without the value says so', () => {
  expect(groupLabel({ common: {} }, 'params.lr', [])).toBe('no lr');
  expect(groupLabel({ common: { 'tags.a.b': 'x' } }, 'tags.a.b', [])).toBe('a.b x');
  expect(groupLabel({ common: {} }, 'dataset', [])).toBe('no data set');
});

it('a data set and a parent are named by their names', () => {
  expect(groupLabel({ common: { dataset: { id: '1', name: 'bears' } } }, 'dataset', [])).toBe('bears');
  expect(groupLabel({ common: { parent: { id: '1', name: 'folds' } } }, 'parent', [])).toBe('folds');
});
