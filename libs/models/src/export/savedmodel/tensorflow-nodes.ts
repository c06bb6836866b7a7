import { DATA_TYPE, type DataType, shapeProto } from './tensorflow-schema.ts';

/** What an operation is told beside its inputs. */
export type Attribute =
  | { readonly type: DataType }
  | { readonly types: readonly DataType[] }
  | { readonly s: string }
  | { readonly i: number }
  | { readonly ints: readonly number[] }
  | { readonly b: boolean }
  | { readonly shape: readonly number[] }
  | { readonly shapes: readonly (readonly number[])[] }
  | { readonly tensor: object }
  | { readonly func: string };

export type Attributes = Readonly<Record<string, Attribute>>;

/** The operations of a graph, or of a function in its library. */
export class TensorflowNodes {
  readonly #nodes: object[] = [];

  /** `NodeDef` messages, in the order in which they were added */
  get all(): readonly object[] {
    return this.#nodes;
  }

  /**
   * Adds an operation.
   *
   * @param input names of outputs: in a graph `node` or `node:1`, in a function `node:output:0`; `^node` waits for it
   * @returns its name
   */
  add(op: string, name: string, input: readonly string[], attributes: Attributes = {}): string {
    const attr = Object.fromEntries(
      Object.entries(attributes).map(([key, value]) => [key, attributeProto(value)]),
    );
    this.#nodes.push({ name, op, input, attr });
    return name;
  }

  /** Adds whole numbers: one, a list of them, or an array of another shape. */
  ints(name: string, value: number | readonly number[], shape?: readonly number[]): string {
    const list = typeof value === 'number' ? [value] : value;
    const own = typeof value === 'number' ? [] : [list.length];
    const content = Int32Array.from(list);
    return this.#constant(name, DATA_TYPE.int32, shape ?? own, {
      tensorContent: new Uint8Array(content.buffer),
    });
  }

  /** Adds float32 numbers. */
  floats(name: string, shape: readonly number[], data: Float32Array): string {
    return this.#constant(name, DATA_TYPE.float, shape, {
      tensorContent: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
    });
  }

  /** Adds texts: one, or a list of them. */
  strings(name: string, value: string | readonly string[]): string {
    const list = typeof value === 'string' ? [value] : value;
    return this.#constant(name, DATA_TYPE.string, typeof value === 'string' ? [] : [list.length], {
      stringVal: list.map((text) => Buffer.from(text)),
    });
  }

  #constant(name: string, dtype: DataType, shape: readonly number[], content: object): string {
    return this.add('Const', name, [], {
      dtype: { type: dtype },
      value: { tensor: { dtype, tensorShape: shapeProto(shape), ...content } },
    });
  }
}

function attributeProto(value: Attribute): object {
  if ('types' in value) return { list: { type: value.types } };
  if ('ints' in value) return { list: { i: value.ints } };
  if ('shapes' in value) return { list: { shape: value.shapes.map(shapeProto) } };
  if ('s' in value) return { s: Buffer.from(value.s) };
  if ('shape' in value) return { shape: shapeProto(value.shape) };
  if ('func' in value) return { func: { name: value.func } };
  return value;
}
