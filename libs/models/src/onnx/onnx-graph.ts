import { OnnxModelProto } from './onnx-schema.ts';

/** Numbers of an attribute: whole ones as `ints`, others as `float`. */
export type OnnxAttributes = Readonly<
  Record<string, { int: number } | { ints: readonly number[] } | { float: number }>
>;

/** A dimension's length, or the name of one that is free. */
export type OnnxDimension = number | string;

const FLOAT = 1;
const INT64 = 7;
const ATTRIBUTE_TYPE = { float: 1, int: 2, ints: 7 } as const;
const IR_VERSION = 8;

/** The version of ONNX' operators that is written: understood by every runtime since 2020. */
export const ONNX_OPSET = 13;

/** An ONNX graph under construction. Values are known by their names. */
export class OnnxGraph {
  readonly #nodes: object[] = [];
  readonly #weights: object[] = [];
  readonly #inputs: object[] = [];
  readonly #outputs: object[] = [];

  /** Adds an operation with one output. */
  node(opType: string, input: readonly string[], output: string, attributes: OnnxAttributes = {}): void {
    const attribute = Object.entries(attributes).map(([name, value]) => {
      if ('int' in value) return { name, type: ATTRIBUTE_TYPE.int, i: value.int };
      if ('ints' in value) return { name, type: ATTRIBUTE_TYPE.ints, ints: value.ints };
      return { name, type: ATTRIBUTE_TYPE.float, f: value.float };
    });
    this.#nodes.push({ opType, name: output, input, output: [output], attribute });
  }

  /** Adds float32 numbers, row-major; `shape` is empty for a single one. */
  weights(name: string, shape: readonly number[], data: Float32Array): void {
    this.#weights.push({ name, dims: shape, dataType: FLOAT, rawData: bytesOf(data) });
  }

  /** Adds whole numbers, `[n]`. */
  wholeNumbers(name: string, values: readonly number[]): void {
    const data = BigInt64Array.from(values, BigInt);
    this.#weights.push({ name, dims: [values.length], dataType: INT64, rawData: bytesOf(data) });
  }

  input(name: string, shape: readonly OnnxDimension[]): void {
    this.#inputs.push(valueInfo(name, shape));
  }

  output(name: string, shape: readonly OnnxDimension[]): void {
    this.#outputs.push(valueInfo(name, shape));
  }

  /**
   * The bytes of a `.onnx` file.
   *
   * @param metadata what readers find as `metadata_props`
   */
  encode({
    name,
    producerVersion,
    metadata = {},
  }: {
    name: string;
    producerVersion: string;
    metadata?: Readonly<Record<string, string>>;
  }): Uint8Array {
    return OnnxModelProto.encode({
      irVersion: IR_VERSION,
      producerName: 'Bestiary',
      producerVersion,
      opsetImport: [{ domain: '', version: ONNX_OPSET }],
      metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
      graph: {
        name,
        node: this.#nodes,
        initializer: this.#weights,
        input: this.#inputs,
        output: this.#outputs,
      },
    }).finish();
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array | BigInt64Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function valueInfo(name: string, shape: readonly OnnxDimension[]): object {
  const dim = shape.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: { elemType: FLOAT, shape: { dim } } } };
}
