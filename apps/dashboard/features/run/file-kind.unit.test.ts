import { expect, it } from 'vitest';
import { kindOf, prettyJson } from './file-kind.ts';

it.each([
  ['plots/learning-curves.svg', 'image/svg+xml', 'picture'],
  ['plots/grid', 'image/png', 'picture'],
  ['config.yaml', 'application/yaml', 'text'],
  ['split.json', 'application/octet-stream', 'json'],
  ['console.log', 'text/plain', 'text'],
  ['model/weights.bin', 'application/octet-stream', 'other'],
] as const)('%s (%s) is looked at as %s', (path, contentType, kind) => {
  expect(kindOf({ path, contentType })).toBe(kind);
});

it('what is no JSON is shown as it is', () => {
  expect(prettyJson('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(prettyJson('{"a":')).toBe('{"a":');
});
