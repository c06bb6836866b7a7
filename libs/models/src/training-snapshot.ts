import { createHash } from 'node:crypto';
import { BestiaryError } from '@bestiary/contracts/error';
import { type Progress } from './early-stopping.ts';
import { type Optimizer, type OptimizerName } from './optimizer.ts';

/** Everything that a training needs to go on after an epoch, bit for bit as if it had not stopped. */
export interface TrainingSnapshot {
  /** epochs done */
  readonly epoch: number;
  readonly parameters: Float32Array;
  readonly optimizer: OptimizerSnapshot;
  /** undefined before the first epoch */
  readonly progress: Progress | undefined;
  /** as they were after the best epoch, where that is to be restored */
  readonly bestParameters: Float32Array | undefined;
}

export interface OptimizerSnapshot {
  readonly name: OptimizerName;
  readonly iterations: number;
  readonly slots: ReadonlyMap<string, Float32Array>;
}

/** A copy of what an optimizer remembers. */
export function snapshotOptimizer({ name, iterations, slots }: Optimizer): OptimizerSnapshot {
  return {
    name,
    iterations,
    slots: new Map(Array.from(slots, ([slot, numbers]) => [slot, numbers.slice()])),
  };
}

/**
 * Lets parameters and their optimizer be as they were.
 *
 * @throws BestiaryError `conflict` when the snapshot is of another kind of optimizer, or of more or fewer parameters
 */
export function restoreSnapshot(
  snapshot: TrainingSnapshot,
  parameters: Float32Array,
  optimizer: Optimizer,
): void {
  const kind = ({ name, slots }: OptimizerSnapshot, { length }: Float32Array): string =>
    `${[name, ...slots.keys()].join(' ')} over ${length} parameters`;
  const kept = kind(snapshot.optimizer, snapshot.parameters);
  const wanted = kind(optimizer, parameters);
  if (kept !== wanted) {
    throw new BestiaryError('conflict', `the snapshot is of ${kept}, the training of ${wanted}`, {
      hint: 'go on with the options that the training was begun with',
    });
  }
  parameters.set(snapshot.parameters);
  optimizer.iterations = snapshot.optimizer.iterations;
  for (const [name, numbers] of snapshot.optimizer.slots) optimizer.slots.get(name)?.set(numbers);
}

const MAGIC = Buffer.from('BSTSNAP1');
const SHA256_BYTES = 32;

interface Header {
  epoch: number;
  progress?: Progress;
  optimizer: { name: OptimizerName; iterations: number; slots: string[] };
  parameterCount: number;
  hasBest: boolean;
}

/**
 * One file: `magic (8) · length of the header (u32) · header as JSON · parameters · slots of the optimizer · best parameters, if
 * any · sha256 of all before (32)`. Numbers are little-endian, arrays float32.
 */
export function encodeSnapshot(snapshot: TrainingSnapshot): Uint8Array {
  const { epoch, progress, optimizer, parameters, bestParameters } = snapshot;
  const header: Header = {
    epoch,
    progress,
    optimizer: { name: optimizer.name, iterations: optimizer.iterations, slots: [...optimizer.slots.keys()] },
    parameterCount: parameters.length,
    hasBest: bestParameters !== undefined,
  };
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length);
  const arrays = [parameters, ...optimizer.slots.values(), ...(bestParameters ? [bestParameters] : [])];
  const parts = [MAGIC, length, json, ...arrays.map(bytesOf)];
  const bodyLength = parts.reduce((sum, part) => sum + part.length, 0);
  const file = new Uint8Array(bodyLength + SHA256_BYTES);
  let at = 0;
  for (const part of parts) {
    file.set(part, at);
    at += part.length;
  }
  file.set(createHash('sha256').update(file.subarray(0, bodyLength)).digest(), bodyLength);
  return file;
}

/** @throws BestiaryError `integrity` for a file that is cut short, altered or of another kind */
export function decodeSnapshot(file: Uint8Array): TrainingSnapshot {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) throw damaged('it does not begin as one');
  const body = bytes.subarray(0, -SHA256_BYTES);
  if (!createHash('sha256').update(body).digest().equals(bytes.subarray(-SHA256_BYTES))) {
    throw damaged(`its ${bytes.length} bytes don't have the sha256 that they end with`);
  }
  let at = MAGIC.length + 4;
  const headerEnd = at + body.readUInt32LE(MAGIC.length);
  const header = JSON.parse(body.toString('utf8', at, headerEnd)) as Header;
  at = headerEnd;
  const next = (): Float32Array => {
    const array = new Float32Array(header.parameterCount);
    bytesOf(array).set(body.subarray(at, (at += array.byteLength)));
    return array;
  };
  const parameters = next();
  const slots = new Map(header.optimizer.slots.map((name) => [name, next()]));
  return {
    epoch: header.epoch,
    parameters,
    optimizer: { name: header.optimizer.name, iterations: header.optimizer.iterations, slots },
    progress: header.progress,
    bestParameters: header.hasBest ? next() : undefined,
  };
}

function bytesOf(array: Float32Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

function damaged(why: string): BestiaryError {
  return new BestiaryError('integrity', `not a whole snapshot of a training: ${why}`, {
    hint: 'go on from an earlier snapshot, or train from the beginning',
  });
}
