import { type Canvas, newCanvas } from './canvas.ts';
import { type Colour, COLOURS, contrast, drawColour } from './colour.ts';
import { type EdgeName, EDGES, withEdge } from './edge.ts';
import { finish } from './finish.ts';
import { type Figure, paintFigure } from './figure.ts';
import { Random } from './random.ts';
import { type Outline, type ShapeName, SHAPES } from './shape.ts';
import { type Surface, drawSurface, paintSurface } from './surface.ts';
import {
  companionLabel,
  type Labels,
  NO_LABEL,
  shapeLabel,
  textureLabel,
  UNLABELLED,
  type Vocabulary,
} from './task.ts';
import { type TextureName } from './texture.ts';

export interface Picture {
  /** `[size, size, 3]`, 0 to 255 */
  readonly pixels: Uint8ClampedArray;
  readonly labels: Labels;
}

/** What a series of pictures is made of. */
export interface SeriesOptions {
  readonly vocabulary: Vocabulary;
  /** 0 to 1 */
  readonly sceneShare: number;
}

const MAX_COUNT = 7;
const MIN_CONTRAST = 0.3;
const OUTLINED_SHARE = 0.2;
const COMPANION_SHARE = 0.5;
const OCCLUDED_SHARE = 0.15;
const SMOOTH_SHARE = 0.4;
const HORIZON_SHARE = 0.35;
/** What is above a horizon. */
const SKIES = ['plain', 'gradient', 'clouds'] as const;

/**
 * Draws picture `index` of the endless series that `seed` names. Every combination of a shape and a texture comes once
 * in as many pictures as there are combinations, in an order of its own.
 *
 * A picture is a scene with the probability `sceneShare`; else it is an easy one: the texture alone, over the whole
 * frame, or the shape alone, large and plain.
 *
 * @param size side in pixels; the same index and seed show the same scene at every size
 */
export function drawPicture(
  seed: number,
  index: number,
  size: number,
  { vocabulary, sceneShare }: SeriesOptions,
): Picture {
  const random = new Random(seed, index);
  const { shape, texture } = combination(seed, index, vocabulary);
  const canvas = newCanvas(size);
  const isScene = random.chance(sceneShare);
  const isShape = random.chance(0.5);
  const labels = isScene
    ? drawScene(canvas, random, shape, texture, vocabulary)
    : isShape
      ? drawShape(canvas, random, shape)
      : drawTexture(canvas, random, texture);
  return { pixels: finish(canvas, random), labels };
}

function combination(
  seed: number,
  index: number,
  { shapes, textures }: Vocabulary,
): { shape: ShapeName; texture: TextureName } {
  const combinations = shapes.length * textures.length;
  const order = orderOf(seed, Math.floor(index / combinations), combinations);
  const pair = order[index % combinations]!;
  return { shape: shapes[pair % shapes.length]!, texture: textures[Math.floor(pair / shapes.length)]! };
}

let lastOrder: { key: string; order: number[] } | undefined;

/** The order of the combinations in one round; kept, since the next picture needs the same. */
function orderOf(seed: number, round: number, length: number): number[] {
  const key = `${seed}/${round}/${length}`;
  if (lastOrder?.key !== key) {
    const order = new Random(seed, round, length).shuffle(Array.from({ length }, (_, i) => i));
    lastOrder = { key, order };
  }
  return lastOrder.order;
}

function drawTexture(canvas: Canvas, random: Random, texture: TextureName): Labels {
  const surface = drawSurface(random, texture, drawColour(random));
  paintSurface(canvas, surface);
  return { ...UNLABELLED, texture: textureLabel(texture), colour: COLOURS.indexOf(surface.colour.name) };
}

function drawShape(canvas: Canvas, random: Random, shape: ShapeName): Labels {
  const groundColour = drawColour(random);
  const colour = drawUnlike(random, groundColour);
  paintSurface(canvas, drawSurface(random, random.pick(SKIES), groundColour));
  const edge = drawEdge(random);
  const outline = withEdge(SHAPES[shape](random), edge, random);
  const surface = drawSurface(random, 'plain', colour);
  for (const figure of placeFigures(random, outline, surface, 1, random.chance(OUTLINED_SHARE))) {
    paintFigure(canvas, figure);
  }
  return {
    ...UNLABELLED,
    shape: shapeLabel(shape),
    edge: EDGES.indexOf(edge),
    colour: COLOURS.indexOf(colour.name),
    groundColour: COLOURS.indexOf(groundColour.name),
  };
}

function drawScene(
  canvas: Canvas,
  random: Random,
  shape: ShapeName,
  texture: TextureName,
  vocabulary: Vocabulary,
): Labels {
  const ground = random.pick(vocabulary.grounds);
  const groundColour = drawColour(random);
  const colour = drawUnlike(random, groundColour);
  paintSurface(canvas, drawSurface(random, ground, groundColour));
  if (random.chance(HORIZON_SHARE)) {
    const sky = drawSurface(random, random.pick(SKIES), drawColour(random));
    paintSurface(canvas, sky, random.between(0.2, 0.6));
  }

  const count = random.chance(0.5) ? 1 : random.whole(2, MAX_COUNT);
  const surface = drawSurface(random, texture, colour);
  const outlined = random.chance(OUTLINED_SHARE);
  const edge = drawEdge(random);
  const outline = withEdge(SHAPES[shape](random), edge, random);
  const figures = placeFigures(random, outline, surface, count, outlined);

  const companion = random.chance(COMPANION_SHARE) ? random.pick(vocabulary.shapes) : 'none';
  const companions =
    companion === 'none' ? [] : placeCompanions(random, companion, groundColour, figures, vocabulary);
  const below = random.chance(0.5);
  if (below) for (const figure of companions) paintFigure(canvas, figure);
  for (const figure of figures) paintFigure(canvas, figure);
  if (!below) for (const figure of companions) paintFigure(canvas, figure);
  if (random.chance(OCCLUDED_SHARE)) paintFigure(canvas, drawOccluder(random));

  return {
    shape: shapeLabel(shape),
    texture: outlined ? NO_LABEL : textureLabel(texture),
    ground: textureLabel(ground),
    companion: companionLabel(companion),
    edge: EDGES.indexOf(edge),
    count: count === 1 ? 0 : count === 2 ? 1 : count <= 4 ? 2 : 3,
    colour: COLOURS.indexOf(colour.name),
    groundColour: COLOURS.indexOf(groundColour.name),
  };
}

/** Figures of one shape, surface and size, most often apart from each other. */
function placeFigures(
  random: Random,
  outline: Outline,
  surface: Surface,
  count: number,
  outlined: boolean,
): Figure[] {
  const figures: Figure[] = [];
  const radius = count === 1 ? random.between(0.25, 0.48) : random.between(0.28, 0.44) / Math.sqrt(count);
  const margin = count === 1 ? 0.3 : 0.12;
  const look = drawLook(random);
  const free = random.chance(0.6);
  for (let i = 0; i < count; i++) {
    let x = 0.5;
    let y = 0.5;
    for (let attempt = 0; attempt < 12; attempt++) {
      x = random.between(margin, 1 - margin);
      y = random.between(margin, 1 - margin);
      if (figures.every((other) => Math.hypot(other.x - x, other.y - y) > 1.7 * radius)) break;
    }
    figures.push({
      ...look,
      outline,
      surface,
      x,
      y,
      radius: radius * random.between(0.85, 1.15),
      angle: free ? random.between(-Math.PI, Math.PI) : random.between(-0.35, 0.35),
      stretch: random.logBetween(0.75, 1.33),
      mirrored: random.chance(0.5),
      line: outlined ? random.between(0.06, 0.13) : undefined,
    });
  }
  return figures;
}

/** One or two smaller figures of another shape, often touching the main ones. */
function placeCompanions(
  random: Random,
  shape: ShapeName,
  ground: Colour,
  figures: readonly Figure[],
  vocabulary: Vocabulary,
): Figure[] {
  const outline = SHAPES[shape](random);
  const surface = drawSurface(random, random.pick(vocabulary.textures), drawUnlike(random, ground));
  const look = drawLook(random);
  return Array.from({ length: random.whole(1, 2) }, () => {
    const host = random.pick(figures);
    const direction = random.between(-Math.PI, Math.PI);
    const away = random.between(0.4, 1.3) * host.radius;
    return {
      ...look,
      outline,
      surface,
      x: Math.min(0.92, Math.max(0.08, host.x + away * Math.cos(direction))),
      y: Math.min(0.92, Math.max(0.08, host.y + away * Math.sin(direction))),
      radius: Math.max(0.09, host.radius * random.between(0.35, 0.8)),
      angle: random.between(-Math.PI, Math.PI),
      stretch: random.logBetween(0.8, 1.25),
      mirrored: random.chance(0.5),
      line: undefined,
    };
  });
}

/** A plain bar or disc at the rim of the picture. */
function drawOccluder(random: Random): Figure {
  const direction = random.between(-Math.PI, Math.PI);
  const away = random.between(0.3, 0.5);
  const kind = random.pick(['bar', 'circle', 'square'] as const);
  return {
    ...drawLook(random),
    outline: SHAPES[kind](random),
    surface: drawSurface(random, 'plain', drawColour(random)),
    x: 0.5 + away * Math.cos(direction),
    y: 0.5 + away * Math.sin(direction),
    radius: random.between(0.1, 0.3),
    angle: random.between(-Math.PI, Math.PI),
    stretch: 1,
    mirrored: false,
    line: undefined,
  };
}

function drawLook(random: Random): Pick<Figure, 'shading' | 'rim' | 'shadow' | 'lightAngle'> {
  return {
    shading: random.chance(0.6) ? random.between(0, 0.45) : 0,
    rim: random.chance(0.4) ? random.between(0.2, 0.6) : 0,
    shadow: random.chance(0.35) ? random.between(0.2, 0.6) : 0,
    lightAngle: random.between(-Math.PI, Math.PI),
  };
}

function drawEdge(random: Random): EdgeName {
  return random.chance(SMOOTH_SHARE) ? 'smooth' : random.pick(EDGES);
}

function drawUnlike(random: Random, other: Colour): Colour {
  for (;;) {
    const colour = drawColour(random);
    if (contrast(colour, other) >= MIN_CONTRAST) return colour;
  }
}
