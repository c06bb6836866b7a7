import { type ClassifierMetadata } from '../../classifier.ts';
import { TensorflowNodes } from './tensorflow-nodes.ts';
import { DATA_TYPE } from './tensorflow-schema.ts';

const FLOAT = { type: DATA_TYPE.float } as const;
const INT32 = { type: DATA_TYPE.int32 } as const;
const UINT8 = { type: DATA_TYPE.uint8 } as const;

/**
 * A `FunctionDef`: the bytes of one JPEG, PNG, GIF or BMP → `[size, size, 3]`, 0..255, made square as in training.
 * `crop` is `smart_resize`, `pad` is `tf.image.resize_with_pad`.
 */
export function decodeFunction(
  name: string,
  { imageSize: size, resize }: ClassifierMetadata['preprocessing'],
): object {
  const nodes = new TensorflowNodes();
  nodes.add('DecodeImage', 'decode', ['bytes'], {
    channels: { i: 3 },
    dtype: UINT8,
    expand_animations: { b: false },
  });
  const square = SQUARE[resize](nodes, 'decode:image:0', size);
  return {
    signature: {
      name,
      inputArg: [{ name: 'bytes', type: DATA_TYPE.string }],
      outputArg: [{ name: 'image', type: DATA_TYPE.float }],
    },
    nodeDef: nodes.all,
    ret: { image: square },
  };
}

type Square = (nodes: TensorflowNodes, image: string, size: number) => string;

const SQUARE: Record<ClassifierMetadata['preprocessing']['resize'], Square> = {
  stretch: (nodes, image, size) => resizeTo(nodes, image, `${nodes.ints('size', [size, size])}:output:0`),

  crop(nodes, image, size) {
    const [height, width] = heightAndWidth(nodes, image);
    const side = binary(nodes, 'Minimum', 'side', height, width, INT32);
    const two = `${nodes.ints('two', 2)}:output:0`;
    const start = (name: string, length: string): string =>
      binary(nodes, 'FloorDiv', name, binary(nodes, 'Sub', `${name}_rest`, length, side, INT32), two, INT32);
    const zero = `${nodes.ints('zero', 0)}:output:0`;
    const three = `${nodes.ints('three', 3)}:output:0`;
    const begin = pack(nodes, 'begin', [start('top', height), start('left', width), zero]);
    const extent = pack(nodes, 'extent', [side, side, three]);
    nodes.add('Slice', 'middle', [image, begin, extent], { T: UINT8, Index: INT32 });
    return resizeTo(nodes, 'middle:output:0', `${nodes.ints('size', [size, size])}:output:0`);
  },

  pad(nodes, image, size) {
    const float = (name: string, value: number): string =>
      `${nodes.floats(name, [], Float32Array.of(value))}:output:0`;
    const lengths = heightAndWidth(nodes, image).map((length, i) => {
      nodes.add('Cast', `length_${i}`, [length], { SrcT: INT32, DstT: FLOAT, Truncate: { b: false } });
      return `length_${i}:y:0`;
    });
    const target = float('target', size);
    const [zero, one, two] = [float('none', 0), float('one', 1), float('two', 2)];
    const ratios = lengths.map((length, i) => binary(nodes, 'RealDiv', `ratio_${i}`, length, target));
    const ratio = binary(nodes, 'Maximum', 'ratio', ratios[0]!, ratios[1]!);
    const exact = lengths.map((length, i) => binary(nodes, 'RealDiv', `exact_${i}`, length, ratio));
    const inner = exact.map((length, i) =>
      wholeNumber(nodes, `inner_${i}`, binary(nodes, 'Maximum', `inner_min_${i}`, length, one)),
    );
    const before = exact.map((length, i) => {
      const rest = binary(nodes, 'Sub', `rest_${i}`, target, length);
      const half = binary(nodes, 'RealDiv', `half_${i}`, rest, two);
      return wholeNumber(nodes, `before_${i}`, binary(nodes, 'Maximum', `half_min_${i}`, half, zero));
    });
    const side = `${nodes.ints('side', size)}:output:0`;
    const after = inner.map((length, i) => {
      const used = binary(nodes, 'AddV2', `used_${i}`, length, before[i]!, INT32);
      return binary(nodes, 'Sub', `after_${i}`, side, used, INT32);
    });
    const resized = resizeTo(nodes, image, pack(nodes, 'size', inner));
    const rows = [0, 1].map((i) => pack(nodes, `bars_${i}`, [before[i]!, after[i]!]));
    const channels = `${nodes.ints('channels', [0, 0])}:output:0`;
    const bars = pack(nodes, 'bars', [...rows, channels]);
    nodes.add('Pad', 'padded', [resized, bars], { T: FLOAT, Tpaddings: INT32 });
    nodes.ints('square', [size, size, 3]);
    nodes.add('Reshape', 'shaped', ['padded:output:0', 'square:output:0'], { T: FLOAT, Tshape: INT32 });
    return 'shaped:output:0';
  },
};

/** Bilinear, half-pixel centres, no antialiasing; float32. */
function resizeTo(nodes: TensorflowNodes, image: string, size: string): string {
  nodes.ints('batch_axis', 0);
  nodes.add('ExpandDims', 'batch', [image, 'batch_axis:output:0'], { T: UINT8, Tdim: INT32 });
  nodes.add('ResizeBilinear', 'resize', ['batch:output:0', size], {
    T: UINT8,
    align_corners: { b: false },
    half_pixel_centers: { b: true },
  });
  nodes.add('Squeeze', 'resized', ['resize:resized_images:0'], { T: FLOAT, squeeze_dims: { ints: [0] } });
  return 'resized:output:0';
}

function heightAndWidth(nodes: TensorflowNodes, image: string): [string, string] {
  nodes.add('Shape', 'shape', [image], { T: UINT8, out_type: INT32 });
  nodes.add('Unpack', 'lengths', ['shape:output:0'], { T: INT32, num: { i: 3 }, axis: { i: 0 } });
  return ['lengths:output:0', 'lengths:output:1'];
}

function binary(
  nodes: TensorflowNodes,
  op: 'Minimum' | 'Maximum' | 'Sub' | 'AddV2' | 'FloorDiv' | 'RealDiv',
  name: string,
  a: string,
  b: string,
  type: typeof FLOAT | typeof INT32 = FLOAT,
): string {
  return `${nodes.add(op, name, [a, b], { T: type })}:z:0`;
}

function wholeNumber(nodes: TensorflowNodes, name: string, value: string): string {
  nodes.add('Floor', `${name}_floor`, [value], { T: FLOAT });
  nodes.add('Cast', name, [`${name}_floor:y:0`], { SrcT: FLOAT, DstT: INT32, Truncate: { b: false } });
  return `${name}:y:0`;
}

function pack(nodes: TensorflowNodes, name: string, values: readonly string[]): string {
  nodes.add('Pack', name, values, { N: { i: values.length }, T: INT32, axis: { i: 0 } });
  return `${name}:output:0`;
}
