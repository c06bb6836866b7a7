import { type Coat } from './coat.ts';
import { lighter } from './colour.ts';
import { fill, line } from './figure.ts';
import { between, limb, number, outline, type Point, smooth } from './geometry.ts';

/** Joints of a wing relative to the shoulder: elbow, wrist, finger tips front to back, and where it meets the flank. */
type WingPose = readonly Point[];

const FOLDED: WingPose = [
  [-12, -20],
  [10, -26],
  [-50, -16],
  [-58, -4],
  [-52, 6],
  [-38, 12],
  [-22, 8],
];
const RAISED: WingPose = [
  [-12, -26],
  [4, -60],
  [-18, -108],
  [-56, -92],
  [-78, -58],
  [-72, -22],
  [-28, 6],
];
const SWEPT: WingPose = [
  [4, -22],
  [24, -50],
  [64, -84],
  [14, -100],
  [-32, -84],
  [-56, -44],
  [-28, 6],
];

/**
 * A wing on a shoulder: `spread` 0 is folded, 1 raised; `sweep` 0 … 1 turns the raised wing forwards; mirrored where
 * `scaleX` is −1.
 */
export function wing(
  shoulder: Point,
  coat: Coat,
  size: number,
  spread: number,
  sweep: number,
  scaleX: 1 | -1 = 1,
): string {
  const joints = FOLDED.map((folded, i): Point => {
    const raised = between(RAISED[i] as Point, SWEPT[i] as Point, sweep);
    const [x, y] = between(folded, raised, spread);
    return [shoulder[0] + x * size * scaleX, shoulder[1] + y * size];
  });
  const [elbow, wrist, ...rest] = joints as [Point, Point, ...Point[]];
  const root = rest.at(-1) as Point;
  const tips = rest.slice(0, -1);
  const pair = ([x, y]: Point): string => `${number(x)} ${number(y)}`;
  let membrane = `M${pair(shoulder)}L${pair(elbow)}L${pair(wrist)}L${pair(tips[0] as Point)}`;
  [...tips.slice(1), root].forEach((tip, i) => {
    const sag = between(between(tips[i] as Point, tip, 0.5), elbow, 0.3);
    membrane += `Q${pair(sag)} ${pair(tip)}`;
  });
  const bone = (from: Point, to: Point, thick: number): string =>
    smooth(
      outline(
        limb([
          [from[0], from[1], thick],
          [...between(from, to, 0.5), thick * 0.75] as const,
          [to[0], to[1], thick * 0.35],
        ]),
      ),
    );
  const arm = bone(shoulder, elbow, 4.2 * size) + bone(elbow, wrist, 3.2 * size);
  const fingers = tips.map((tip) => bone(wrist, tip, 1.8 * size)).join('');
  const veins = tips
    .map((tip) => `M${pair(between(elbow, wrist, 0.5))}L${pair(between(elbow, tip, 0.8))}`)
    .join('');
  return (
    fill(`${membrane}Z`, coat.accent) +
    line(veins, lighter(coat.accent, -0.08), 0.6, 0.5) +
    fill(fingers, lighter(coat.body, -0.04)) +
    fill(arm, coat.body) +
    fill(
      `M${pair(wrist)}l${number(3 * size * scaleX)} ${number(-7 * size)} ${number(2 * size * scaleX)} ${number(7 * size)}Z`,
      coat.marks,
    )
  );
}
