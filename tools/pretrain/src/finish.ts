import { type Canvas } from './canvas.ts';
import { type Random } from './random.ts';

/** What camera and light do to a scene: uneven light, blur, exposure, contrast, tint, grain. Gives bytes. */
export function finish(canvas: Canvas, random: Random): Uint8ClampedArray {
  applyLight(canvas, random);
  if (random.chance(0.25)) {
    const radius = Math.round((random.between(0.6, 2.4) * canvas.size) / 96);
    if (radius > 0) {
      blurRows(canvas, radius, 3, 3 * canvas.size);
      blurRows(canvas, radius, 3 * canvas.size, 3);
    }
  }
  return expose(canvas, random);
}

function applyLight({ size, pixels }: Canvas, random: Random): void {
  const strength = random.chance(0.6) ? random.between(0, 0.6) : 0;
  const angle = random.between(-Math.PI, Math.PI);
  const vignette = random.chance(0.3) ? random.between(0, 0.8) : 0;
  if (strength === 0 && vignette === 0) return;
  const slopeX = strength * Math.cos(angle);
  const slopeY = strength * Math.sin(angle);
  for (let row = 0, at = 0; row < size; row++) {
    const y = (row + 0.5) / size - 0.5;
    for (let column = 0; column < size; column++, at += 3) {
      const x = (column + 0.5) / size - 0.5;
      const light = (1 + slopeX * x + slopeY * y) * (1 - vignette * (x * x + y * y));
      pixels[at]! *= light;
      pixels[at + 1]! *= light;
      pixels[at + 2]! *= light;
    }
  }
}

/** A running mean over 2·radius + 1 pixels along one axis, the ends repeated. */
function blurRows({ size, pixels }: Canvas, radius: number, step: number, lineStep: number): void {
  const line = new Float32Array(size);
  const clamp = (i: number): number => (i < 0 ? 0 : i >= size ? size - 1 : i);
  for (let start = 0; start < size; start++) {
    for (let channel = 0; channel < 3; channel++) {
      const origin = start * lineStep + channel;
      for (let i = 0; i < size; i++) line[i] = pixels[origin + i * step]!;
      let sum = 0;
      for (let i = -radius; i <= radius; i++) sum += line[clamp(i)]!;
      for (let i = 0; i < size; i++) {
        pixels[origin + i * step] = sum / (2 * radius + 1);
        sum += line[clamp(i + radius + 1)]! - line[clamp(i - radius)]!;
      }
    }
  }
}

function expose({ pixels }: Canvas, random: Random): Uint8ClampedArray {
  const gain = random.between(0.75, 1.2);
  const middle = 0.5 + random.between(-0.1, 0.1);
  const contrast = random.between(0.75, 1.2);
  const grain = random.chance(0.6) ? random.between(0, 0.08) : 0;
  const tint = [random.between(0.92, 1.08), 1, random.between(0.92, 1.08)] as const;
  const bytes = new Uint8ClampedArray(pixels.length);
  for (let at = 0; at < pixels.length; at += 3) {
    const noise = grain === 0 ? 0 : grain * (random.next() + random.next() - 1);
    for (let channel = 0; channel < 3; channel++) {
      const value = gain * tint[channel]! * pixels[at + channel]!;
      bytes[at + channel] = 255 * (middle + contrast * (value - middle) + noise);
    }
  }
  return bytes;
}
