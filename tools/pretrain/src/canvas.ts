/** A square picture in the making: `[size, size, 3]`, linear light is not modelled, 0 to 1 and sometimes beyond. */
export interface Canvas {
  readonly size: number;
  readonly pixels: Float32Array;
}

export function newCanvas(size: number): Canvas {
  return { size, pixels: new Float32Array(size * size * 3) };
}
