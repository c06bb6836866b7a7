import { type Colour, css } from './colour.ts';
import { number, type Point } from './geometry.ts';

/** One coat of paint of a figure, lit as one rounded body before the next layer covers it. */
export interface Layer {
  readonly svg: string;
  /** How thick the body looks under the light, in units of the figure; 0 is flat (eyes, smoke). */
  readonly thickness: number;
  /** On the side away from the viewer, hence in shade. */
  readonly far?: boolean;
}

/** A drawn creature in its own units (a bear is about 100 long), facing right, standing on y = 0. */
export interface Figure {
  readonly layers: readonly Layer[];
  readonly box: {
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly bottom: number;
  };
  /** What carries it: the ground, the air, or the frame's lower edge (a close-up). */
  readonly footing: 'ground' | 'air' | 'frame';
}

/** A filled path. */
export const fill = (path: string, colour: Colour, opacity = 1): string =>
  `<path d="${path}" fill="${css(colour)}"${opacity < 1 ? ` fill-opacity="${opacity}"` : ''}/>`;

/** A line along a path, with round ends. */
export const line = (path: string, colour: Colour, width: number, opacity = 1): string =>
  `<path d="${path}" fill="none" stroke="${css(colour)}" stroke-width="${number(width)}" stroke-linecap="round" stroke-linejoin="round"${opacity < 1 ? ` stroke-opacity="${opacity}"` : ''}/>`;

export const disc = ([x, y]: Point, rx: number, ry: number, colour: Colour, opacity = 1): string =>
  `<ellipse cx="${number(x)}" cy="${number(y)}" rx="${number(rx)}" ry="${number(ry)}" fill="${css(colour)}"${opacity < 1 ? ` fill-opacity="${opacity}"` : ''}/>`;

/** A part moved to `at`, turned by `degrees` and scaled. */
export const placed = (svg: string, at: Point, scale: number, degrees = 0): string =>
  `<g transform="translate(${number(at[0])} ${number(at[1])}) rotate(${number(degrees)}) scale(${scale.toFixed(3)})">${svg}</g>`;
