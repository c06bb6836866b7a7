import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { BestiaryError, messageOf } from '@bestiary/contracts/error';
import type { Id } from '@bestiary/contracts/id';
import { fromWireFloat, toWireFloat, WireFloat } from '@bestiary/contracts/json';
import { EPOCH_METRICS, type EpochMetric } from '@bestiary/contracts/metric';
import { decodeSnapshot, encodeSnapshot } from '@bestiary/models/training-snapshot';
import { z } from 'zod';
import type { FineTuneSnapshot } from './fine-tune.ts';
import type { EpochMetrics, FitSnapshot } from './fit.ts';
import { TrainConfig } from './train-config.ts';

/** Where checkpoints are, below the working directory; one file a run inside. */
export const DEFAULT_CHECKPOINT_DIR = join('.bestiary', 'checkpoints');

/** A training under way: what it was told, what it is trained on, and how far it is. */
export interface Checkpoint {
  runId: Id;
  config: TrainConfig;
  manifestSha256: string;
  weightsSha256: string;
  fit: FitSnapshot;
  /** once the heads have ended */
  fineTuning?: FineTuneSnapshot;
}

/** Epochs that a checkpoint has seen, of heads and fine-tuning. */
export function epochsDone({ fit, fineTuning }: Checkpoint): number {
  return fit.history.length + (fineTuning?.history.length ?? 0);
}

/** Figures may be NaN, which JSON has not. */
const WireMetrics = z.record(z.enum(EPOCH_METRICS), WireFloat);

const Header = z.object({
  runId: z.string(),
  config: TrainConfig,
  manifestSha256: z.string(),
  weightsSha256: z.string(),
  history: z.array(z.array(WireMetrics)),
  /** of the fine-tuning; its snapshot is the last */
  fineTuning: z.array(WireMetrics).optional(),
  /** bytes of each snapshot */
  lengths: z.array(z.int()),
});

const MAGIC = Buffer.from('BSTCKPT1');
const SHA256_BYTES = 32;

/**
 * The checkpoint of one run: one file, replaced as a whole, so that a process killed at any moment leaves the checkpoint before or the
 * one after.
 *
 * `magic (8) · length of the header (u32) · header as JSON · snapshots of the heads, and of the fine-tuning · sha256 of all before (32)`
 */
export class CheckpointFile {
  readonly path: string;
  #written = false;

  /** @param folder of the checkpoints of all runs */
  constructor(folder: string | undefined, runId: Id) {
    this.path = join(resolve(folder ?? DEFAULT_CHECKPOINT_DIR), `${runId}.checkpoint`);
  }

  /** whether there is one by this process */
  get written(): boolean {
    return this.#written;
  }

  async write({ fit, fineTuning, ...about }: Checkpoint): Promise<void> {
    const snapshots = [...fit.heads, ...(fineTuning ? [fineTuning.training] : [])].map(encodeSnapshot);
    const wire = (metrics: EpochMetrics) => mapValues(metrics, toWireFloat);
    const header: z.input<typeof Header> = {
      ...about,
      history: fit.history.map((members) => members.map(wire)),
      fineTuning: fineTuning?.history.map(wire),
      lengths: snapshots.map(({ length }) => length),
    };
    const json = Buffer.from(JSON.stringify(header));
    const length = Buffer.alloc(4);
    length.writeUInt32LE(json.length);
    const body = Buffer.concat([MAGIC, length, json, ...snapshots]);
    const partial = `${this.path}.${randomUUID()}`;
    await mkdir(join(this.path, '..'), { recursive: true });
    try {
      await writeFile(partial, Buffer.concat([body, createHash('sha256').update(body).digest()]));
      await rename(partial, this.path);
      this.#written = true;
    } finally {
      await rm(partial, { force: true });
    }
  }

  /** @throws BestiaryError `not_found` where there is none, `integrity` for a damaged one */
  async read(): Promise<Checkpoint> {
    const bytes = await readFile(this.path).catch((error: unknown) => {
      throw new BestiaryError('not_found', `there is no checkpoint ${this.path}: ${messageOf(error)}`, {
        cause: error,
        hint: 'Checkpoints lie on the machine of the training, below the folder that it was started in. A run that finished has none: `bestiary train --rerun` repeats it.',
      });
    });
    const body = bytes.subarray(0, -SHA256_BYTES);
    const digest = createHash('sha256').update(body).digest();
    if (!bytes.subarray(0, 8).equals(MAGIC) || !digest.equals(bytes.subarray(-SHA256_BYTES))) {
      throw new BestiaryError('integrity', `${this.path} is damaged`, {
        hint: 'Train from the beginning: `bestiary train --rerun` takes the settings of the run.',
      });
    }
    const start = MAGIC.length + 4;
    const end = start + body.readUInt32LE(MAGIC.length);
    const header = Header.parse(JSON.parse(body.toString('utf8', start, end)));
    const { history, fineTuning, lengths, ...about } = header;
    const numbers = (metrics: z.infer<typeof WireMetrics>) => mapValues(metrics, fromWireFloat);
    let at = end;
    const snapshots = lengths.map((length) => decodeSnapshot(body.subarray(at, (at += length))));
    const training = fineTuning && snapshots.pop();
    return {
      ...about,
      fit: { history: history.map((members) => members.map(numbers)), heads: snapshots },
      ...(fineTuning && training && { fineTuning: { history: fineTuning.map(numbers), training } }),
    };
  }

  async remove(): Promise<void> {
    await rm(this.path, { force: true });
  }
}

function mapValues<From, To>(
  metrics: Record<EpochMetric, From>,
  change: (value: From) => To,
): Record<EpochMetric, To> {
  const entries = EPOCH_METRICS.map((name) => [name, change(metrics[name])] as const);
  return Object.fromEntries(entries) as Record<EpochMetric, To>;
}
