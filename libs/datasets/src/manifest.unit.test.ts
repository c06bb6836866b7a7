import { describe, expect, it } from 'vitest';
import { type ManifestImage, manifestSha256, splitManifestJson } from './manifest.ts';

const images: ManifestImage[] = [
  { path: 'b/2.jpg', label: 1, split: 'training', sha256: 'b'.repeat(64) },
  { path: 'a/1.jpg', label: 0, split: 'validation', sha256: 'a'.repeat(64) },
];

describe('manifestSha256', () => {
  const hash = manifestSha256(['a', 'b'], images);

  it('is the SHA-256 of a text that anyone can write', () => {
    // printf '{"version":1,"classNames":["a","b"],"images":[["a/1.jpg",0,"validation","aaa…"],…]}' | sha256sum
    expect(hash).toBe('e3a6bb9a6640ce269bf3a4b2e2c928857b301f7ed92c0ada9c58b41a17da232e');
  });

  it('does not depend on the order of the images', () => {
    expect(manifestSha256(['a', 'b'], [...images].reverse())).toBe(hash);
  });

  it.each([
    ['a path', { path: 'b/3.jpg' }],
    ['a label', { label: 0 }],
    ['a part', { split: 'validation' as const }],
    ['a content', { sha256: 'c'.repeat(64) }],
  ])('changes with %s', (_, change) => {
    expect(manifestSha256(['a', 'b'], [{ ...images[0]!, ...change }, images[1]!])).not.toBe(hash);
  });

  it('changes with a class name', () => {
    expect(manifestSha256(['a', 'c'], images)).not.toBe(hash);
  });
});

describe('splitManifestJson', () => {
  it('keeps the order of each part and nothing of the folder', () => {
    const image = { path: 'a/1.jpg', label: 0, sha256: 'a'.repeat(64), file: '/home/someone/a/1.jpg' };
    const json = splitManifestJson({
      classNames: ['a', 'b'],
      seed: 123,
      kind: 'keras',
      parts: [{ training: [{ path: 'b/2.jpg', label: 1, sha256: 'b'.repeat(64) }], validation: [image] }],
    });
    expect(json).not.toContain('someone');
    expect(JSON.parse(json)).toEqual({
      class_names: ['a', 'b'],
      seed: 123,
      split: 'keras',
      training: [{ path: 'b/2.jpg', label: 1, sha256: 'b'.repeat(64) }],
      validation: [{ path: 'a/1.jpg', label: 0, sha256: 'a'.repeat(64) }],
    });
  });

  it('lists the validation images of every fold, and the test images', () => {
    const [a, b] = ['a', 'b'].map((name) => ({ path: `${name}/1.jpg`, label: 0, sha256: name.repeat(64) }));
    const parts = [
      { training: [b!], validation: [a!] },
      { training: [a!], validation: [b!] },
    ];
    const json = splitManifestJson({ classNames: ['a', 'b'], seed: 1, kind: 'folds', parts, test: [a!] });
    expect(JSON.parse(json)).toEqual({
      class_names: ['a', 'b'],
      seed: 1,
      split: 'folds',
      folds: [[a], [b]],
      test: [a],
    });
  });
});
