import { uuidv7 } from '@bestiary/contracts/id';
import { SweepConfig, type TrialParams } from '@bestiary/contracts/sweep';
import { Random } from '@bestiary/metrics/random';
import { startTestServer, type TestServer } from '@bestiary/testing/test-server';
import { createTRPCClient, httpLink } from '@trpc/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AppRouter } from './app.router.ts';

const IMAGES = 200;

let server: TestServer;
let api: ReturnType<typeof createTRPCClient<AppRouter>>;

beforeAll(async () => {
  server = await startTestServer();
  api = createTRPCClient<AppRouter>({
    links: [httpLink({ url: `${server.url}/api/trpc`, methodOverride: 'POST' })],
  });
});
afterAll(() => server.close());

/** Predictions that are right with a probability. */
function predictionsOf(random: Random, accuracy: number) {
  return Array.from({ length: IMAGES }, (_, i) => {
    const label = i % 2;
    const predicted = random.uniform() < accuracy ? label : 1 - label;
    return {
      path: `${label}/${i}.jpg`,
      image: i.toString(16).padStart(64, '0'),
      label,
      predicted,
      probabilities: predicted === 0 ? [0.9, 0.1] : [0.1, 0.9],
    };
  });
}

/** A sweep whose trials predict with an accuracy that depends on their parameters. */
async function sweepOf(
  accuracyOf: (params: TrialParams) => number,
  options: { trials: number; holdout?: number },
): Promise<string> {
  const id = uuidv7();
  const random = new Random(5);
  await api.sweeps.create.mutate({
    id,
    project: 'analysis',
    config: SweepConfig.parse({
      space: {
        learning_rate: { type: 'float', low: 1e-4, high: 1, log: true },
        dropout: { type: 'float', low: 0, high: 0.5 },
      },
      objective: { metric: 'val_accuracy', goal: 'max' },
      budget: { trials: options.trials },
      sampler: 'random',
    }),
    training: { ...(options.holdout !== undefined && { holdout: options.holdout }) },
  });
  for (;;) {
    const claim = { workerId: uuidv7(), sweepId: id, requestId: uuidv7() };
    const given = await api.trials.claim.mutate(claim);
    if (given.kind !== 'trial') return id;
    const held = { trialId: given.trial.id, token: given.token };
    const runId = uuidv7();
    await api.runs.create.mutate({ id: runId, projectId: given.sweep.projectId, name: 'trial' });
    await api.trials.attach.mutate({ ...held, runId });
    const accuracy = accuracyOf(given.trial.params);
    const validation = predictionsOf(random, accuracy);
    await api.predictions.log.mutate({ runId, split: 'validation', predictions: validation });
    if (options.holdout !== undefined) {
      const predictions = predictionsOf(random, accuracy);
      await api.predictions.log.mutate({ runId, split: 'test', predictions });
    }
    const right = validation.filter(({ label, predicted }) => label === predicted).length;
    await api.trials.finish.mutate({ ...held, status: 'finished', values: [right / IMAGES] });
  }
}

describe('the analysis of a sweep', () => {
  it('says that the whole lead of the best of equal trials is selection, and that none can be told apart', async () => {
    const id = await sweepOf(() => 0.8, { trials: 30, holdout: 0.2 });
    const { by, selection, validation, holdout } = await api.sweeps.analysis.query({ id });
    expect(by).toBe('accuracy');
    expect(selection).toMatchObject({ trials: 30, images: IMAGES });
    expect(selection!.winner).toBe(validation!.trials[0]!.number);
    expect(selection!.honest.value).toBeLessThan(selection!.apparent);
    expect(selection!.selectedShare).toBeGreaterThan(0.6);
    expect(validation!.trials.map(({ rank }) => rank)).toEqual(Array(30).fill(1));
    expect(holdout).toMatchObject({ images: IMAGES });
    expect(holdout!.trials).toHaveLength(30);
  });

  it('finds a lead that is real, and who has it', async () => {
    const id = await sweepOf(({ learning_rate }) => (Number(learning_rate) > 0.01 ? 0.95 : 0.6), {
      trials: 30,
    });
    const { selection, validation, holdout } = await api.sweeps.analysis.query({ id });
    expect(selection!.selectedShare).toBeLessThan(0.25);
    const trials = await api.sweeps.trials.query({ id });
    const rates = new Map(
      trials.numbers.map((number, i) => [number, trials.params['learning_rate']![i] as number]),
    );
    const first = validation!.trials.filter(({ rank }) => rank === 1);
    expect(first.every(({ number }) => rates.get(number)! > 0.01)).toBe(true);
    expect(validation!.trials.at(-1)!.rank).toBeGreaterThan(1);
    expect(holdout).toBeNull();
  });

  it('of a sweep without runs judges nothing', async () => {
    const id = uuidv7();
    await api.sweeps.create.mutate({
      id,
      project: 'analysis',
      config: SweepConfig.parse({
        space: { dropout: { type: 'float', low: 0, high: 0.5 } },
        objective: { metric: 'val_loss', goal: 'min' },
        budget: { trials: 1 },
      }),
    });
    expect(await api.sweeps.analysis.query({ id })).toEqual({
      by: 'accuracy',
      validation: null,
      selection: null,
      holdout: null,
    });
  });
});
