import { describe, expect, test } from 'vitest';
import { COLOURS } from './colour.ts';
import { drawBatch } from './picture-batch.ts';
import { drawPicture, type SeriesOptions } from './picture.ts';
import { Random } from './random.ts';
import { HELD_OUT_SHAPES, type ShapeName, SHAPES, TRAINING_SHAPES } from './shape.ts';
import { NO_LABEL, TASKS, TRAINING_VOCABULARY, UNLABELLED } from './task.ts';
import {
  HELD_OUT_TEXTURES,
  type TextureKind,
  type TextureName,
  TEXTURES,
  TRAINING_TEXTURES,
} from './texture.ts';

const scenes: SeriesOptions = { vocabulary: TRAINING_VOCABULARY, sceneShare: 1 };
const mixed: SeriesOptions = { vocabulary: TRAINING_VOCABULARY, sceneShare: 0.5 };

describe('a drawn picture', () => {
  test('has the same bytes and labels for the same seed and index, whatever was drawn before', () => {
    const first = drawPicture(7, 123, 64, mixed);
    drawPicture(8, 5_000, 64, mixed);
    expect(drawPicture(7, 123, 64, mixed)).toEqual(first);
  });

  test('differs for another seed and for another index', () => {
    const { pixels } = drawPicture(7, 123, 32, mixed);
    expect(drawPicture(8, 123, 32, mixed).pixels).not.toEqual(pixels);
    expect(drawPicture(7, 124, 32, mixed).pixels).not.toEqual(pixels);
  });

  test('shows the same scene at every size: labels and mean colour agree', () => {
    const meanOf = ({ pixels }: { pixels: Uint8ClampedArray }): number =>
      pixels.reduce((sum, value) => sum + value, 0) / pixels.length;
    for (let index = 0; index < 40; index++) {
      const small = drawPicture(3, index, 64, mixed);
      const large = drawPicture(3, index, 160, mixed);
      expect(large.labels).toEqual(small.labels);
      expect(Math.abs(meanOf(large) - meanOf(small))).toBeLessThan(12);
    }
  });

  test('has labels within the classes of each task, or none', () => {
    for (let index = 0; index < 200; index++) {
      const { labels } = drawPicture(1, index, 32, mixed);
      for (const { name, classes } of TASKS) {
        expect(labels[name]).toBeGreaterThanOrEqual(NO_LABEL);
        expect(labels[name]).toBeLessThan(classes.length);
      }
    }
  });

  test('that is easy answers for its texture or its shape, never for a ground or a count', () => {
    for (let index = 0; index < 100; index++) {
      const { labels } = drawPicture(1, index, 32, { ...mixed, sceneShare: 0 });
      expect((labels.texture === NO_LABEL) !== (labels.shape === NO_LABEL)).toBe(true);
      expect(labels).toMatchObject({
        ground: UNLABELLED.ground,
        count: NO_LABEL,
        companion: NO_LABEL,
      });
    }
  });
});

describe('a series', () => {
  test('shows every shape equally often in each round of combinations', () => {
    const round = TRAINING_SHAPES.length * TRAINING_TEXTURES.length;
    const counts = new Map<number, number>();
    for (let index = round; index < 2 * round; index++) {
      const { shape } = drawPicture(2, index, 16, scenes).labels;
      counts.set(shape, (counts.get(shape) ?? 0) + 1);
    }
    expect(counts.size).toBe(TRAINING_SHAPES.length);
    expect(new Set(counts.values())).toEqual(new Set([TRAINING_TEXTURES.length]));
  });

  test('shows no held-out shape or texture in training', () => {
    for (const name of HELD_OUT_SHAPES) expect(TRAINING_VOCABULARY.shapes).not.toContain(name);
    for (const name of HELD_OUT_TEXTURES) {
      expect(TRAINING_VOCABULARY.textures).not.toContain(name);
      expect(TRAINING_VOCABULARY.grounds).not.toContain(name);
    }
  });

  test('has no colour that tells the texture', () => {
    const seen = new Map<number, Set<number>>();
    for (let index = 0; index < 3_000; index++) {
      const { texture, colour } = drawPicture(4, index, 8, { ...mixed, sceneShare: 0 }).labels;
      if (texture === NO_LABEL) continue;
      seen.set(texture, (seen.get(texture) ?? new Set()).add(colour));
    }
    expect(seen.size).toBe(TRAINING_TEXTURES.length);
    for (const colours of seen.values()) expect(colours.size).toBeGreaterThan(COLOURS.length / 2);
  });

  test('comes in batches that are its consecutive pictures', () => {
    const batch = drawBatch({ seed: 5, first: 10, count: 3, size: 32, ...mixed });
    const second = drawPicture(5, 11, 32, mixed);
    expect([...batch.pixels.subarray(32 * 32 * 3, 2 * 32 * 32 * 3)]).toEqual([...second.pixels]);
    expect(TASKS.map((_, row) => batch.labels[row * 3 + 1])).toEqual(
      TASKS.map(({ name }) => second.labels[name]),
    );
  });
});

test.each(Object.keys(TEXTURES) as TextureName[])('the texture %s stays between its two colours', (name) => {
  for (let seed = 0; seed < 5; seed++) {
    const kind: TextureKind = TEXTURES[name];
    const texture = kind.make(new Random(seed));
    for (let i = 0; i < 400; i++) {
      const value = texture(((i % 20) - 10) * 0.37, (Math.floor(i / 20) - 10) * 0.41);
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(1);
    }
  }
});

test.each(Object.keys(SHAPES) as ShapeName[])(
  'the shape %s has an inside and ends where its figure ends',
  (name) => {
    for (let seed = 0; seed < 5; seed++) {
      const outline = SHAPES[name](new Random(seed));
      const distances = Array.from({ length: 900 }, (_, i) =>
        outline(((i % 30) - 15) / 14, (Math.floor(i / 30) - 15) / 14),
      );
      expect(Math.min(...distances)).toBeLessThan(0);
      for (let turn = 0; turn < 1; turn += 1 / 64) {
        const angle = 2 * Math.PI * turn;
        expect(outline(1.45 * Math.cos(angle), 1.45 * Math.sin(angle))).toBeGreaterThan(0);
      }
    }
  },
);
