import type { RunSummary } from '@bestiary/contracts/run';
import { expect, it } from 'vitest';
import { inverseEdit, withEdit, type RunEdit } from './run-edit.ts';

const RUN: RunSummary = {
  id: '0197f000-0000-7000-8000-000000000001',
  projectId: '0197f000-0000-7000-8000-000000000002',
  projectName: 'zoo',
  parentId: null,
  name: 'bear',
  status: 'finished',
  progress: null,
  dataset: null,
  metrics: {},
  values: { 'tags.team': 'zoo', 'params.lr': 0.1 },
  tags: { team: 'zoo', kind: 'mammal' },
  childCount: 0,
  createdAt: '2026-11-24T00:00:00.000Z',
  startedAt: null,
  endedAt: null,
  archivedAt: null,
  deletedAt: null,
};

it('an edit changes what it names, in the columns too, and leaves the rest', () => {
  const edited = withEdit(RUN, { name: ' big bear ', tags: { team: null, size: 'big' } });
  expect(edited).toEqual({
    ...RUN,
    name: 'big bear',
    tags: { kind: 'mammal', size: 'big' },
    values: { 'params.lr': 0.1, 'tags.size': 'big' },
  });
  expect(RUN.tags).toEqual({ team: 'zoo', kind: 'mammal' });
});

it.each<RunEdit>([
  { name: 'dragon' },
  { tags: { team: 'museum', size: 'big', kind: null } },
  { name: 'dragon', tags: { team: null } },
])('the inverse of %j takes it back', (edit) => {
  const edited = withEdit(RUN, edit);
  expect(withEdit(edited, inverseEdit(RUN, edit))).toEqual({
    ...RUN,
    // what is a tag is in the columns once it was edited: harmless in a list that does not ask for it
    values: expect.objectContaining(RUN.values) as unknown,
  });
});

it('the inverse of the first note removes it', () => {
  expect(inverseEdit({ ...RUN, note: null }, { note: 'hm' })).toEqual({ note: null });
});
