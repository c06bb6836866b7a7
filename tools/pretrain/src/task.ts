import { COLOURS } from './colour.ts';
import { EDGES } from './edge.ts';
import { type ShapeName, SHAPES, TRAINING_SHAPES } from './shape.ts';
import { type TextureName, TEXTURES, TRAINING_TEXTURES } from './texture.ts';

/** The shapes and textures that pictures are made of. */
export interface Vocabulary {
  readonly shapes: readonly ShapeName[];
  readonly textures: readonly TextureName[];
  /** of the ground behind the objects */
  readonly grounds: readonly TextureName[];
}

export const TRAINING_VOCABULARY: Vocabulary = {
  shapes: TRAINING_SHAPES,
  textures: TRAINING_TEXTURES,
  grounds: TRAINING_TEXTURES,
};

export const COUNTS = ['one', 'two', 'three or four', 'five or more'] as const;

const SHAPE_NAMES = Object.keys(SHAPES) as ShapeName[];
const TEXTURE_NAMES = Object.keys(TEXTURES) as TextureName[];

/**
 * What is asked of a picture: each task is a classification of its own, all from the same features. A task has a class
 * for every kind there is, held-out ones too, so that labels mean the same everywhere.
 */
export const TASKS = [
  { name: 'shape', classes: SHAPE_NAMES, weight: 1.5 },
  { name: 'texture', classes: TEXTURE_NAMES, weight: 1.5 },
  { name: 'ground', classes: TEXTURE_NAMES, weight: 1 },
  { name: 'companion', classes: [...SHAPE_NAMES, 'none'], weight: 0.5 },
  { name: 'edge', classes: EDGES, weight: 1 },
  { name: 'count', classes: COUNTS, weight: 0.3 },
  { name: 'colour', classes: COLOURS, weight: 0.5 },
  { name: 'groundColour', classes: COLOURS, weight: 0.3 },
] as const satisfies readonly { name: string; classes: readonly string[]; weight: number }[];

export type TaskName = (typeof TASKS)[number]['name'];

/** The class of each task; NO_LABEL where the picture doesn't answer the question. */
export type Labels = Record<TaskName, number>;
export const NO_LABEL = -1;
export const UNLABELLED = Object.fromEntries(TASKS.map(({ name }) => [name, NO_LABEL])) as Labels;

export const shapeLabel = (name: ShapeName): number => SHAPE_NAMES.indexOf(name);
export const companionLabel = (name: ShapeName | 'none'): number =>
  name === 'none' ? SHAPE_NAMES.length : SHAPE_NAMES.indexOf(name);
export const textureLabel = (name: TextureName): number => TEXTURE_NAMES.indexOf(name);
