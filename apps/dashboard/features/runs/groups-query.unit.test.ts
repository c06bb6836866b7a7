import type { RunGroup } from '@bestiary/contracts/run-group';
import { expect, it } from 'vitest';
import { sortGroups } from './groups-query.ts';

const group = (name: string, mean?: number): RunGroup => ({
  common: { name },
  runCount: 1,
  runIds: [],
  metrics:
    mean === undefined
      ? {}
      : { 'metrics.acc': { n: 1, mean, standardDeviation: null, min: mean, max: mean } },
});
const names = (groups: readonly RunGroup[]) => groups.map(({ common }) => common['name']);

it('groups are in the order of their means, those without one last in either direction', () => {
  const groups = [group('none'), group('low', 0.1), group('high', 0.9)];
  expect(names(sortGroups(groups, { by: 'metrics.acc', direction: 'desc' }))).toEqual([
    'high',
    'low',
    'none',
  ]);
  expect(names(sortGroups(groups, { by: 'metrics.acc', direction: 'asc' }))).toEqual(['low', 'high', 'none']);
});

it('groups stay in their order where the table is sorted by what they have no mean of', () => {
  const groups = [group('a', 0.1), group('b', 0.9)];
  expect(names(sortGroups(groups, { by: 'name', direction: 'desc' }))).toEqual(['a', 'b']);
});
