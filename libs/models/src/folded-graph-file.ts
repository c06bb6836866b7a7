import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type FoldedConv, type FoldedGraph, type FoldedStep } from './folded-graph.ts';

/** A convolution whose numbers are elsewhere, and how many there are. */
type StoredConv = Omit<FoldedConv, 'kernel' | 'bias'> & { kernel: number; bias: number };
type StoredStep = StoredConv | Exclude<FoldedStep, FoldedConv>;

const CHECKSUM_BYTES = 32;
const LENGTH_BYTES = 4;

/**
 * A folded graph from disk. The file has a sha256 of all that follows it, the length of a description in JSON (uint32, little-endian), the
 * description, padded with spaces to a multiple of 4 bytes, then kernel and bias of each convolution (float32, little-endian).
 *
 * @returns undefined where there is no such file, or it is damaged
 */
export async function readFoldedGraph(path: string): Promise<FoldedGraph | undefined> {
  const bytes = await readFile(path).catch(() => undefined);
  if (!bytes || bytes.length < CHECKSUM_BYTES + LENGTH_BYTES) return undefined;
  const content = bytes.subarray(CHECKSUM_BYTES);
  if (!bytes.subarray(0, CHECKSUM_BYTES).equals(sha256Of(content))) return undefined;
  let at = LENGTH_BYTES + content.readUInt32LE();
  const stored = JSON.parse(content.toString('utf8', LENGTH_BYTES, at)) as {
    inputSize: number;
    input: string;
    steps: StoredStep[];
  };
  const take = (count: number): Float32Array => {
    const numbers = new Float32Array(count);
    content.copy(new Uint8Array(numbers.buffer), 0, at, (at += 4 * count));
    return numbers;
  };
  const steps = stored.steps.map((step): FoldedStep =>
    isConv(step) ? { ...step, kernel: take(step.kernel), bias: take(step.bias) } : step,
  );
  return { inputSize: stored.inputSize, input: stored.input, steps };
}

/** Written beside its place and moved there, so that no reader meets half a file. @throws Error as the file system does */
export async function writeFoldedGraph(
  path: string,
  { inputSize, input, steps }: FoldedGraph,
): Promise<void> {
  const arrays: Float32Array[] = [];
  const stored = steps.map((step): StoredStep => {
    if (!isConv(step)) return step;
    arrays.push(step.kernel, step.bias);
    return { ...step, kernel: step.kernel.length, bias: step.bias.length };
  });
  const text = Buffer.from(JSON.stringify({ inputSize, input, steps: stored }));
  const description = Buffer.concat([text, Buffer.alloc(-text.length & 3, ' ')]);
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32LE(description.length);
  const numbers = arrays.map(({ buffer, byteOffset, byteLength }) =>
    Buffer.from(buffer, byteOffset, byteLength),
  );
  const content = Buffer.concat([length, description, ...numbers]);
  const partial = `${path}.${randomUUID()}.partial`;
  await mkdir(dirname(path), { recursive: true });
  try {
    await writeFile(partial, [sha256Of(content), content]);
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    throw error;
  }
}

function isConv<T extends { kind: string }>(step: T): step is Extract<T, { kind: 'conv' | 'depthwiseConv' }> {
  return step.kind === 'conv' || step.kind === 'depthwiseConv';
}

function sha256Of(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}
