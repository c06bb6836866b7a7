import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SweepConfig } from '@bestiary/contracts/sweep';
import { type Sweep } from '@bestiary/contracts/sweep-record';
import { drawSampleSet } from '@bestiary/datasets/sample/draw-sample-set';
import { Random } from '@bestiary/metrics/random';
import { SweepClient, type TrialSummary } from '@bestiary/tracking/sweep-client';
import { workspaceFile } from '../workspace.ts';
import { PostgresVictim, ServerVictim, type Victim, WorkerVictim } from './victims.ts';

export const VICTIMS = ['worker', 'server', 'postgres'] as const;
export type VictimKind = (typeof VICTIMS)[number];

export interface ChaosOptions {
  /** of the grid: a multiple of 20 */
  trials: number;
  /** how many kills, each kind as often as the others */
  kills: number;
  seed: number;
  note: (line: string) => void;
}

/** A sweep that has ended. */
export interface SweepOutcome {
  sweep: Sweep;
  trials: readonly TrialSummary[];
}

export interface ChaosReport {
  undisturbed: SweepOutcome;
  disturbed: SweepOutcome;
  /** in order */
  killed: readonly VictimKind[];
}

/** How many workers a sweep has. */
const WORKERS = 2;
/** A lease is as short as the trials are. */
const LEASE_SECONDS = 3;
const LOOK_EVERY_MS = 50;
/** A kill comes so long after its trial at most (milliseconds): not only when a trial has just ended. */
const DELAY_MS = 300;

/**
 * Runs the same sweep over a grid twice: in peace, and while workers, the server and Postgres are killed with kill -9 at moments that the
 * seed decides on. The workers' command must be built.
 */
export async function runChaos({ trials, kills, seed, note }: ChaosOptions): Promise<ChaosReport> {
  const folder = await mkdtemp(join(tmpdir(), 'bestiary-chaos-'));
  const victims: Victim[] = [];
  try {
    const images = join(folder, 'images');
    await drawSampleSet(images, { count: 40 });
    const postgres = await PostgresVictim.start(join(folder, 'postgres'));
    victims.push(postgres);
    const server = await ServerVictim.start(postgres.url, join(folder, 'server'));
    victims.push(server);
    const sweeps = new SweepClient(server.url);
    const begin = async (name: string) => {
      const { id } = await sweeps.create({
        project: 'chaos',
        name,
        config: gridOf(trials),
        training: trainingOn(images),
      });
      const flags = ['--sweep', id, '--server', server.url, '--quiet'];
      const dirs = ['--cache-dir', join(folder, 'cache'), '--wal-dir', join(folder, 'wal')];
      await mkdir(join(folder, 'work'), { recursive: true });
      const workers = Array.from(
        { length: WORKERS },
        () => new WorkerVictim([...flags, ...dirs], join(folder, 'work')),
      );
      victims.push(...workers);
      return { id, workers };
    };
    const first = await begin('in peace');
    const undisturbed = await untilEnded(sweeps, first.id);
    note(`chaos: ${trials} trials in peace`);
    const second = await begin('in chaos');
    const random = new Random(seed);
    const plan = planKills(kills, trials, random);
    const killed: VictimKind[] = [];
    const disturbed = await untilEnded(sweeps, second.id, async (ended) => {
      const next = plan[killed.length];
      if (next === undefined || ended < next.after) return;
      await sleep(next.delayMs);
      killed.push(next.kind);
      note(`chaos: ${next.kind} killed after ${ended} trials`);
      const { workers } = second;
      const victim = { server, postgres, worker: workers[Math.floor(random.uniform() * workers.length)]! };
      await victim[next.kind].kill();
    });
    return { undisturbed, disturbed, killed };
  } finally {
    for (const victim of victims.reverse()) await victim.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Asks how a sweep stands until it has ended; a server that is away is asked again. */
async function untilEnded(
  sweeps: SweepClient,
  id: string,
  onEnded: (trials: number) => Promise<void> = () => Promise.resolve(),
): Promise<SweepOutcome> {
  for (;;) {
    await sleep(LOOK_EVERY_MS);
    try {
      const sweep = await sweeps.get(id);
      if (sweep.status !== 'running') return { sweep, ...(await sweeps.trials(id)) };
      const { finished = 0, pruned = 0, failed = 0 } = sweep.counts;
      await onEnded(finished + pruned + failed);
    } catch (error) {
      if (
        (error as { code?: unknown }).code !== 'unavailable' &&
        (error as { code?: unknown }).code !== 'internal'
      )
        throw error;
    }
  }
}

/** When who is killed: after how many ended trials, and how long after that. */
function planKills(count: number, trials: number, random: Random) {
  const kinds = Array.from({ length: count }, (_, i) => VICTIMS[i % VICTIMS.length]!);
  for (let i = kinds.length - 1; i > 0; i--) {
    const j = Math.floor(random.uniform() * (i + 1));
    [kinds[i], kinds[j]] = [kinds[j]!, kinds[i]!];
  }
  return kinds
    .map((kind) => ({
      kind,
      after: Math.floor(1 + random.uniform() * 0.9 * trials),
      delayMs: random.uniform() * DELAY_MS,
    }))
    .sort((a, b) => a.after - b.after);
}

function gridOf(trials: number): SweepConfig {
  const rates = Array.from({ length: trials / 20 }, (_, i) => Number((1e-4 * 1.5 ** i).toPrecision(4)));
  return SweepConfig.parse({
    space: {
      learning_rate: { type: 'categorical', choices: rates },
      batch_size: { type: 'ordinal', values: [1, 2, 4, 8, 16] },
      dropout: { type: 'ordinal', values: [0, 0.1, 0.2, 0.3] },
      epochs: 20,
    },
    objective: { metric: 'val_loss', goal: 'min' },
    budget: { trials },
    sampler: 'grid',
    // never prunes, but has every report looked at
    pruner: { type: 'threshold', upper: 1_000 },
  });
}

function trainingOn(images: string) {
  return {
    args: {
      data: images,
      weights: workspaceFile('libs/models/weights/mobilenet_v2_0.35_procedural.h5'),
      alpha: 0.35,
      image_size: 64,
    },
    leaseSeconds: LEASE_SECONDS,
    maxAttempts: 50,
  };
}
